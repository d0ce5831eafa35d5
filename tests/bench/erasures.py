#!/usr/bin/env python3
"""Measures the waits of other clients during deletions with very many dependants.

    erasures.py GATEHOUSE [--only CASE...]

GATEHOUSE is the path of the program. The cases:

    account    SQLite: an account with 1,000,000 usage entries is deleted
    service    SQLite: a service with 150,000 consumer tokens is detached
    postgresql PostgreSQL: an account with 50,000 usage entries is deleted, four times, while two
               clients of another tenant post usage; needs initdb and pg_ctl of the system

Each case prints the duration of the deletion, the longest wait of another tenant's logins and small
writes from the deletion until the last row is removed, and the time until then. The same waits
without a deletion are printed first.
"""

import argparse
import http.client
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import time
from pathlib import Path

PASSWORD = "123"
ROWS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "


class Api:
    def __init__(self, port):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, method, path, body=None, token=None, headers=None):
        headers = dict(headers or {}, **({"Authorization": token} if token else {}))
        if body is not None:
            headers["Content-Type"] = "application/json"
        self._connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        reply = self._connection.getresponse()
        text = reply.read()
        return reply.status, json.loads(text) if text else None

    def must(self, *request, **more):
        status, reply = self.ask(*request, **more)
        if status >= 300:
            raise SystemExit(f"{request[:2]}: {status} {reply}")
        return reply["content"]


class Site:
    def __init__(self, program, database, folder):
        self._folder = folder
        options = ["--database", database, "--listen", "127.0.0.1:0", "--mail", f"maildir:{folder}/mail"]
        options += ["--argon2-memory-kib", "1024", "--argon2-iterations", "1"]
        options += ["--items-per-service", "1000000000"]
        if database.startswith("postgresql:"):
            options += ["--encryption-key-file", f"{folder}/key"]
            subprocess.run([program, "create-key", f"{folder}/key"], check=True)
        subprocess.run([program, "create-root", "--database", database, "--email", "root@example.org"],
                       input=PASSWORD, text=True, check=True, stdout=subprocess.DEVNULL)
        self._process = subprocess.Popen([program, "serve", *options, "--log-level", "error"],
                                         stdout=subprocess.PIPE, text=True)
        self.port = int(self._process.stdout.readline().rsplit(":", 1)[1])
        self._root = self.log_in("root@example.org")

    def stop(self):
        self._process.terminate()
        self._process.wait()

    def api(self):
        return Api(self.port)

    def log_in(self, email):
        return self.api().must("POST", "/api/v1/session", {"email": email, "password": PASSWORD})["token"]

    def _code(self):
        mails = sorted((self._folder / "mail" / "new").iterdir(), key=os.path.getmtime)
        return re.search("X-Approve-Code: (\\S+)", mails[-1].read_text()).group(1)

    def tenant(self, name):
        """An account with an attached service and a consumer."""
        api = self.api()
        email = f"{name}@example.org"
        registered = api.must("POST", "/api/v1/register", {"organizationName": name, "email": email})
        made = api.must("PUT", f"/api/v1/register/{registered['registrationId']}",
                        {"approveCode": self._code(), "email": email, "firstName": "A", "lastName": "B",
                         "password": PASSWORD})
        token = made["token"]
        api.must("POST", "/api/v1/services", {"codeName": name, "name": name, "description": ""},
                 token=self._root)
        project = api.must("POST", "/api/v1/projects", {"name": "Shop", "description": ""}, token=token)["id"]
        api.must("POST", f"/api/v1/projects/{project}/services",
                 {"serviceCatalogCode": name, "name": name, "description": ""}, token=token)
        consumer = api.must("POST", "/api/v1/consumers", {}, token=token)["id"]
        api.must("POST", f"/api/v1/projects/{project}/consumers", {"consumerId": consumer}, token=token)
        issued = api.must("GET", f"/api/v1/projects/{project}/services-token", token=token)
        return {"email": email, "token": token, "project": project, "service": name, "consumer": consumer,
                "account": registered["registrationId"], "service token": issued["token"]}


def usage_rows(tenant, count, hex_id):
    return ROWS.format(count=count) + f"""INSERT INTO usage_entries
        (id, account_id, project_id, service, event, amount, entry_key, created_at)
        SELECT {hex_id}, '{tenant["account"]}', '{tenant["project"]}', '{tenant["service"]}', 'sent', 1,
        'key' || i, i FROM n"""


def token_rows(tenant, count):
    return ROWS.format(count=count) + f"""INSERT INTO consumer_tokens
        (token_key, digest, account_id, project_id, service, consumer_id, created_at, expires_at)
        SELECT (i * 7919) % 1000003, 'made up ' || i, '{tenant["account"]}', '{tenant["project"]}',
        '{tenant["service"]}', '{tenant["consumer"]}', 1, 9000000000000000 FROM n"""


