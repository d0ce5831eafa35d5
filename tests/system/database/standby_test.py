#!/usr/bin/env python3
"""Tests an address that temporarily refers to a hot standby, like a virtual address or a load
balancer.

    tests/system/database/standby_test.py GATEHOUSE

A real primary and its standby; the URL has one address and no target_session_attrs. While the
address refers to the standby, clients get 503. When it refers to the primary again, everything
works without a restart.
"""

import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

from site_of_tests import Answers, Connection, Gatehouse, ask, check, refused

from cluster import Cluster
from postgresql_server import PASSWORD_IN_URL, USER


class Address:
    """Forwards to one of two ports of 127.0.0.1; a change closes all connections."""

    def __init__(self, port):
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open = []
        self._lock = threading.Lock()
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def lead_to(self, port):
        with self._lock:
            self._target = port
            for one in self._open:
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass  # the process has already ended
            self._open.clear()

    def _accept(self):
        while True:
            client, _ = self._listener.accept()
            with self._lock:
                server = socket.create_connection(("127.0.0.1", self._target))
                self._open += [client, server]
            for one, other in ((client, server), (server, client)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    @staticmethod
    def _carry(one, other):
        try:
            while octets := one.recv(65536):
                other.sendall(octets)
        except OSError:
            pass  # the other end is shut down below
        try:
            other.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the process has already ended


def main():
    gatehouse = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="gatehouse-standby-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        cluster = Cluster(folder, False)
        try:
            check_everything(gatehouse, folder, cluster)
        finally:
            cluster.close()


def check_everything(gatehouse, folder, cluster):
    address = Address(cluster.primary.port)
    url = f"postgresql://{USER}:{PASSWORD_IN_URL}@127.0.0.1:{address.port}/postgres"
    with Gatehouse(gatehouse, folder, url) as server:
        token = server.open_account("ada@example.org")
        client = Connection(server.port, token)
        # Wait until the standby has replicated the data.
        wanted = cluster.primary.sql("SELECT pg_current_wal_lsn()")
        end = time.monotonic() + 60
        while cluster.standby.sql(f"SELECT pg_last_wal_replay_lsn() >= '{wanted}'") != "t":
            check(time.monotonic() < end, "the standby does not follow")
            time.sleep(0.05)

        address.lead_to(cluster.standby.port)
        answers = Answers()
        for request in (("GET", "/api/v1/me"), ("POST", "/api/v1/consumers", {})) * 3:
            ask(answers, client, *request)
        print(f"at the standby: {answers}")
        check(answers.count(503) == len(answers.all), f"at the standby: {answers}")
        check(server.logs("is a standby, which takes no writes"), "the log does not say why")
        status, said = refused(gatehouse, "doctor", "--database", url, "--mail",
                               f"maildir:{folder / 'mail'}")
        check(status == 1 and "is a standby" in said, f"doctor: {said}")

        address.lead_to(cluster.primary.port)
        answers = Answers()
        for request in (("GET", "/api/v1/me"), ("POST", "/api/v1/consumers", {})) * 10:
            ask(answers, client, *request)
        print(f"at the primary again: {answers}")
        check(answers.count(200) == 10 and answers.count(201) == 10, f"at the primary: {answers}")
        check(server.stop(60)[0] == 0, "the server does not end")


if __name__ == "__main__":
    main()
