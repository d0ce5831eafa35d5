#!/usr/bin/env python3
"""Uses the API from pages of other origins, in Debian's Chromium.

    cross_origin_test.py PATH_OF_GATEHOUSE [unittest options]

A server in this process serves the same page from two origins, http://127.0.0.1:PORT and
http://localhost:PORT, the first of which Gatehouse allows. The page sends requests with fetch()
and returns what the browser lets it see.
"""

import ctypes
import http.server
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse
from pathlib import Path

BROWSER = "chromium-headless-shell"
PAGE = Path(__file__).with_name("page.html")
PATIENCE = 30
EMAIL = "root@example.com"
PASSWORD = "the password of root"
JSON = {"Content-Type": "application/json"}
MERGE_PATCH = {"Content-Type": "application/merge-patch+json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LOGIN = json.dumps({"email": EMAIL, "password": PASSWORD})
SERVICE = json.dumps({"codeName": "push", "name": "Push"})
UNKNOWN_TOKEN = "grant_type=refresh_token&refresh_token=unknown"

# In order: the page keeps the token of the login for the requests that are authorized.
REQUESTS = [
    {"name": "login", "path": "/api/v1/session?indent=2", "keeps": "token",
     "options": {"method": "POST", "headers": JSON, "body": LOGIN}},
    {"name": "me", "path": "/api/v1/me", "options": {"authorized": True}},
    {"name": "with credentials", "path": "/api/v1/me",
     "options": {"authorized": True, "credentials": "include"}},
    {"name": "own request id", "path": "/api/v1/ping",
     "options": {"headers": {"X-Request-Id": "of-the-page"}}},
    {"name": "stranger", "path": "/api/v1/me"},
    {"name": "forbidden", "path": "/api/v1/projects", "options": {"authorized": True}},
    {"name": "unknown path", "path": "/api/v1/unknown", "options": {"authorized": True}},
    {"name": "wrong method", "path": "/api/v1/me",
     "options": {"method": "DELETE", "authorized": True}},
    {"name": "PUT", "path": "/api/v1/admin/limits/default",
     "options": {"method": "PUT", "authorized": True, "headers": JSON, "body": "{}"}},
    {"name": "PATCH", "path": "/api/v1/admin/limits/default",
     "options": {"method": "PATCH", "authorized": True, "headers": MERGE_PATCH, "body": "{}"}},
    {"name": "repeatable", "path": "/api/v1/services",
     "options": {"method": "POST", "authorized": True, "headers": {**JSON, "Idempotency-Key": "1"},
                 "body": SERVICE}},
    {"name": "too large", "path": "/api/v1/session",
     "options": {"method": "POST", "headers": JSON, "body": " " * 70000}},
    {"name": "token endpoint", "path": "/oauth2/token",
     "options": {"method": "POST", "headers": FORM, "body": UNKNOWN_TOKEN}},
    {"name": "keys", "path": "/.well-known/jwks.json"},
    {"name": "metadata", "path": "/.well-known/openid-configuration"},
    {"name": "description", "path": "/api/v1/me", "options": {"method": "OPTIONS"}},
    {"name": "gate", "path": "/gate/project/proxy"},
    {"name": "credential API", "path": "/apiops/projects/admin/credentials/",
     "options": {"authorized": True}},
    {"name": "operators' page", "path": "/healthz"},
    {"name": "logout", "path": "/api/v1/session/logout",
     "options": {"method": "DELETE", "authorized": True}},
    {"name": "after logout", "path": "/api/v1/me", "options": {"authorized": True}},
]

# What pages of the allowed origin see. The others are withheld from them.
STATUS = {
    "login": 201, "me": 200, "with credentials": 200, "own request id": 200, "stranger": 401,
    "forbidden": 403, "unknown path": 404, "wrong method": 405, "PUT": 202, "PATCH": 202,
    "repeatable": 201, "too large": 413,
    "token endpoint": 400, "keys": 200, "metadata": 200, "description": 200, "logout": 202,
    "after logout": 401}


def die_with_parent():
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


class PageHandler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        if path == "/page":
            self._answer(200, "text/html; charset=utf-8", PAGE.read_bytes())
        elif path == "/requests":
            self._answer(200, "application/json", json.dumps(REQUESTS).encode())
        else:
            self._answer(404, "text/plain", b"")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, "text/plain", b"")
        self.server.answers.put(json.loads(body))

    def _answer(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Pages(http.server.ThreadingHTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), PageHandler)
        self.answers = queue.Queue()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def origin(self, host):
        return f"http://{host}:{self.server_address[1]}"


