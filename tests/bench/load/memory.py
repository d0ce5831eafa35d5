#!/usr/bin/env python3
"""Measures the memory that hostile clients occupy in a server, and the waits of other clients.

    tests/bench/load/memory.py [--binary PATH] [--database URL] [--seconds N] [CASE...]

Starts a server on an empty database (SQLite in a temporary folder unless --database names an empty
PostgreSQL database), and for each case prints its peak resident memory, that half a minute later,
and the response times of GET /healthz on new connections meanwhile. The cases:

    credentials  150 connections request a list of 10,000 credentials and do not read it
    indent       4 clients read lists of 2,000 large credentials with indent=16, and 4 do not
    openapi      1,000 connections pipeline GET /openapi.json and do not read
    bodies       1,500 connections send all but the last octet of 64 KiB without a valid token
    silent       4,300 connections from one address send nothing
    scattered    4,300 connections from 16 addresses send nothing
"""

import argparse
import json
import resource
import selectors
import signal
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CHEAP_HASHING = ["--argon2-memory-kib", "64", "--argon2-iterations", "1"]
MANY, LARGE = 10_000, 2_000


class Server:
    """A server and an account with an admin, until it is stopped."""

    def __init__(self, binary, folder, database):
        self.mail = folder / "mail"
        self._process = subprocess.Popen(
            [binary, "serve", "--listen", "127.0.0.1:0", "--database", database,
             "--mail", f"maildir:{self.mail}", "--log-level", "error", *CHEAP_HASHING],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        said = self._process.stdout.readline()
        if not said.startswith("listening on "):
            raise SystemExit("the server does not start")
        self.port = int(said.rpartition(":")[2])
        self.token = self._open_account()

    def stop(self):
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=60)

    def ask(self, connection, method, path, body=None):
        fields = {"Authorization": getattr(self, "token", ""), "Content-Type": "application/json"}
        connection.request(method, path, None if body is None else json.dumps(body), fields)
        answer = connection.getresponse()
        octets = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {octets[:300]}")
        return json.loads(octets)

    def _open_account(self):
        connection = HTTPConnection("127.0.0.1", self.port)
        email = "admin@example.com"
        registered = self.ask(connection, "POST", "/api/v1/register",
                              {"organizationName": "Bench", "email": email})
        text = next((self.mail / "new").iterdir()).read_text()
        code = next(line.partition(":")[2].strip() for line in text.splitlines()
                    if line.lower().startswith("x-approve-code:"))
        approved = self.ask(
            connection, "PUT", f"/api/v1/register/{registered['content']['registrationId']}",
            {"approveCode": code, "email": email, "password": "password", "firstName": "A",
             "lastName": "B"})
        return approved["content"]["token"]

    def add_credentials(self, project, count, more):
        def add(part):
            connection = HTTPConnection("127.0.0.1", self.port)
            for number in part:
                self.ask(connection, "PUT", f"/apiops/projects/{project}/credentials/",
                         {"username": f"{project}-{number}", "password": "p",
                          "email": "client@example.com", **more})
        with ThreadPoolExecutor(8) as pool:
            for done in [pool.submit(add, range(i, count, 8)) for i in range(8)]:
                done.result()

    def add_project(self, name):
        self.ask(HTTPConnection("127.0.0.1", self.port), "POST", "/api/v1/projects",
                 {"name": name, "description": ""})

    def resident_mib(self):
        return self._status("VmRSS")

    def peak_mib(self):
        return self._status("VmHWM")

    def forget_peak(self):
        Path(f"/proc/{self._process.pid}/clear_refs").write_text("5")

    def _status(self, name):
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(next(line for line in status.splitlines()
                        if line.startswith(name + ":")).split()[1]) / 1024


class Clients:
    """Connections that send the given data as far as it is accepted, and read nothing."""

    def __init__(self, port, count, octets=b"", addresses=("127.0.0.1",)):
        self._sockets = []
        self._selector = selectors.DefaultSelector()
        for number in range(count):
            connection = socket.socket()
            connection.bind((addresses[number % len(addresses)], 0))
            connection.setblocking(False)
            connection.connect_ex(("127.0.0.1", port))
            self._sockets.append(connection)
            self._selector.register(connection, selectors.EVENT_WRITE, [memoryview(octets)])
            if number % 100 == 99:
                self.send(0)

    def send(self, seconds):
        end = time.monotonic() + seconds
        while True:
            for key, _ in self._selector.select(0.05):
                try:
                    left = key.data[0]
                    key.data[0] = left[key.fileobj.send(left):] if left else left
                except BlockingIOError:
                    continue
                except OSError:
                    key.data[0] = memoryview(b"")
                if not key.data[0]:
                    self._selector.unregister(key.fileobj)
            if time.monotonic() >= end:
                return

    def close(self):
        for connection in self._sockets:
            connection.close()


