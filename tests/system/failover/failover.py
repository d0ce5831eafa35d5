#!/usr/bin/env python3
"""Kills the database of two Gatehouse servers and promotes its standby.

    tests/system/failover/failover.py [--seconds N] [--bound S] [--tries N] [--keep]
                                      [--asynchronous]

Runs a PostgreSQL primary and its synchronous standby, two servers with both hosts in --database,
and clients that write and read for N seconds before and after. Checks that the servers recover
without intervention within the bound after the promotion; that no acknowledged write is lost; that
no request is executed twice; and that clients get no errors but 503 in between. --tries repeats the
test if only the bound was exceeded, for busy machines. --asynchronous checks that losses are
detected: commits do not wait for the standby, which lags behind.
"""

import argparse
import ctypes
import math
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from clients import USER, Connection, Creator, Visitor, clients_of
from cluster import Cluster

ROOT = Path(__file__).resolve().parents[3]
CHEAP_HASHING = ["--argon2-memory-kib", "64", "--argon2-iterations", "1"]
EMAIL = "ada@example.org"


class Late(Exception):
    """All checks passed, but the recovery took too long."""


class Gatehouse:
    """A server, until it is stopped."""

    def __init__(self, number, binary, folder, database):
        self.number = number
        self.log = folder / f"gatehouse-{number}.log"
        libc = ctypes.CDLL(None)
        with open(self.log, "wb") as log:
            self._process = subprocess.Popen(
                [binary, "serve", "--listen", "127.0.0.1:0", "--database", database,
                 "--mail", f"maildir:{folder / 'mail'}", "--projects-per-account", "1000000",
                 *CHEAP_HASHING],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True,
                preexec_fn=lambda: libc.prctl(1, signal.SIGKILL))
        said = self._process.stdout.readline()
        if not said.startswith("listening on "):
            sys.exit(f"Gatehouse does not start: {self.log.read_text()}")
        self.port = int(said.rpartition(":")[2])

    def is_running(self):
        return self._process.poll() is None

    def stop(self):
        self._process.terminate()
        return self._process.wait(timeout=60)


def mailed_codes(folder):
    """Returns {registration: approve code} of all mails."""
    codes = {}
    for file in sorted((folder / "mail/new").iterdir(), key=lambda one: one.stat().st_mtime_ns):
        head = file.read_text(encoding="utf-8").partition("\n\n")[0]
        fields = dict(re.findall(r"^(X-[\w-]+): (.*)$", head, re.MULTILINE))
        if "X-Registration-Id" in fields:
            codes[fields["X-Registration-Id"]] = fields["X-Approve-Code"]
    return codes


def open_account(server, folder):
    """Returns the token of the account's admin."""
    connection = Connection(server.port)
    _, begun = connection.ask("POST", "/api/v1/register",
                              {"organizationName": "Example", "email": EMAIL})
    registration = begun["registrationId"]
    _, approved = connection.ask("PUT", f"/api/v1/register/{registration}",
                                 dict(USER, approveCode=mailed_codes(folder)[registration], email=EMAIL))
    return approved["token"]


def listed(connection, path):
    """Returns the ids of a complete list."""
    ids, more = set(), f"{path}?limit=1000"
    while more:
        status, items = connection.ask("GET", more)
        assert status == 200, items
        ids.update(item["id"] for item in items)
        more = f"{path}?limit=1000&after={items[-1]['id']}" if len(items) == 1000 else None
    return ids


def check(condition, what):
    if not condition:
        sys.exit(f"failover.py: {what}")


def check_created(connection, clients):
    """Checks that acknowledged records exist and no others: a request that was answered 503 may
    have been executed once."""
    for path in ("/api/v1/consumers", "/api/v1/projects", "/api/v1/developers"):
        creators = [one for one in clients if isinstance(one, Creator) and one.path == path]
        acknowledged = {made for one in creators for made in one.journal.acknowledged}
        found = listed(connection, path)
        lost = acknowledged - found
        unasked = len(found - acknowledged)
        refused = sum(one.journal.refusals[503] for one in creators)
        print(f"  {path}: {len(acknowledged)} acknowledged, {len(lost)} of them lost;"
              f" {unasked} done without an acknowledgement, of {refused} answered 503")
        check(acknowledged, f"nothing was acknowledged: {path}")
        check(not lost, f"lost: {path} {sorted(lost)[:5]}")
        check(unasked <= refused, f"done twice: {path}")


def check_registrations(connection, clients, folder):
    """Checks that their codes are valid."""
    codes = mailed_codes(folder)
    acknowledged = [made for one in clients if isinstance(one, Creator)
                    and one.path == "/api/v1/register" for made in one.journal.acknowledged]
    for number, registration in enumerate(acknowledged):
        status, said = connection.ask(
            "PUT", f"/api/v1/register/{registration}",
            dict(USER, approveCode=codes[registration], email=f"approved{number}@example.org"))
        check(status == 202, f"a registration is lost: {status} {said}")
    check(acknowledged, "no account was registered")
    print(f"  /api/v1/register: {len(acknowledged)} acknowledged, 0 of them lost")


