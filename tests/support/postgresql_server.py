#!/usr/bin/env python3
"""Runs a PostgreSQL server of Debian's package for tests.

    tests/support/postgresql_server.py [--durable] [-c NAME=VALUE]...

It listens on a free port of 127.0.0.1, and its files are in a temporary folder. Prints the URL of
its superuser, and runs until its standard input is closed: it ends with the process that started
it. --durable preserves data when the machine goes down.

From Python:

    with postgresql_server.running() as url:
"""

import argparse
import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

USER = "gatehouse"
# Contains characters with a meaning in URLs and connection strings.
PASSWORD = "the server's p@ss:word/%"
PASSWORD_IN_URL = "the%20server%27s%20p%40ss%3Aword%2F%25"

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "logging_collector": "off",
    # Tests provoke deadlocks, which are detected faster than after the default of one second.
    "deadlock_timeout": "20ms",
}
NOT_DURABLE = {"fsync": "off", "full_page_writes": "off"}


class PostgresqlError(Exception):
    """PostgreSQL is not installed or does not start."""


def programs():
    """Returns the folder of initdb and postgres."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"),
                     key=lambda folder: int(folder.parent.name), reverse=True)
    found = shutil.which("postgres")
    if found:
        folders.append(Path(found).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresqlError("there is no PostgreSQL here: scripts/setup --tests installs it")


def owner():
    """Returns the user of the server: an unprivileged user instead of root, which PostgreSQL
    refuses."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresqlError("there is no user postgres or nobody to run PostgreSQL as")


def as_owner(user):
    """Prepares a child process before it executes one of PostgreSQL's programs."""
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def prepare():
        if user is not None:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
        # The child must end with this script, even when that is killed. Set after setuid(), which
        # resets it.
        libc.prctl(1, signal.SIGQUIT)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def initialise(folder, bin_folder, user):
    password_file = folder / "password"
    password_file.write_text(PASSWORD + "\n")
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
        os.chown(password_file, user.pw_uid, user.pw_gid)
    # By default, texts are sorted by the rules of a language, not by bytes.
    made = subprocess.run(
        [bin_folder / "initdb", "--pgdata", folder / "data", "--no-sync", "--encoding", "UTF8",
         "--locale", "C", "--locale-provider", "icu", "--icu-locale", "en-US",
         "--auth", "scram-sha-256", "--username", USER, "--pwfile", password_file],
        preexec_fn=as_owner(user), cwd=folder, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise PostgresqlError(f"initdb: {made.stderr}")
    password_file.unlink()


def answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as asked:
        # Once the server is ready, its answer shows whether it supports TLS.
        asked.sendall(b"\x00\x00\x00\x08\x04\xd2\x16\x2f")
        return asked.recv(1) in (b"S", b"N")
    return False


def start(folder, bin_folder, user, settings):
    """Returns the server's process and its port."""
    log = folder / "log"
    for _ in range(5):
        port = free_port()
        command = [bin_folder / "postgres", "-D", folder / "data", "-p", str(port)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with open(log, "ab") as output:
            server = subprocess.Popen(command, preexec_fn=as_owner(user), cwd=folder,
                                      stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        deadline = time.monotonic() + 60
        while server.poll() is None and time.monotonic() < deadline:
            if answers(port) and b"ready to accept" in log.read_bytes():
                return server, port
            time.sleep(0.02)
        # Another process may have taken the port meanwhile.
        server.kill()
        server.wait()
    raise PostgresqlError(f"postgres does not start: {log.read_text()}")


@contextlib.contextmanager
def running(durable=False, settings=None):
    """Runs a server; yields the URL of its database postgres."""
    chosen = dict(SETTINGS, **({} if durable else NOT_DURABLE), **(settings or {}))
    user = owner()
    bin_folder = programs()
    folder = Path(tempfile.mkdtemp(prefix="gatehouse-postgresql-"))
    try:
        initialise(folder, bin_folder, user)
        server, port = start(folder, bin_folder, user, chosen)
        try:
            yield f"postgresql://{USER}:{PASSWORD_IN_URL}@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--durable", action="store_true")
    parser.add_argument("-c", dest="settings", action="append", default=[], metavar="NAME=VALUE")
    options = parser.parse_args()
    settings = dict(setting.split("=", 1) for setting in options.settings)
    # The parent process is terminated, too, and then the input is closed.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with running(options.durable, settings) as url:
            print(url, flush=True)
            sys.stdin.buffer.read()
    except PostgresqlError as error:
        sys.exit(f"postgresql_server.py: {error}")


if __name__ == "__main__":
    main()
