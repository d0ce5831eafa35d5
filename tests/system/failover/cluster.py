"""A PostgreSQL primary with a synchronous standby, both on 127.0.0.1: a commit is acknowledged when
both have it on disk."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from postgresql_server import (PASSWORD, PASSWORD_IN_URL, SETTINGS, USER, PostgresqlError,  # noqa: E402
                               initialise, owner, programs, start)

STANDBY = "standby"
PATIENCE = 60


class Server:
    """One of the two servers, in a separate folder that is already initialised."""

    def __init__(self, folder, settings):
        self.folder = folder
        self._process, self.port = start(folder, programs(), owner(), settings)

    def sql(self, statement):
        return run(["psql", "-XAtq", "-c", statement, self.connection_string()]).strip()

    def connection_string(self, more=""):
        return f"host=127.0.0.1 port={self.port} user={USER} dbname=postgres {more}"

    def children(self):
        task = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return [int(pid) for pid in task.read_text().split()]

    def stop_replication(self):
        """Stops replication to the standby."""
        for child in self.children():
            if b"walsender" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(child, signal.SIGSTOP)

    def vanish(self):
        """Sends SIGKILL to the server and all its child processes, the closest simulation of a
        power failure."""
        children = self.children()
        self._process.kill()
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self._process.wait()

    def stop(self):
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()


class Cluster:
    """Both servers, for the duration of the context."""

    def __init__(self, folder, is_synchronous):
        self._open = []
        try:
            self.primary = self._start_primary(new_folder(folder / "primary"))
            self.standby = self._start_standby(new_folder(folder / STANDBY))
            if is_synchronous:
                self._be_synchronous()
        except BaseException:
            self.close()
            raise

    def close(self):
        for server in self._open:
            server.stop()

    @property
    def url(self):
        """The URL for Gatehouse, which selects the current primary."""
        return (f"postgresql://{USER}:{PASSWORD_IN_URL}@127.0.0.1:{self.primary.port},"
                f"127.0.0.1:{self.standby.port}/postgres?target_session_attrs=read-write")

    def promote_standby(self):
        """Waits until it is the primary; returns the time when that was detected."""
        run(["pg_ctl", "promote", "--no-wait", "-D", self.standby.folder / "data"])
        wait_until(lambda: self.standby.sql("SELECT pg_is_in_recovery()") == "f")
        return time.monotonic()

    def _start_primary(self, folder):
        initialise(folder, programs(), owner())
        return self._keep(Server(folder, dict(SETTINGS, synchronous_commit="on")))

    def _start_standby(self, folder):
        # Replication needs the primary's user and password, which --write-recovery-conf stores.
        run(["pg_basebackup", "--pgdata", folder / "data", "--write-recovery-conf", "--no-sync",
             "--checkpoint", "fast", "--wal-method", "stream",
             "--dbname", self.primary.connection_string(f"application_name={STANDBY}")])
        return self._keep(Server(folder, SETTINGS))

    def _be_synchronous(self):
        # Only now: without a standby no commit would complete.
        self.primary.sql(f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'")
        self.primary.sql("SELECT pg_reload_conf()")
        wait_until(lambda: self.primary.sql("SELECT sync_state FROM pg_stat_replication") == "sync")

    def _keep(self, server):
        self._open.append(server)
        return server


def new_folder(folder):
    folder.mkdir()
    user = owner()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


def run(command):
    """Runs a program of PostgreSQL; returns its output."""
    user = owner()
    become = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    done = subprocess.run([programs() / command[0], *command[1:]], cwd="/",
                          env=dict(os.environ, PGPASSWORD=PASSWORD), capture_output=True, text=True,
                          check=False, **become)
    if done.returncode != 0:
        raise PostgresqlError(f"{command[0]}: {done.stderr}")
    return done.stdout


def wait_until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise PostgresqlError("PostgreSQL takes too long")
        time.sleep(0.02)