class Gatehouse:
    def __init__(self, program, folder, *options):
        database = f"sqlite:{folder}/gatehouse.db"
        subprocess.run([program, "create-root", "--database", database, "--email", EMAIL],
                       input=PASSWORD + "\n", text=True, check=True, capture_output=True)
        self._log = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            [program, "serve", "--listen", "127.0.0.1:0", "--database", database, "--mail",
             f"maildir:{folder}/mail", *options], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=self._log, text=True, preexec_fn=die_with_parent)
        said = self._process.stdout.readline()
        assert said.startswith("listening on "), (folder / "log").read_text()
        self.url = said.split()[-1]

    def close(self):
        self._process.terminate()
        status = self._process.wait(timeout=PATIENCE)
        self._process.stdout.close()
        self._log.close()
        assert status == 0, f"Gatehouse ended with {status}"


def find_browser():
    found = shutil.which(BROWSER)
    assert found, f"there is no {BROWSER}: run scripts/setup --tests"
    return found


def ask_from(pages, host, api, folder):
    """Returns {name: what the page saw} for the page at that host."""
    log = folder / f"browser-{host}.log"
    address = f"{pages.origin(host)}/page?api={urllib.parse.quote(api, safe='')}"
    # The sandbox needs rights that containers lack, and the page is this test's own.
    command = [find_browser(), "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
               "--no-first-run", "--no-proxy-server", "--remote-debugging-port=0",
               f"--user-data-dir={folder}/browser-{host}", address]
    with log.open("wb") as said:
        browser = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                                   env={**os.environ, "HOME": str(folder)},
                                   start_new_session=True, preexec_fn=die_with_parent)
    try:
        answers = pages.answers.get(timeout=PATIENCE)
    except queue.Empty:
        raise AssertionError(f"the browser did not answer: {log.read_text(errors='replace')}")
    finally:
        # The browser's own processes are in its session, which this call began.
        os.killpg(browser.pid, signal.SIGKILL)
        browser.wait()
    return {answer["name"]: answer for answer in answers}


class CrossOrigin(unittest.TestCase):
    gatehouse = None

    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="gatehouse-browser-",
                                                ignore_cleanup_errors=True)
        cls.addClassCleanup(temporary.cleanup)
        folder = Path(temporary.name)
        pages = Pages()
        cls.addClassCleanup(pages.server_close)
        cls.addClassCleanup(pages.shutdown)
        server = Gatehouse(cls.gatehouse, folder, "--cors-origin", pages.origin("127.0.0.1"))
        cls.addClassCleanup(server.close)
        cls.seen = ask_from(pages, "127.0.0.1", server.url, folder)
        cls.seen_by_stranger = ask_from(pages, "localhost", server.url, folder)

    def test_a_page_of_the_allowed_origin_sees_every_answer_that_is_shared(self):
        self.assertEqual(STATUS, {name: answer["status"] for name, answer in self.seen.items()
                                  if "status" in answer})
        for name in STATUS:
            with self.subTest(name):
                self.assertEqual("cors", self.seen[name]["type"])

    def test_other_paths_are_withheld_from_it(self):
        withheld = {name for name, answer in self.seen.items() if "error" in answer}
        self.assertEqual({"gate", "credential API", "operators' page"}, withheld)
        self.assertEqual({request["name"] for request in REQUESTS}, set(self.seen))

    def test_it_reads_bodies_and_the_fields_that_are_exposed(self):
        me = json.loads(self.seen["me"]["text"])["content"]
        self.assertEqual((EMAIL, "root"), (me["email"], me["role"]))
        self.assertEqual(self.seen["me"]["text"], self.seen["with credentials"]["text"])
        self.assertTrue(self.seen["login"]["text"].endswith("}\n"))
        self.assertEqual("of-the-page", self.seen["own request id"]["headers"]["x-request-id"])
        self.assertIn("Bearer", self.seen["stranger"]["headers"]["www-authenticate"])
        self.assertEqual("unauthenticated", json.loads(self.seen["stranger"]["text"])["code"])
        self.assertEqual("GET, HEAD, OPTIONS", self.seen["wrong method"]["headers"]["allow"])
        self.assertEqual("invalid_grant", json.loads(self.seen["token endpoint"]["text"])["error"])
        self.assertEqual(1, len(json.loads(self.seen["keys"]["text"])["keys"]))
        self.assertIn("jwks_uri", json.loads(self.seen["metadata"]["text"]))
        self.assertEqual("/api/v1/me", json.loads(self.seen["description"]["text"])["path"])

    def test_a_page_of_another_origin_sees_nothing(self):
        self.assertEqual({request["name"]: "TypeError" for request in REQUESTS},
                         {name: answer.get("error") for name, answer in
                          self.seen_by_stranger.items()})


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    CrossOrigin.gatehouse = sys.argv.pop(1)
    unittest.main()
