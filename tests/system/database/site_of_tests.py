"""Common parts of the database tests: a Gatehouse server, and clients that measure response times.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "support"))
sys.path.insert(0, str(HERE.parent / "failover"))
from clients import USER, Connection  # noqa: E402
from failover import mailed_codes  # noqa: E402

CHEAP_HASHING = ["--argon2-memory-kib", "64", "--argon2-iterations", "1"]


def fail(what):
    sys.exit(f"{Path(sys.argv[0]).name}: {what}")


def check(condition, what):
    if not condition:
        fail(what)


class Gatehouse:
    """A server, until it ends or is killed."""

    def __init__(self, binary, folder, database, *options, environment=None, waits=True):
        self.folder = folder
        self.log = folder / "gatehouse.log"
        libc = ctypes.CDLL(None)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [binary, "serve", "--listen", "127.0.0.1:0", "--database", database,
                 "--mail", f"maildir:{folder / 'mail'}", *CHEAP_HASHING, *options],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True,
                env=dict(os.environ, **(environment or {})),
                preexec_fn=lambda: libc.prctl(1, signal.SIGKILL))
        if not waits:
            return
        said = self.process.stdout.readline()
        if not said.startswith("listening on "):
            self.process.wait()
            fail(f"Gatehouse does not start: {self.log.read_text()}")
        self.port = int(said.rpartition(":")[2])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def logs(self, text):
        """Whether the log, which is written in the background, contains the text or soon does."""
        end = time.monotonic() + 20
        while text not in self.log.read_text():
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    def open_account(self, email):
        """Returns the token of a new account's admin."""
        connection = Connection(self.port)
        status, begun = connection.ask("POST", "/api/v1/register",
                                       {"organizationName": "Example", "email": email})
        check(status == 201, f"no registration: {status} {begun}")
        registration = begun["registrationId"]
        code = mailed_codes(self.folder)[registration]
        status, approved = connection.ask("PUT", f"/api/v1/register/{registration}",
                                          dict(USER, approveCode=code, email=email))
        check(status == 202, f"not approved: {status} {approved}")
        return approved["token"]

    def stop(self, patience):
        """Sends SIGTERM; returns the status (None if it does not end) and the seconds until then.
        """
        begin = time.monotonic()
        self.process.terminate()
        try:
            return self.process.wait(patience), time.monotonic() - begin
        except subprocess.TimeoutExpired:
            return None, time.monotonic() - begin


def refused(binary, *arguments):
    """Returns the exit status and the output of a command."""
    done = subprocess.run([binary, *arguments], capture_output=True, text=True, timeout=60,
                          stdin=subprocess.DEVNULL, check=False)
    return done.returncode, done.stdout + done.stderr


class Answers:
    """The responses to clients, with their times in seconds."""

    def __init__(self):
        self.all = []
        self._lock = threading.Lock()

    def note(self, status, seconds):
        with self._lock:
            self.all.append((status, seconds))

    def count(self, status):
        return sum(1 for one, _ in self.all if one == status)

    @property
    def slowest(self):
        return max((seconds for _, seconds in self.all), default=0.0)

    def __str__(self):
        counts = {status: self.count(status) for status in sorted({one for one, _ in self.all}, key=str)}
        return f"{counts}, slowest {self.slowest:.2f} s"


def ask(answers, connection, *request):
    begin = time.monotonic()
    try:
        status, _ = connection.ask(*request)
    except OSError as error:
        status = type(error).__name__
    except Exception as error:  # a broken connection
        status = type(error).__name__
    answers.note(status, time.monotonic() - begin)
    return status


@contextlib.contextmanager
def clients(count, port, token, *request, pause=0.0):
    """Runs that many clients, which repeat a request for the duration of the context; yields their
    responses. The clients end with the response they are waiting for."""
    answers = Answers()
    ending = threading.Event()

    def run():
        connection = Connection(port, token)
        while not ending.is_set():
            status = ask(answers, connection, *request)
            # Pauses when the server has ended.
            ending.wait(pause if isinstance(status, int) else 0.1)

    threads = [threading.Thread(target=run, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        ending.set()
        for thread in threads:
            thread.join()