class Reader(threading.Thread):
    """Reads a complete list."""

    def __init__(self, server, path):
        super().__init__()
        self._server, self._path = server, path
        self.octets, self.failure = 0, None
        self.start()

    def run(self):
        try:
            connection = HTTPConnection("127.0.0.1", self._server.port, timeout=300)
            connection.request("GET", self._path, headers={"Authorization": self._server.token})
            answer = connection.getresponse()
            while part := answer.read(1 << 20):
                self.octets += len(part)
            if answer.status != 200:
                self.failure = answer.status
        except Exception as failure:
            self.failure = repr(failure)


class Visitor(threading.Thread):
    """Requests /healthz on new connections until it is stopped."""

    def __init__(self, port):
        super().__init__()
        self._port, self._ended = port, threading.Event()
        self.seconds, self.failures = [], 0
        self.start()

    def run(self):
        while not self._ended.wait(0.05):
            begin = time.monotonic()
            try:
                connection = HTTPConnection("127.0.0.1", self._port, timeout=120)
                connection.request("GET", "/healthz")
                if connection.getresponse().status != 200:
                    self.failures += 1
                connection.close()
            except OSError:
                self.failures += 1
            self.seconds.append(time.monotonic() - begin)

    def stop(self):
        self._ended.set()
        self.join()


def request(method, path, fields="", body=b""):
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n".encode() + body


def measure(name, server, seconds, begin):
    """`begin(server)` returns connections, and threads to be joined."""
    server.forget_peak()
    before = server.resident_mib()
    visitor = Visitor(server.port)
    clients, readers = begin(server)
    clients.send(seconds)
    for reader in readers:
        reader.join()
        print(f"  a client has read {reader.octets >> 20} MiB; failure: {reader.failure}")
    peak = server.peak_mib()
    visitor.stop()
    clients.close()
    time.sleep(30)
    took = sorted(visitor.seconds)
    print(f"| {name} | {before:.0f} | {peak:.0f} | {server.resident_mib():.0f} | "
          f"{statistics.median(took) * 1e3:.1f} | {took[-1] * 1e3:.0f} | {visitor.failures} |",
          flush=True)


def credentials(server):
    server.add_credentials("admin", MANY, {"description": "x" * 200})
    fields = f"Authorization: {server.token}\r\n"
    ask = request("GET", "/apiops/projects/admin/credentials/", fields)
    return lambda it: (Clients(it.port, 150, ask), [])


def indent(server):
    server.add_project("large")
    addresses = [f"10.{i // 256}.{i % 256}.1" for i in range(500)]
    roles = [f"{i:03}" + "r" * 61 for i in range(60)]
    server.add_credentials("large", LARGE, {"ipList": addresses, "roleNameList": roles})
    path = "/apiops/projects/large/credentials/?indent=16"
    ask = request("GET", path, f"Authorization: {server.token}\r\n")
    return lambda it: (Clients(it.port, 4, ask), [Reader(it, path) for _ in range(4)])


def openapi(_):
    return lambda it: (Clients(it.port, 1000, 50 * request("GET", "/openapi.json")), [])


def bodies(_):
    size = 64 * 1024
    fields = (f"Authorization: Token {'0' * 43}\r\nContent-Type: application/json\r\n"
              f"Content-Length: {size}\r\n")
    ask = request("POST", "/api/v1/projects", fields, b" " * (size - 1))
    return lambda it: (Clients(it.port, 1500, ask), [])


def silent(_):
    return lambda it: (Clients(it.port, 4300, addresses=("127.0.0.2",)), [])


def scattered(_):
    addresses = tuple(f"127.0.1.{i}" for i in range(1, 17))
    return lambda it: (Clients(it.port, 4300, addresses=addresses), [])


CASES = {case.__name__: case for case in (credentials, indent, openapi, bodies, silent, scattered)}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=ROOT / "build/release/bin/gatehouse")
    parser.add_argument("--database")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], metavar="CASE")
    chosen = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    print("| case | before, MiB | at most, MiB | after, MiB | /healthz median, ms | longest, ms "
          "| failed |\n|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        database = chosen.database or f"sqlite:{folder}/gatehouse.db"
        server = Server(chosen.binary, Path(folder), database)
        try:
            for name in chosen.cases or CASES:
                measure(name, server, chosen.seconds, CASES[name](server))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
