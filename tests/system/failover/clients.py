"""Clients that write and read continuously and record the responses."""

import http.client
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

USER = {"password": "123", "firstName": "emre", "lastName": "dönmez"}
# Far above every response time: a request that takes longer counts as not answered.
DEADLINE = 60


class Connection:
    """A persistent connection to a server."""

    def __init__(self, port, token=None):
        self._port = port
        self._token = token
        self._kept = None

    def ask(self, method, path, body=None, token=None):
        """Returns (status, content). Raises OSError or HTTPException if there is no response."""
        if self._kept is None:
            self._kept = http.client.HTTPConnection("127.0.0.1", self._port, timeout=DEADLINE)
        headers = {"Content-Type": "application/json"}
        if token or self._token:
            headers["Authorization"] = token or self._token
        try:
            self._kept.request(method, path, None if body is None else json.dumps(body), headers)
            with self._kept.getresponse() as answer:
                said = json.loads(answer.read())
        except BaseException:
            self._kept.close()
            self._kept = None
            raise
        return answer.status, said.get("content") if answer.status < 300 else said


@dataclass
class Journal:
    """The responses to a client."""

    acknowledged: list = field(default_factory=list)
    # [(time of request, time of response)] of acknowledged requests
    answered: list = field(default_factory=list)
    refusals: Counter = field(default_factory=Counter)
    in_doubt: int = 0
    broken: list = field(default_factory=list)
    slowest: float = 0

    def first_answer_after(self, moment):
        return min((end for begin, end in self.answered if begin > moment), default=None)


class Client(threading.Thread):
    """Repeats one kind of request at one server."""

    is_reader = False

    def __init__(self, name, server, token):
        super().__init__(daemon=True)
        self.name = name
        self.server = server
        self.journal = Journal()
        self._connection = Connection(server.port, token)
        self._ending = threading.Event()
        self._count = 0

    def stop(self):
        self._ending.set()

    def run(self):
        while not self._ending.is_set():
            self._count += 1
            self.step()

    def step(self):
        raise NotImplementedError

    def ask(self, success, *request, **more):
        """Returns the content of a response with that status; None for any other, after a pause."""
        begin = time.monotonic()
        try:
            status, said = self._connection.ask(*request, **more)
        except (OSError, http.client.HTTPException) as error:
            self.journal.broken.append(f"{self.name}: {type(error).__name__} {error}")
            time.sleep(0.05)
            return None
        end = time.monotonic()
        self.journal.slowest = max(self.journal.slowest, end - begin)
        if status == success:
            self.journal.answered.append((begin, end))
            return said if said is not None else {}
        self.journal.refusals[status] += 1
        self.journal.in_doubt += "not known whether" in said.get("description", "")
        self._ending.wait(0.05)
        return None


class Creator(Client):
    """Creates records one after another. No record can be created twice: a request that was
    executed and then repeated by the server would be refused."""

    def __init__(self, server, token, path, body_of):
        super().__init__(f"{path}@{server.number}", server, token)
        self.path = path
        self._body_of = body_of

    def step(self):
        made = self.ask(201, "POST", self.path, self._body_of(f"{self.server.number}x{self._count}"))
        if made is not None:
            self.journal.acknowledged.append(made.get("id") or made.get("registrationId"))


class Visitor(Client):
    """Logs in, and usually logs out again."""

    def __init__(self, server, email):
        super().__init__(f"sessions@{server.number}", server, None)
        self._email = email
        self.ended = []

    def step(self):
        made = self.ask(201, "POST", "/api/v1/session", {"email": self._email, "password": "123"})
        if made is None:
            return
        token = made["token"]
        if self._count % 4 == 0:
            self.journal.acknowledged.append(token)
        elif self.ask(202, "DELETE", "/api/v1/session/logout", token=token) is not None:
            self.ended.append(token)


class Reader(Client):
    is_reader = True

    def __init__(self, server, token):
        super().__init__(f"me@{server.number}", server, token)

    def step(self):
        self.ask(200, "GET", "/api/v1/me")
        # Leaves processor time for the writers.
        time.sleep(0.005)


def clients_of(server, token, email):
    """Clients of all kinds for one server."""
    return [
        Creator(server, token, "/api/v1/consumers", lambda _: {}),
        Creator(server, token, "/api/v1/projects", lambda mark: {"name": f"Project {mark}"}),
        Creator(server, token, "/api/v1/developers",
                lambda mark: dict(USER, email=f"developer{mark}@example.org")),
        Creator(server, None, "/api/v1/register",
                lambda mark: {"organizationName": "Another", "email": f"office{mark}@example.org"}),
        Visitor(server, email),
        Reader(server, token),
    ]
