"""Gatehouse, an API, and Debian's nginx or Caddy between them, as described in
docs/guides/gateway.md."""

import ctypes
import getpass
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from wire import Upstream, Wiretap

ROOT = Path(__file__).resolve().parents[3]
GUIDE = ROOT / "docs/guides/gateway.md"
CONFIGURATION = ROOT / "docs/guides/gateway/nginx.conf"
CADDYFILE = ROOT / "docs/guides/gateway/Caddyfile"
PROJECT = "/apiops/projects/Aka%20Project"

MAIN = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 256; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/temp-body;
    proxy_temp_path {folder}/temp-proxy;
    fastcgi_temp_path {folder}/temp-fastcgi;
    uwsgi_temp_path {folder}/temp-uwsgi;
    scgi_temp_path {folder}/temp-scgi;
    include {folder}/gateway.conf;
}}
"""


def guide_block(language, marker):
    """Returns the code block of the guide that contains the comment `marker`."""
    guide = GUIDE.read_text(encoding="utf-8")
    found = re.search(rf"<!-- {marker}.*?-->\n+```{language}\n(.*?)^```$", guide,
                      re.DOTALL | re.MULTILINE)
    assert found, f"the guide has no {marker}"
    return found.group(1)


def replace_once(text, old, new):
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def die_with_parent():
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def start(command, **kwargs):
    return subprocess.Popen(command, preexec_fn=die_with_parent, stdin=subprocess.DEVNULL, **kwargs)


def stop(process):
    if process.poll() is None:
        process.terminate()
    return process.wait(timeout=30)


def find_nginx():
    found = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    assert found, "there is no nginx: run scripts/setup --tests"
    return found


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Installation:
    """An installation with nginx."""
    setup = ["setup"]

    def __init__(self, gatehouse_binary):
        self._temporary = tempfile.TemporaryDirectory(prefix="gatehouse-gateway-")
        self.folder = Path(self._temporary.name)
        self._open = []
        try:
            self._start_gatehouse(gatehouse_binary)
            self._register()
            self._set_up_as_the_guide_says()
            self.upstream = self._keep(Upstream())
            host, port = self.url.removeprefix("http://").split(":")
            self.wiretap = self._keep(Wiretap(host, int(port)))
            self._make_certificate()
            self._start_gateway()
        except BaseException:
            self.close()
            raise

    def close(self):
        for opened in reversed(self._open):
            stop(opened) if isinstance(opened, subprocess.Popen) else opened.close()
        self._open.clear()
        self._temporary.cleanup()

    def _keep(self, opened):
        self._open.append(opened)
        return opened

    def _start_gatehouse(self, binary):
        log = self._keep((self.folder / "gatehouse.log").open("wb"))
        self.gatehouse = self._keep(start(
            [binary, "serve", "--listen", "127.0.0.1:0", "--database",
             f"sqlite:{self.folder}/gatehouse.db", "--mail", f"maildir:{self.folder}/mail"],
            stdout=subprocess.PIPE, stderr=log, text=True))
        said = self.gatehouse.stdout.readline()
        assert said.startswith("listening on "), f"Gatehouse said {said!r}"
        self.url = said.split()[-1]

    def stop_gatehouse(self):
        assert stop(self.gatehouse) == 0

    def _register(self):
        self.token = None
        began = self.call("POST", "/api/v1/register", {
            "organizationName": "Example Organization", "email": "office@example.com"})
        mail = next((self.folder / "mail/new").iterdir()).read_text(encoding="utf-8")
        code = re.search(r"^X-Approve-Code: (.*)$", mail, re.MULTILINE).group(1)
        approved = self.call("PUT", "/api/v1/register/" + began["content"]["registrationId"], {
            "approveCode": code, "email": "ada@example.com", "password": "correct horse battery",
            "firstName": "Ada", "lastName": "Lovelace"})
        self.token = approved["content"]["token"]

    def call(self, method, path, body=None):
        asked = urllib.request.Request(
            self.url + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})
        if self.token:
            asked.add_header("Authorization", self.token)
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read()!r}") from error

    def _set_up_as_the_guide_says(self):
        script = "".join(guide_block("bash", marker) for marker in self.setup)
        script = replace_once(script, "http://127.0.0.1:8080", self.url)
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=self.folder,
                              capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, f"the guide's setup failed: {done.stdout}{done.stderr}"
        self.token_file = self.folder / "gatehouse-token.conf"
        self.gateway_token = self.token_file.read_text().split('"')[1]

    def _configure(self, port):
        """Writes the configuration; returns the command that starts the gateway."""
        text = CONFIGURATION.read_text(encoding="utf-8")
        for old, new in [
                ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
                ("server 127.0.0.1:8080;", f"server {self.wiretap.address};"),
                ("server 127.0.0.1:9001;", f"server {self.upstream.address};"),
                ("server 127.0.0.1:9002;", f"server {self.upstream.address};"),
                ("/etc/nginx/gatehouse-token.conf", str(self.token_file)),
                ("/etc/ssl/certs/api.example.com.pem", f"{self.folder}/certificate.pem"),
                ("/etc/ssl/private/api.example.com.key", f"{self.folder}/key.pem")]:
            text = replace_once(text, old, new)
        (self.folder / "gateway.conf").write_text(text, encoding="utf-8")
        # Only root may set a user, and only root's workers would run as another one.
        user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(MAIN.format(user=user, folder=self.folder))
        return [find_nginx(), "-p", str(self.folder), "-e", str(self.folder / "error.log"),
                "-c", f"{self.folder}/nginx.conf"]

    def _make_certificate(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
                        "-subj", "/CN=api.example.com", "-keyout", f"{self.folder}/key.pem",
                        "-out", f"{self.folder}/certificate.pem"], check=True, capture_output=True)

    def _start_gateway(self):
        said = self.folder / "gateway.log"
        for _ in range(5):  # another program may take the port first
            self.port = free_port()
            command = self._configure(self.port)
            with said.open("ab") as log:
                gateway = start(command, stdout=log, stderr=log, cwd=self.folder,
                                env={**os.environ, "HOME": str(self.folder)})
            if self._answers(gateway):
                self.gateway = self._keep(gateway)
                return
        raise AssertionError("the gateway does not start: " + said.read_text(errors="replace"))

    def _answers(self, gateway):
        for _ in range(300):
            if gateway.poll() is not None:
                return False
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return True
            except OSError:
                time.sleep(0.02)
        stop(gateway)
        return False

    def create_credential(self, username, grants=(), **more):
        self.call("POST", f"{PROJECT}/credentials/", {
            "username": username, "password": "secret of " + username,
            "email": "someone@example.com", **more})
        for name, kind in grants:
            self.grant(username, name, kind)

    def grant(self, username, name, kind="API_PROXY"):
        self.call("PUT", f"{PROJECT}/credentials/{urllib.parse.quote(username)}/access/",
                  [{"name": name, "type": kind}])

    def revoke(self, username, name, kind="API_PROXY"):
        self.call("DELETE", f"{PROJECT}/credentials/{username}/access/",
                  [{"name": name, "type": kind}])


class CaddyInstallation(Installation):
    setup = ["setup", "caddy-setup"]

    def _configure(self, port):
        text = CADDYFILE.read_text(encoding="utf-8")
        for old, new in [
                ("\tadmin off\n", "\tadmin off\n\tauto_https disable_redirects\n"),
                ("\napi.example.com {\n",
                 f"\nhttps://api.example.com:{port} {{\n\tbind 127.0.0.1\n"),
                ("127.0.0.1:8080", self.wiretap.address),
                ("127.0.0.1:9001", self.upstream.address),
                ("127.0.0.1:9002", self.upstream.address),
                ("/etc/caddy/gatehouse-token.conf", str(self.token_file)),
                ("/etc/ssl/certs/api.example.com.pem", f"{self.folder}/certificate.pem"),
                ("/etc/ssl/private/api.example.com.key", f"{self.folder}/key.pem")]:
            text = replace_once(text, old, new)
        (self.folder / "Caddyfile").write_text(text, encoding="utf-8")
        found = shutil.which("caddy")
        assert found, "there is no Caddy: run scripts/setup --tests"
        return [found, "run", "--config", str(self.folder / "Caddyfile"), "--adapter", "caddyfile"]
