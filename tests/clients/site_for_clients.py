"""A server on the loopback interface for clients, with the data that their programs need."""

import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT_EMAIL = "root@example.com"
PASSWORD = "correct horse battery staple"
SERVICE = "push"


class Site:
    """Serves while the context is open."""

    def __init__(self, program, options=()):
        self.program = program
        self.options = options
        self.count = 0

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="gatehouse-clients-")
        self.mail = Path(self.folder.name) / "mail"
        database = ["--database", f"sqlite:{self.folder.name}/db"]
        subprocess.run([self.program, "create-root", "--email", ROOT_EMAIL, *database],
                       input=PASSWORD + "\n", text=True, check=True, capture_output=True)
        log = open(Path(self.folder.name) / "log", "w", encoding="utf-8")
        with log:
            self.server = subprocess.Popen(
                [self.program, "serve", *database, "--listen", "127.0.0.1:0",
                 "--mail", f"maildir:{self.mail}", *self.options],
                stdout=subprocess.PIPE, stderr=log, text=True)
        said = re.fullmatch(r"listening on (http://\S+)\n", self.server.stdout.readline())
        if not said:
            self.__exit__()
            sys.exit("the server did not start: " + Path(log.name).read_text(encoding="utf-8"))
        self.url = said.group(1)
        root = self.log_in(ROOT_EMAIL)
        self.call("POST", "/api/v1/services", {"codeName": SERVICE, "name": "Push"}, root)
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait(timeout=30)
        self.server.stdout.close()
        self.folder.cleanup()

    def call(self, method, path, body, token=""):
        """Returns the content of a success."""
        request = urllib.request.Request(self.url + path, method=method,
                                         data=json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        if token:
            request.add_header("Authorization", token)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)["content"]
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read().decode()}") from error

    def log_in(self, email):
        return self.call("POST", "/api/v1/session", {"email": email, "password": PASSWORD})["token"]

    def approve_code(self, registration):
        """Returns the code that was mailed for the registration."""
        for _ in range(100):
            for file in (self.mail / "new").glob("*"):
                text = file.read_text(encoding="utf-8")
                if f"X-Registration-Id: {registration}\n" in text.replace("\r\n", "\n"):
                    return re.search(r"^X-Approve-Code: (\S+)", text, re.MULTILINE).group(1)
            time.sleep(0.1)
        raise SystemExit("no mail with the approve code")

    def register(self):
        """Returns the token of the admin of a new account."""
        self.count += 1
        email = f"owner{self.count}@example.com"
        begun = self.call("POST", "/api/v1/register",
                          {"organizationName": "Analytical Engines", "email": email})
        code = self.approve_code(begun["registrationId"])
        return self.call("PUT", f"/api/v1/register/{begun['registrationId']}",
                         {"approveCode": code, "email": email, "password": PASSWORD,
                          "firstName": "Ada", "lastName": "Lovelace"})["token"]

    def environment(self):
        """Returns the environment of the programs of one language, with an account of its own for
        OAuth 2.0: a project, its service token, the token of a consumer, and a service account."""
        admin = self.register()
        project = self.call("POST", "/api/v1/projects", {"name": "Phones"}, admin)["id"]
        consumer = self.call("POST", "/api/v1/consumers", {}, admin)["id"]
        self.call("POST", f"/api/v1/projects/{project}/services",
                  {"serviceCatalogCode": SERVICE, "name": "Push"}, admin)
        self.call("POST", f"/api/v1/projects/{project}/consumers", {"consumerId": consumer}, admin)
        token = self.call("POST", "/api/v1/consumer-tokens",
                          {"consumerId": consumer, "projectId": project,
                           "serviceCatalogCode": SERVICE}, admin)["token"]
        secret = self.call("POST", f"/api/v1/projects/{project}/services-token", {}, admin)["token"]
        program = self.call("POST", "/api/v1/service-accounts", {"name": "Back end"}, admin)
        return {"GATEHOUSE_URL": self.url, "GATEHOUSE_MAILDIR": str(self.mail),
                "GATEHOUSE_SERVICE": SERVICE, "GATEHOUSE_PASSWORD": PASSWORD,
                "GATEHOUSE_PROJECT": project, "GATEHOUSE_SERVICE_TOKEN": secret,
                "GATEHOUSE_CONSUMER": consumer, "GATEHOUSE_CONSUMER_TOKEN": token,
                "GATEHOUSE_CLIENT_ID": program["clientId"],
                "GATEHOUSE_CLIENT_SECRET": program["clientSecret"]}
