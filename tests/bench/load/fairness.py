#!/usr/bin/env python3
"""Measures the service of other clients while one client floods the password hasher.

    fairness.py [--seconds N] PATH_OF_GATEHOUSE [--option-of-serve VALUE ...]

Starts a server on SQLite with the default cost of passwords. Clients have separate addresses in
127.0.0.0/8: the flood comes from 127.0.0.2, or from as many addresses as there are connections, and
the other clients use 127.0.0.3.
"""

import argparse
import asyncio
import base64
import itertools
import json
import re
import statistics
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

from processes import Program

FLOOD = 400
DECISIONS = 40
FLOOD_ADDRESS = "127.0.0.2"
OTHER_ADDRESS = "127.0.0.3"
PASSWORD = "correct horse battery"
PATIENCE = 10
JSON = "application/json"


def octets(method, target, fields, body=""):
    lines = [f"{method} {target} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}",
             *(f"{name}: {value}" for name, value in fields.items())]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def login(email, password):
    return octets("POST", "/api/v1/session", {"Content-Type": JSON},
                  json.dumps({"email": email, "password": password}))


class Connection:
    """A persistent connection, which is reopened after it was lost."""

    def __init__(self, port, address):
        self._port = port
        self._address = address
        self._writer = None

    async def ask(self, request):
        """Returns the status; 0 without a response."""
        try:
            if self._writer is None:
                self._reader, self._writer = await asyncio.open_connection(
                    "127.0.0.1", self._port, local_addr=(self._address, 0))
            self._writer.write(request)
            head = await self._reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            await self._reader.readexactly(int(length[1]) if length else 0)
            if b"Connection: close" in head:
                self.close()
            return int(head.split(b" ", 2)[1])
        except (OSError, asyncio.IncompleteReadError):
            self.close()
            return 0

    def close(self):
        if self._writer is not None:
            self._writer.close()
            self._writer = None


class Tenant:
    """An account with a gateway, and credentials whose passwords are not cached yet."""

    def __init__(self, server, maildir, name, credentials):
        self._server = server
        self.token = None
        self.email = f"{name}@example.com"
        began = self._call("POST", "/api/v1/register", {
            "organizationName": name, "email": f"office@{name}.example"})["content"]
        mails = [mail.read_text("utf-8") for mail in (maildir / "new").iterdir()]
        mail = next(mail for mail in mails if began["registrationId"] in mail)
        code = re.search(r"^X-Approve-Code: (.*)$", mail, re.MULTILINE)[1]
        approved = self._call("PUT", f"/api/v1/register/{began['registrationId']}", {
            "approveCode": code, "email": self.email, "password": PASSWORD, "firstName": "A",
            "lastName": "B"})["content"]
        self.token, self.admin = approved["token"], approved["id"]
        self._call("POST", "/api/v1/projects", {"name": "p"})
        self._call("POST", "/apiops/projects/p/apiProxies/", {"name": "api"})
        for number in range(credentials):
            place = "/apiops/projects/p/credentials/"
            self._call("POST", place, {"username": f"u{number}", "password": "right",
                                       "email": "a@example.com"})
            self._call("PUT", f"{place}u{number}/access/", [{"name": "api", "type": "API_PROXY"}])
        self.gateway = self._call("POST", "/api/v1/gateways", {"name": "g"})["content"]["token"]

    def decision(self, username, password):
        shown = base64.b64encode(f"{username}:{password}".encode()).decode()
        return octets("GET", "/gate/p/api", {
            "Authorization": f"Basic {shown}", "X-Gatehouse-Gateway": self.gateway,
            "X-Real-IP": "192.0.2.1"})

    def password_change(self):
        return octets("PUT", f"/api/v1/admins/{self.admin}",
                      {"Content-Type": JSON, "Authorization": f"Token {self.token}"},
                      json.dumps({"email": self.email, "firstName": "A", "lastName": "B",
                                  "password": PASSWORD}))

    def _call(self, method, path, body):
        fields = {"Content-Type": JSON}
        if self.token:
            fields["Authorization"] = f"Token {self.token}"
        request = urllib.request.Request(self._server.url + path, method=method,
                                         data=json.dumps(body).encode(), headers=fields)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)


async def flood(connection, requests, end, count):
    while time.monotonic() < end:
        status = await connection.ask(next(requests))
        count[status] = count.get(status, 0) + 1
        if status in (0, 503):
            await asyncio.sleep(0.02)


