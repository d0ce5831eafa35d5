#!/usr/bin/env python3
"""Checks responses and response times while a database does not respond.

    tests/system/database/trouble_test.py [--gatehouse FILE] [--hanging-fsync FILE] [--deadline S]
                                          [--stop-deadline S] [--clients N] [--runs N] [--measure]
                                          [SCENARIO]...

Scenarios, each with separate servers:

    silent    all processes of PostgreSQL are stopped (SIGSTOP), and the server gets SIGTERM
    starting  the same, while another server starts
    locked    a table is locked, so that writers wait, while others request /me and a list
    fsync     the disk of a SQLite database hangs in fsync(), and the server gets SIGTERM
    growing   32 clients on a server that has just started, while PostgreSQL accepts no new
              connections for 4 s (its postmaster is stopped) and serves the open ones; N runs

Prints a line with figures for each, and fails when a response takes longer than the deadline and a
tolerance for busy machines. --measure only prints, for binaries that exceed the deadline.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from site_of_tests import Answers, Connection, Gatehouse, ask, check, clients

import postgresql_server

ROOT = Path(__file__).resolve().parents[3]
# The tolerance for responses beyond the deadline on a busy machine.
SLACK = 4
ME = ("GET", "/api/v1/me")
LOGIN = ("POST", "/api/v1/session", {"email": "ada@example.org", "password": "123"})
WRITE = ("POST", "/api/v1/consumers", {})


def sql(url, statement):
    done = subprocess.run([postgresql_server.programs() / "psql", "-XAtq", "-d", url, "-c", statement],
                          capture_output=True, text=True, check=True)
    return done.stdout.strip()


@contextlib.contextmanager
def lock_on(url, table):
    """A lock of another program on a whole table, which blocks writers."""
    with subprocess.Popen([postgresql_server.programs() / "psql", "-XAtq", "-d", url],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as psql:
        psql.stdin.write(f"BEGIN; LOCK TABLE {table} IN EXCLUSIVE MODE; SELECT 'locked';\n")
        psql.stdin.flush()
        check(psql.stdout.readline() == "locked\n", "the table cannot be locked")
        try:
            yield
        finally:
            psql.stdin.close()
            psql.wait()


@contextlib.contextmanager
def stopped(url, with_children=True):
    """The processes of the server, or only the one that accepts new connections."""
    postmaster = int(sql(url, "SELECT pg_read_file('postmaster.pid')").split("\n")[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    pids = [postmaster, *(map(int, children) if with_children else [])]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


class Scenarios:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.limit = options.deadline + SLACK

    def serve(self, name, url, **more):
        folder = self.folder / name
        folder.mkdir()
        return Gatehouse(self.options.gatehouse, folder, url,
                         "--database-deadline", f"{self.options.deadline}s",
                         "--stop-deadline", f"{self.options.stop_deadline}s", **more)

    def require(self, condition, what):
        if not self.options.measure:
            check(condition, what)

    def require_in_time(self, name, answers):
        self.require(answers.slowest < self.limit, f"{name}: an answer took {answers.slowest:.1f} s")

    def end(self, name, server, statuses):
        status, seconds = server.stop(60)
        print(f"{name}: ended with {status} {seconds:.2f} s after SIGTERM", flush=True)
        self.require(status in statuses, f"{name}: the server ended with {status}")
        self.require(seconds < self.options.stop_deadline + SLACK,
                     f"{name}: the server took {seconds:.1f} s to end")

    def silent(self):
        with postgresql_server.running() as url, self.serve("silent", url) as server:
            token = server.open_account("ada@example.org")
            with stopped(url):
                with clients(self.options.clients, server.port, token, *WRITE) as writers, \
                        clients(8, server.port, token, *ME) as readers, \
                        clients(16, server.port, None, *LOGIN) as logins:
                    time.sleep(3 * self.options.deadline)
                print(f"silent: writers {writers}; /me {readers}; logins {logins}", flush=True)
                for answers in (writers, readers, logins):
                    self.require_in_time("silent", answers)
                with clients(self.options.clients, server.port, token, *WRITE) as last:
                    time.sleep(0.3)
                    self.end("silent", server, (0, 1))
                self.require(last.all, "silent: no answer at the end")
                print(f"silent: at the end, writers {last}", flush=True)

    def starting(self):
        with postgresql_server.running() as url:
            self.serve("starting", url).__exit__()
            folder = self.folder / "starting"
            with stopped(url):
                server = Gatehouse(self.options.gatehouse, folder, url, "--stop-deadline",
                                   f"{self.options.stop_deadline}s", waits=False)
                with server:
                    time.sleep(0.5)
                    self.end("starting", server, (1, -signal.SIGTERM))

    def locked(self):
        with postgresql_server.running() as url, self.serve("locked", url) as server:
            token = server.open_account("ada@example.org")
            other = server.open_account("bob@example.org")
            with lock_on(url, "consumers"), \
                    clients(self.options.clients, server.port, token, *WRITE) as writers:
                time.sleep(0.5)
                with clients(4, server.port, other, *ME, pause=0.01) as readers, \
                        clients(4, server.port, other, "GET", "/api/v1/consumers", pause=0.01) as lists:
                    time.sleep(2 * self.options.deadline)
            print(f"locked: writers {writers}; /me of others {readers}; lists of others {lists}",
                  flush=True)
            self.require_in_time("locked", writers)
            for kind in (readers, lists):
                self.require(kind.count(200) == len(kind.all), f"locked: readers were told {kind}")
                self.require(kind.slowest < self.options.deadline, f"locked: readers were told {kind}")
            status = ask(Answers(), Connection(server.port, token), *WRITE)
            self.require(status == 201, f"locked: {status} once the lock is gone")

    def fsync(self):
        folder = self.folder / "fsync"
        hang = folder / "hang"
        environment = {"LD_PRELOAD": str(self.options.hanging_fsync), "HANG_WHILE": str(hang)}
        with self.serve("fsync", f"sqlite:{folder / 'gatehouse.db'}", environment=environment) as server:
            token = server.open_account("ada@example.org")
            made = Connection(server.port, token).ask(*WRITE)[1]["id"]
            hang.touch()
            with clients(4, server.port, token, *WRITE) as writers:
                time.sleep(0.5)
                self.end("fsync", server, (1,))
            print(f"fsync: writers {writers}", flush=True)
            self.require("does not end within" in server.log.read_text(), "fsync: nothing is logged")
            hang.unlink()
        with Gatehouse(self.options.gatehouse, folder, f"sqlite:{folder / 'gatehouse.db'}") as again:
            status, found = Connection(again.port, token).ask("GET", "/api/v1/consumers")
            check(status == 200 and made in [one["id"] for one in found], "fsync: something is lost")

    def growing(self):
        for run in range(self.options.runs):
            with postgresql_server.running() as url, self.serve(f"growing{run}", url) as server:
                token = server.open_account("ada@example.org")
                with stopped(url, with_children=False), \
                        clients(32, server.port, token, *WRITE) as writers:
                    time.sleep(4)
                print(f"growing, run {run + 1}: {writers}", flush=True)
                self.require(writers.count(201) == len(writers.all), f"growing: {writers}")


NAMES = ("silent", "starting", "locked", "fsync", "growing")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gatehouse", type=Path, default=ROOT / "build/release/bin/gatehouse")
    parser.add_argument("--hanging-fsync", type=Path,
                        default=ROOT / "build/release/tests/system/libhanging_fsync.so")
    parser.add_argument("--deadline", type=int, default=5)
    parser.add_argument("--stop-deadline", type=int, default=10)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--runs", type=int, default=4)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=", ".join(NAMES))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gatehouse-trouble-") as folder:
        scenarios = Scenarios(options, Path(folder))
        for name in options.scenarios or NAMES:
            if name not in NAMES:
                sys.exit(f"there is no scenario {name}")
            getattr(scenarios, name)()


if __name__ == "__main__":
    main()
