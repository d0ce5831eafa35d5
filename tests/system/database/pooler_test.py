#!/usr/bin/env python3
"""Tests Gatehouse with PgBouncer.

    tests/system/database/pooler_test.py GATEHOUSE

In session mode it works, with its own settings and those of the URL, although PgBouncer does not
accept `options` at the start of a session. Transaction and statement mode are refused with an
error, without side effects on connections of other clients.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from site_of_tests import Answers, Connection, Gatehouse, ask, check, refused
from trouble_test import lock_on, sql

import postgresql_server
from postgresql_server import PASSWORD, PASSWORD_IN_URL, USER

DEADLINE = 2


@contextlib.contextmanager
def pgbouncer(folder, url, mode):
    """Runs PgBouncer in front of the server of `url`; yields the URL through it."""
    folder.mkdir()
    server_port = url.rpartition(":")[2].partition("/")[0]
    port = postgresql_server.free_port()
    quoted = PASSWORD.replace('"', '""')
    (folder / "users").write_text(f'"{USER}" "{quoted}"\n')
    (folder / "ini").write_text(f"""
[databases]
* = host=127.0.0.1 port={server_port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = plain
auth_file = {folder / "users"}
pool_mode = {mode}
max_client_conn = 200
default_pool_size = 40
logfile = {folder / "log"}
""")
    command = ["pgbouncer"]
    if os.geteuid() == 0:
        # PgBouncer does not run as root.
        user = pwd.getpwnam("nobody")
        for path in (folder, folder / "users", folder / "ini"):
            os.chown(path, user.pw_uid, user.pw_gid)
        command += ["-u", "nobody"]
    program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
    with subprocess.Popen([program, *command[1:], folder / "ini"], stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            through = url.replace(f":{server_port}/", f":{port}/")
            wait_for(through, folder / "log")
            yield through
        finally:
            process.terminate()


def wait_for(url, log):
    end = time.monotonic() + 30
    while True:
        try:
            sql(url, "SELECT 1")
            return
        except subprocess.CalledProcessError as error:
            told = log.read_text() if log.exists() else ""
            check(time.monotonic() < end, f"PgBouncer does not answer: {error.stderr} {told}")
            time.sleep(0.05)


def check_sessions(gatehouse, folder, url):
    with pgbouncer(folder / "session", url, "session") as through:
        own = folder / "served"
        own.mkdir()
        sql(url, "CREATE SCHEMA gatehouse")
        status, said = refused(gatehouse, "doctor", "--database", through, "--mail",
                               f"maildir:{own / 'mail'}")
        check(status == 0 and "the database holds nothing yet" in said, f"doctor: {said}")
        at_home = through + "?options=-c%20search_path%3Dgatehouse"
        with Gatehouse(gatehouse, own, at_home, "--database-deadline", f"{DEADLINE}s") as server:
            token = server.open_account("ada@example.org")
            check(sql(url, "SELECT count(*) FROM gatehouse.users") == "1", "the search path did not take")
            with lock_on(url, "gatehouse.consumers"):
                answers = Answers()
                writer = Connection(server.port, token)
                ask(answers, writer, "POST", "/api/v1/consumers", {})
                print(f"session: a locked table: {answers}")
                check(answers.count(503) == 1, "a lock is waited for without a deadline")
            check(ask(answers, writer, "POST", "/api/v1/consumers", {}) == 201, f"then: {answers}")
            check(server.stop(60)[0] == 0, "the server does not end")


def check_refused(gatehouse, folder, url, mode):
    with pgbouncer(folder / mode, url, mode) as through:
        for command in (["serve", "--listen", "127.0.0.1:0"], ["doctor"], ["migrate"]):
            mail = [] if command == ["migrate"] else ["--mail", f"maildir:{folder / mode / 'mail'}"]
            status, said = refused(gatehouse, *command, "--database", through, *mail)
            print(f"{mode}: {command[0]}: {said.strip().splitlines()[0]}")
            check(status == 1, f"{mode}: {command[0]} ended with {status}")
            check("pool_mode = session" in said, f"{mode}: {command[0]} said {said}")
        check(sql(through, "SHOW enable_seqscan") == "on", f"{mode}: a setting is left behind")
    check(sql(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0",
          f"{mode}: something was written")


def main():
    gatehouse = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="gatehouse-pooler-") as name, \
            postgresql_server.running() as url:
        folder = Path(name)
        # PgBouncer runs as another user.
        folder.chmod(0o755)
        for mode in ("transaction", "statement"):
            check_refused(gatehouse, folder, url, mode)
        check_sessions(gatehouse, folder, url)


if __name__ == "__main__":
    main()
