"""The cost of decisions: a gateway asks whether a credential may use an API proxy."""

import base64
import contextlib
import json
import secrets
import time
import urllib.request
from pathlib import Path

from client import Wrk, load, median, ratio, take_turns
from processes import ask

CONNECTIONS = 32
CREDENTIALS = 64
FLOOD = 200
HASHING_BUDGET_MIB = 64
PROJECT = "bench"
PROXY = "calculator"


class Protected:
    """Creates, over HTTP, a project with an API proxy, credentials with access to it, and a
    gateway."""

    def __init__(self, server, database, scratch):
        self._server = server
        self._token = database.token()
        name = secrets.token_hex(4)
        self._project = f"{PROJECT}-{name}"
        self._call("POST", "/api/v1/projects", {"name": self._project})
        place = f"/apiops/projects/{self._project}"
        self._call("POST", f"{place}/apiProxies/", {"name": PROXY})
        passwords = {}
        for i in range(CREDENTIALS):
            username = f"{name}-{i}"
            passwords[username] = secrets.token_hex(16)
            self._call("POST", f"{place}/credentials/",
                       {"username": username, "password": passwords[username],
                        "email": "client@example.com", "roleNameList": ["reader"]})
            self._call("PUT", f"{place}/credentials/{username}/access/",
                       [{"name": PROXY, "type": "API_PROXY"}])
        gateway = self._call("POST", "/api/v1/gateways", {"name": name})["content"]["token"]
        self.right = self._samples(Path(scratch) / f"right-{name}", passwords, gateway)
        wrong = {username: "wrong" for username in passwords}
        self.wrong = self._samples(Path(scratch) / f"wrong-{name}", wrong, gateway)

    def request(self):
        credential, gateway, project, proxy = self.right.read_text().split(maxsplit=4)[:4]
        return (f"GET /gate/{project}/{proxy} HTTP/1.1\r\nHost: localhost\r\n"
                f"Authorization: Basic {credential}\r\nX-Gatehouse-Gateway: {gateway}\r\n\r\n"
                .encode())

    def _samples(self, path, passwords, gateway):
        lines = []
        for username, password in passwords.items():
            credential = base64.b64encode(f"{username}:{password}".encode()).decode()
            lines.append(f"{credential} {gateway} {self._project} {PROXY}\n")
        path.write_text("".join(lines))
        return path

    def _call(self, method, path, body):
        request = urllib.request.Request(
            self._server.url + path, method=method, data=json.dumps(body).encode(),
            headers={"Authorization": f"Token {self._token}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


def decisions(context):
    section = context.report.section(
        "decisions", "GET /gate/{projectName}/{proxyName}",
        f"{CONNECTIONS} connections ask about {CREDENTIALS} credentials, whose passwords were "
        "verified once. The ceiling is a bare Beast server that answers with as many octets.")
    with contextlib.ExitStack() as stack:
        contestants = {}
        servers = {}
        for database in context.databases:
            name = str(database)
            servers[name] = stack.enter_context(context.programs.gatehouse(database.path))
            protected = Protected(servers[name], database, context.programs.scratch)
            contestants[name] = lambda server=servers[name], samples=protected.right: load(
                server, "decisions", samples, CONNECTIONS, context.seconds)
        octets = len(ask(servers[name].port, protected.request()))
        bare = stack.enter_context(context.programs.bare_beast(octets))
        contestants["bare Beast"] = lambda: load(bare, "decisions", protected.right, CONNECTIONS,
                                                 context.seconds)
        # The first round, which is not counted, verifies each password.
        results = take_turns(contestants, context.rounds)
        for name, rounds in results.items():
            program = servers.get(name)
            section.row(name, None if program is None else ratio(results, name, "bare Beast"),
                        median(rounds), program and program.resident_mib(),
                        program and program.peak_resident_mib())


def decision_flood(context):
    database = context.largest
    section = context.report.section(
        "decision-flood", f"{FLOOD} clients with wrong passwords at once",
        f"{FLOOD} connections ask with wrong passwords again and again, while 4 others ask with "
        f"right ones that are remembered; {database}.")
    with context.programs.gatehouse(database.path) as server:
        protected = Protected(server, database, context.programs.scratch)
        load(server, "decisions", protected.right, 4, 2)
        quiet = Wrk(server.url, "decisions", protected.right, 4, 2).wait()
        before = server.resident_mib()
        server.forget_peak()
        seconds = context.seconds + 4
        crowd = Wrk(server.url, "decisions", protected.wrong, FLOOD, seconds, True)
        time.sleep(2)
        meanwhile = Wrk(server.url, "decisions", protected.right, 4, seconds - 3).wait()
        wrong = crowd.wait()
        taken = server.peak_resident_mib() - before
    refused = (wrong.refused - wrong.unavailable) / wrong.seconds
    section.text(f"{refused:.0f} wrong passwords/s were verified and refused, "
                 f"{wrong.unavailable / wrong.seconds:.0f} answers/s were 503; meanwhile right ones: "
                 f"{meanwhile.requests / meanwhile.seconds:.0f} decisions/s "
                 f"({quiet.requests / quiet.seconds:.0f} without the flood), p50 "
                 f"{meanwhile.p50_ms:.1f} ms, p99 {meanwhile.p99_ms:.1f} ms, "
                 f"{meanwhile.refused + meanwhile.broken} failed.")
    section.measure("right decisions that failed during the flood of wrong passwords",
                    meanwhile.refused + meanwhile.broken, "≤", 0)
    section.measure("memory taken by the flood of wrong passwords, MiB", taken, "≤",
                    HASHING_BUDGET_MIB)