class Others:
    """Alternates logins and small writes of a tenant, and records the longest waits."""

    def __init__(self, site, tenant, works):
        self.longest = {}
        self.failures = 0
        self._stop = False
        self._threads = [threading.Thread(target=self._run, args=(site, tenant, name, work, number))
                         for number, (name, work) in enumerate(works)]
        for thread in self._threads:
            thread.start()

    def _run(self, site, tenant, name, work, number):
        api = site.api()
        count = 0
        while not self._stop:
            begun = time.monotonic()
            status = work(api, tenant, f"{number}/{begun}/{count}")
            took = time.monotonic() - begun
            self.longest[name] = max(self.longest.get(name, 0), took)
            self.failures += status not in (200, 201)
            count += 1

    def end(self):
        self._stop = True
        for thread in self._threads:
            thread.join()
        waits = ", ".join(f"longest {name} {took * 1000:.0f} ms" for name, took in self.longest.items())
        return f"{waits}, {self.failures} failures"


def log_in(api, tenant, _):
    return api.ask("POST", "/api/v1/session", {"email": tenant["email"], "password": PASSWORD})[0]


def create_consumer(api, tenant, _):
    return api.ask("POST", "/api/v1/consumers", {}, token=tenant["token"])[0]


def post_usage(api, tenant, key):
    return api.ask("POST", f"/api/v1/projects/{tenant['project']}/services/{tenant['service']}/usage",
                   {"event": "sent", "amount": 1}, token=tenant["service token"],
                   headers={"Idempotency-Key": key})[0]


def measure(site, other, works, delete, left):
    """Prints the waits of others without and with the deletion, until left() is 0."""
    others = Others(site, other, works)
    time.sleep(3)
    print("    without a deletion:", others.end(), flush=True)
    others = Others(site, other, works)
    time.sleep(0.5)
    begun = time.monotonic()
    status = delete()
    took = time.monotonic() - begun
    while status == 202 and left() > 0:
        time.sleep(0.2)
    gone = f"rows gone after {time.monotonic() - begun:.1f} s" if status == 202 else "nothing is gone"
    print(f"    the deletion: {status} in {took * 1000:.0f} ms, {gone};", others.end(), flush=True)


def on_sqlite(program, table, rows, delete):
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/gatehouse.db"
        site = Site(program, f"sqlite:{path}", Path(folder))
        try:
            gone, other = site.tenant("gone"), site.tenant("stays")
            database = sqlite3.connect(path, timeout=60)
            for statement in rows(gone):
                database.execute(statement)
                database.commit()
            left = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE account_id = '{gone['account']}' LIMIT 1)"
            measure(site, other, [("login", log_in), ("write", create_consumer)], lambda: delete(site, gone),
                    lambda: database.execute(left).fetchone()[0])
            database.close()
        finally:
            site.stop()


def delete_account(site, tenant):
    return site.api().ask("DELETE", "/api/v1/account", token=tenant["token"])[0]


def detach_service(site, tenant):
    return site.api().ask("DELETE", f"/api/v1/projects/{tenant['project']}/services/{tenant['service']}",
                          token=tenant["token"])[0]


def account(program):
    print("SQLite: an account with 1,000,000 usage entries")
    on_sqlite(program, "usage_entries", lambda gone: [usage_rows(gone, 1_000_000, "printf('%032x', i)")],
              delete_account)


def service(program):
    print("SQLite: a service with 150,000 consumer tokens")
    on_sqlite(program, "consumer_tokens", lambda gone: [token_rows(gone, 150_000)], detach_service)


def run_as_postgres(command):
    """Servers of PostgreSQL refuse to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else command


def postgresql(program):
    print("PostgreSQL: an account with 50,000 usage entries, two clients of another tenant posting usage")
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        data = folder / "data"
        folder.chmod(0o777)
        subprocess.run(run_as_postgres([binaries / "initdb", "-D", data, "-U", "gatehouse", "-A", "trust"]),
                       check=True, stdout=subprocess.DEVNULL)
        control = run_as_postgres([binaries / "pg_ctl", "-D", data, "-w", "-o", f"-k {folder} -p 5999 -h ''"])
        subprocess.run([*control, "-l", "/dev/null", "start"], check=True, stdout=subprocess.DEVNULL)
        try:
            url = f"postgresql://gatehouse@/postgres?host={folder}&port=5999"

            def sql(statement):
                return subprocess.run(["psql", "-qAt", url, "-c", statement], check=True, text=True,
                                      stdout=subprocess.PIPE).stdout

            site = Site(program, url, folder)
            try:
                other = site.tenant("stays")
                for number in range(4):
                    gone = site.tenant(f"gone{number}")
                    sql(usage_rows(gone, 50_000, f"lpad(to_hex(i + {number * 1_000_000}), 32, '0')"))
                    left = f"SELECT count(*) FROM usage_entries WHERE account_id = '{gone['account']}'"
                    measure(site, other, [("post", post_usage), ("post", post_usage), ("login", log_in)],
                            lambda gone=gone: delete_account(site, gone), lambda left=left: int(sql(left)))
            finally:
                site.stop()
        finally:
            subprocess.run([*control, "-m", "fast", "stop"], check=False, stdout=subprocess.DEVNULL)


CASES = {"account": account, "service": service, "postgresql": postgresql}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gatehouse", type=Path)
    parser.add_argument("--only", nargs="+", choices=CASES, default=list(CASES))
    chosen = parser.parse_args()
    program = shutil.which(chosen.gatehouse) or chosen.gatehouse
    for case in chosen.only:
        CASES[case](Path(program).resolve())


if __name__ == "__main__":
    main()
