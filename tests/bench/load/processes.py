"""The measured programs, and their statistics from Linux."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

CLOCK_TICK = os.sysconf("SC_CLK_TCK")


class Program:
    """A program that listens on loopback until it is closed."""

    def __init__(self, command):
        self._begin = time.monotonic()
        self._process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE,
                                         text=True)
        self.port = int(self._process.stdout.readline().strip().rpartition(":")[2])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=30)
        self._process.stdout.close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def seconds_since_start(self):
        return time.monotonic() - self._begin

    def cpu_seconds(self):
        """The user and system time of all its threads so far."""
        fields = self._proc("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / CLOCK_TICK

    def resident_mib(self):
        return self._status("VmRSS")

    def peak_resident_mib(self):
        """The peak since the start, or since forget_peak()."""
        return self._status("VmHWM")

    def forget_peak(self):
        try:
            Path(f"/proc/{self._process.pid}/clear_refs").write_text("5")
        except PermissionError:
            # The memory statistics of Gatehouse belong to root: then the peak is that since the
            # start.
            print("the peak of memory is that since the start", file=sys.stderr)

    def _proc(self, name):
        return Path(f"/proc/{self._process.pid}/{name}").read_text()

    def _status(self, name):
        line = next(line for line in self._proc("status").splitlines()
                    if line.startswith(f"{name}:"))
        return int(line.split()[1]) / 1024


def ask(port, request):
    """Returns the complete response to one request, which must have a length."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += connection.recv(65536)
        head, _, body = answer.partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        length = int(fields[b"content-length"])
        while len(body) < length:
            body += connection.recv(65536)
        return head + b"\r\n\r\n" + body


def me_request(token):
    return (f"GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Token {token}\r\n\r\n"
            .encode())


class Programs:
    """The paths of the programs."""

    def __init__(self, build, scratch):
        self._bin = Path(build) / "bin"
        self.scratch = Path(scratch)

    def gatehouse(self, database):
        return Program([self._bin / "gatehouse", "serve", "--listen", "127.0.0.1:0",
                        "--database", f"sqlite:{database}",
                        "--mail", f"maildir:{self.scratch / 'mail'}", "--log-level", "error"])

    def bare_beast(self, octets):
        """A bare server whose complete response, including the header, has that many octets."""
        with Program([self._bin / "bare_beast", 100]) as probe:
            header = len(ask(probe.port, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")) - 100
        return Program([self._bin / "bare_beast", octets - header])

    def bare_argon2(self, threads, seconds):
        return self._number("bare_argon2", threads, seconds)

    def bare_commits(self, database, what, group, seconds):
        return self._number("bare_commits", database, what, group, seconds)

    def seed(self, database, users):
        self._run("bench_seed", database, users)

    def google_benchmark(self, name, *arguments):
        return self._run(name, "--benchmark_format=json", *arguments)

    def _number(self, name, *arguments):
        return float(self._run(name, *arguments))

    def _run(self, name, *arguments):
        command = [str(self._bin / name), *map(str, arguments)]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