def check_sessions(connection, clients):
    """Checks that acknowledged sessions are valid and ended ones are not."""
    visitors = [one for one in clients if isinstance(one, Visitor)]
    began = [token for one in visitors for token in one.journal.acknowledged]
    ended = [token for one in visitors for token in one.ended]
    for tokens, expected in ((began, 200), (ended, 401)):
        check(tokens, "no user logged in or out")
        for token in tokens:
            status, said = connection.ask("GET", "/api/v1/me", token=token)
            check(status == expected, f"a session: {status} in place of {expected}: {said}")
    print(f"  /api/v1/session: {len(began)} begun and {len(ended)} ended, 0 of them lost")


def check_refusals(clients):
    """Checks that every client got responses, and no errors but 503."""
    refusals, broken = Counter(), []
    for one in clients:
        refusals += one.journal.refusals
        broken += one.journal.broken
    in_doubt = sum(one.journal.in_doubt for one in clients)
    slowest = max(one.journal.slowest for one in clients)
    print(f"  refusals: {dict(refusals)}, {in_doubt} of them in doubt; no answer: {len(broken)};"
          f" slowest answer {slowest:.2f} s")
    check(set(refusals) <= {503}, f"refused with something else than 503: {dict(refusals)}")
    check(not broken, f"no answer: {broken[:5]}")


def measure(clients, killed, promoted):
    """Returns the longest time until clients of a server could read, and write, again."""
    longest = 0
    for server in sorted({one.server for one in clients}, key=lambda one: one.number):
        for is_reader, what in ((True, "reads"), (False, "writes")):
            first = [one.journal.first_answer_after(killed) or math.inf for one in clients
                     if one.server is server and one.is_reader == is_reader]
            # By then, each client of the server had a response.
            took = max(0.0, max(first) - promoted)
            print(f"  server {server.number}: {what} again {took:.2f} s after the promotion")
            longest = max(longest, took)
    return longest


def fail_over(options, folder):
    cluster = Cluster(folder, is_synchronous=not options.asynchronous)
    servers = []
    try:
        servers = [Gatehouse(number, options.gatehouse, folder, cluster.url) for number in (1, 2)]
        token = open_account(servers[0], folder)
        clients = [one for server in servers for one in clients_of(server, token, EMAIL)]
        for one in clients:
            one.start()
        time.sleep(options.seconds)

        if options.asynchronous:
            cluster.primary.stop_replication()
            time.sleep(0.5)
        cluster.primary.vanish()
        killed = time.monotonic()
        time.sleep(options.outage)
        asked = time.monotonic()
        promoted = cluster.promote_standby()
        print(f"  the primary is killed; {asked - killed:.2f} s later the standby is told to take its"
              f" place, and has after {promoted - asked:.2f} s")
        time.sleep(options.seconds)
        while (any(one.journal.first_answer_after(killed) is None for one in clients)
               and time.monotonic() < promoted + options.bound):
            time.sleep(0.1)
        for one in clients:
            one.stop()
        for one in clients:
            one.join()

        check(all(server.is_running() for server in servers), "a server has ended")
        check_refusals(clients)
        connection = Connection(servers[0].port, token)
        check_created(connection, clients)
        check_registrations(connection, clients, folder)
        check_sessions(connection, clients)
        took = measure(clients, killed, promoted)
        check([server.stop() for server in servers] == [0, 0], "a server did not end as it should")
        if took > options.bound:
            raise Late(f"{took:.2f} s from the promotion to an answer, more than {options.bound:g} s")
    finally:
        for server in servers:
            if server.is_running():
                server.stop()
        cluster.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5, help="of load before and after")
    parser.add_argument("--outage", type=float, default=1, help="seconds without a primary")
    parser.add_argument("--bound", type=float, default=5,
                        help="seconds from the promotion to answers")
    parser.add_argument("--tries", type=int, default=1, help="when only the bound is missed")
    parser.add_argument("--asynchronous", action="store_true",
                        help="with a standby that lags behind: must find that writes are lost")
    parser.add_argument("--keep", action="store_true", help="keep the databases and logs")
    parser.add_argument("--gatehouse", type=Path, default=ROOT / "build/release/bin/gatehouse")
    options = parser.parse_args()
    for attempt in range(1, options.tries + 1):
        folder = Path(tempfile.mkdtemp(prefix="gatehouse-failover-"))
        # When run by root, PostgreSQL's files belong to another user.
        folder.chmod(0o755)
        print(f"attempt {attempt}", flush=True)
        try:
            return fail_over(options, folder)
        except Late as late:
            print(f"  {late}")
        finally:
            if options.keep:
                print(f"  kept: {folder}")
            else:
                shutil.rmtree(folder, ignore_errors=True)
    sys.exit("failover.py: the bound was missed each time")


if __name__ == "__main__":
    main()