async def measure(port, flooding, addresses, asking, good, seconds):
    """During the flood, sends requests one by one; returns (number of requests and successes,
    waits, the flood)."""
    end = time.monotonic() + seconds + 2
    count = {}
    crowd = [Connection(port, address) for address in itertools.islice(addresses, FLOOD)]
    tasks = [asyncio.create_task(flood(one, flooding, end, count)) for one in crowd]
    await asyncio.sleep(2)
    served, waits, asked = 0, [], 0
    connection = Connection(port, OTHER_ADDRESS)
    while time.monotonic() < end:
        request = next(asking, None)
        if request is None:
            break
        began = time.monotonic()
        asked += 1
        try:
            status = await asyncio.wait_for(connection.ask(request), PATIENCE)
        except asyncio.TimeoutError:
            connection.close()
            status = 0
        if status == good:
            served += 1
            waits.append(time.monotonic() - began)
        await asyncio.sleep(0.1)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for one in [*crowd, connection]:
        one.close()
    return asked, served, waits, count


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] if values else float("nan")


def in_words(what, result):
    asked, served, waits, count = result
    middle = statistics.median(waits) if waits else float("nan")
    flooded = ", ".join(f"{times} with {status}" for status, times in sorted(count.items()))
    return (f"{what}: {served} of {asked} served, p50 {middle:.3f} s, p99 "
            f"{percentile(waits, 0.99):.3f} s; answers to the flood: {flooded}.")


def scenarios(victim, tenant, busy, decisions):
    """The requests and addresses of a flood, the measured requests, and their status of success."""
    one = itertools.repeat(FLOOD_ADDRESS)
    right = itertools.repeat(login(tenant.email, PASSWORD))
    token = octets("POST", "/apiops/auth/token",
                   {"Content-Type": "application/x-www-form-urlencoded"},
                   urllib.parse.urlencode({"grant_type": "client_credentials",
                                           "client_id": tenant.email, "client_secret": PASSWORD}))
    wrong = itertools.repeat(login(victim.email, "wrong"))
    many = (login(f"p{number}@example.com", "wrong") for number in itertools.count())
    addresses = (f"127.1.{number // 250}.{number % 250 + 1}" for number in itertools.count())
    unseen = iter([tenant.decision(f"u{number}", "right") for number in range(decisions)])
    guesses = (busy.decision("u0", f"wrong{number}") for number in itertools.count())
    changes = itertools.repeat(busy.password_change())
    yield "wrong logins to one account; right logins", wrong, one, right, 201
    yield "wrong logins to one account; tokens", wrong, one, itertools.repeat(token), 200
    yield "wrong logins to many accounts; right logins", many, one, right, 201
    yield "wrong logins from many addresses to one account; right logins", wrong, addresses, right, 201
    yield "wrong passwords at another's gateway; decisions that hash", guesses, one, unseen, 200
    yield "wrong passwords at another's gateway; right logins", guesses, one, right, 201
    yield "another's password changes; right logins", changes, one, right, 201
    yield ("another's password changes; decisions that hash", changes, one,
           itertools.repeat(tenant.decision("unknown", "wrong")), 401)


def outcomes(server, maildir, seconds):
    """Yields the name of each scenario and the result of measure()."""
    victim, tenant, busy = (Tenant(server, maildir, name, credentials) for name, credentials
                            in [("victim", 0), ("tenant", DECISIONS), ("busy", 1)])
    for what, flooding, addresses, asking, good in scenarios(victim, tenant, busy, DECISIONS):
        yield what, asyncio.run(measure(server.port, flooding, addresses, asking, good, seconds))
        time.sleep(1)


def fairness(context):
    # A separate account, since the others keep the users they were seeded with.
    database = Path(context.programs.scratch) / "fairness.db"
    section = context.report.section(
        "fairness", f"{FLOOD} connections flood the password hasher",
        f"{FLOOD} connections send requests that need hashing again and again, and one client at "
        "another address sends one request after the other.")
    with context.programs.gatehouse(database) as server:
        for what, result in outcomes(server, context.programs.scratch / "mail",
                                     3 * context.seconds):
            asked, served, waits, _ = result
            section.text(in_words(what, result))
            section.measure(f"{what}: not served", asked - served, "≤", 0)
            section.measure(f"{what}: p99 in s", percentile(waits, 0.99), "≤", 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("gatehouse", type=Path)
    chosen, options = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        maildir = Path(folder) / "mail"
        command = [chosen.gatehouse.resolve(), "serve", "--listen", "127.0.0.1:0", "--database",
                   f"sqlite:{folder}/db", "--mail", f"maildir:{maildir}", "--log-level", "error",
                   *options]
        with Program(command) as server:
            for what, result in outcomes(server, maildir, chosen.seconds):
                print(in_words(what, result), flush=True)


if __name__ == "__main__":
    sys.exit(main())
