#!/usr/bin/env python3
"""Measures how well response times distinguish the e-mail of an active account from an unknown one.

    disclosure.py [--requests N] PATH_OF_GATEHOUSE [--option-of-serve VALUE ...]

Starts a server on SQLite with --hide-accounts, and sends requests for known and unknown addresses
alternately, in random order. Each case prints the median times of both and the area under the
receiver operating characteristic (AUC): 0.5 means that the time reveals nothing, 1 that it reveals
everything. With N requests for each of the two, chance alone yields values up to 0.5 + 0.8 /
sqrt(N) in 95 of 100 runs.
"""

import argparse
import http.client
import json
import random
import re
import statistics
import tempfile
import time
from pathlib import Path

from processes import Program

ACCOUNTS = 20
PASSWORD = "correct horse battery"
REGISTER = "/api/v1/register"
APPROVE_CODE = "/api/v1/register/approve-code"
FORGOT_PASSWORD = "/api/v1/forgot-password"


class Client:
    def __init__(self, port):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, method, path, body):
        """Returns the content of the response, and its time in seconds. A refusal exits the
        program."""
        text = json.dumps(body)
        began = time.perf_counter()
        self._connection.request(method, path, text, {"Content-Type": "application/json"})
        reply = self._connection.getresponse()
        answer = reply.read()
        seconds = time.perf_counter() - began
        if reply.status not in (201, 202):
            raise SystemExit(f"{method} {path}: {reply.status} {answer.decode()}")
        return json.loads(answer)["content"], seconds


def named(email):
    return {"organizationName": "Example", "email": email}


def alone(email):
    return {"email": email}


def activate(client, maildir, email):
    registration, _ = client.ask("POST", REGISTER, named(email))
    identifier = registration["registrationId"]
    mails = (path.read_text("utf-8") for path in (maildir / "new").iterdir())
    mail = next(text for text in mails if identifier in text)
    code = re.search(r"^X-Approve-Code: (.*)$", mail, re.MULTILINE)[1]
    client.ask("PUT", f"{REGISTER}/{identifier}",
               {"approveCode": code, "email": email, "password": PASSWORD, "firstName": "A",
                "lastName": "B"})
    return email


def area(known, unknown):
    """Returns the probability that a pair of times identifies the known address (Mann and Whitney).
    """
    merged = sorted([(value, 0) for value in known] + [(value, 1) for value in unknown])
    ranks = sum(rank for rank, (_, kind) in enumerate(merged, 1) if kind == 1)
    pairs = len(known) * len(unknown)
    part = (ranks - len(unknown) * (len(unknown) + 1) / 2) / pairs
    return max(part, 1 - part)


def measure(client, path, body, known, unknown, requests):
    """Returns the times for known and for unknown addresses."""
    times = ([], [])
    for number in range(requests):
        for kind in random.sample((0, 1), 2):
            email = random.choice(known) if kind == 0 else unknown[number % len(unknown)]
            times[kind].append(client.ask("POST", path, body(email))[1])
    return times


CASES = [
    # Name, path, body, and whether each unknown address is used as often as a known one.
    ("register?testing=True, new addresses", f"{REGISTER}?testing=True", named, False),
    ("register?testing=True, the same again", f"{REGISTER}?testing=True", named, True),
    ("register, the same again", REGISTER, named, True),
    ("approve-code?testing=True, new addresses", f"{APPROVE_CODE}?testing=True", alone, False),
    ("approve-code?testing=True, the same again", f"{APPROVE_CODE}?testing=True", alone, True),
    ("forgot-password", FORGOT_PASSWORD, alone, False),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=2000,
                        help="for known and for unknown addresses each, in every case [2000]")
    parser.add_argument("gatehouse", type=Path)
    chosen, options = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        maildir = Path(folder) / "mail"
        command = [chosen.gatehouse.resolve(), "serve", "--listen", "127.0.0.1:0", "--database",
                   f"sqlite:{folder}/db", "--mail", f"maildir:{maildir}", "--log-level", "error",
                   "--hide-accounts", "--mails-to-strangers", "1000000000", *options]
        with Program(command) as server:
            client = Client(server.port)
            for case, (name, path, body, again) in enumerate(CASES):
                # Addresses that no earlier case has used.
                known = [activate(client, maildir, f"known{case}-{number}@example.org")
                         for number in range(ACCOUNTS)]
                unknown = [f"other{case}-{number}@example.org"
                           for number in range(ACCOUNTS if again else chosen.requests)]
                times = measure(client, path, body, known, unknown, chosen.requests)
                of_known, of_unknown = (statistics.median(part) * 1e6 for part in times)
                print(f"{name}: medians {of_known:.0f} µs (known), {of_unknown:.0f} µs (unknown),"
                      f" AUC {area(*times):.3f}", flush=True)


if __name__ == "__main__":
    main()
