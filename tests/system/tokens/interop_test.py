#!/usr/bin/env python3
"""Tests access tokens with other programs: with PyJWT, and with the guard in apps/examples.

    interop_test.py PATH_OF_GATEHOUSE PATH_OF_GUARD [unittest options]

"""

import base64
import ctypes
import http.client
import http.server
import json
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse
import urllib.request
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from jwt import PyJWKClient
from jwt.algorithms import OKPAlgorithm

ISSUER = "https://accounts.example/people"
# Both algorithms, as accepted by a service that supports all installations.
ALGORITHMS = ["ES256", "EdDSA"]
# RFC 9068, section 2.2.
REQUIRED = ["iss", "exp", "aud", "sub", "client_id", "iat", "jti"]
PATIENCE = 20


def die_with_parent():
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def start(command, log):
    """Starts a program that prints its address; returns the process and the port."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                               text=True, preexec_fn=die_with_parent)
    said = process.stdout.readline()
    assert said.startswith("listening on "), f"{command[0]} said {said!r}"
    return process, int(said.rsplit(":", 1)[1])


def encode(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def jwk_of(key):
    """Encodes a coordinate as in RFC 7518, section 6.2.1: to_jwk() of PyJWT 2.6 omits leading
    zeros, which only one key in a hundred has."""
    numbers = key.public_key().public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": encode(numbers.x.to_bytes(32, "big")),
            "y": encode(numbers.y.to_bytes(32, "big"))}


def becomes(so):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if so():
            return True
        time.sleep(0.05)
    return False


class Installation:
    """A server, and an account with two services and a consumer."""

    gatehouse = None

    def __init__(self, *options):
        self._temporary = tempfile.TemporaryDirectory(prefix="gatehouse-tokens-")
        self.folder = Path(self._temporary.name)
        self.database = f"sqlite:{self.folder}/gatehouse.db"
        self.log = (self.folder / "log").open("wb")
        self.root_token = self.token = None
        subprocess.run(
            [self.gatehouse, "create-root", "--database", self.database, "--email",
             "root@example.com"],
            input="the password of root\n", text=True, check=True, capture_output=True)
        self.process, self.port = start(
            [self.gatehouse, "serve", "--listen", "127.0.0.1:0", "--database", self.database,
             "--mail", f"maildir:{self.folder}/mail", "--issuer", ISSUER, "--decision-lifetime", "1s",
             *options], self.log)
        self.url = f"http://127.0.0.1:{self.port}"
        self._furnish()

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()
        self._temporary.cleanup()

    def call(self, method, path, body=None, token=None):
        asked = urllib.request.Request(
            self.url + "/api/v1" + path, method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})
        if token or self.token:
            asked.add_header("Authorization", token or self.token)
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return json.load(answer)["content"]

    def _furnish(self):
        root = self.call("POST", "/session", {"email": "root@example.com",
                                              "password": "the password of root"})["token"]
        for code in ("chat", "calls"):
            self.call("POST", "/services", {"codeName": code, "name": code}, root)
        began = self.call("POST", "/register", {"organizationName": "Example",
                                                "email": "office@example.com"})
        mail = next((self.folder / "mail/new").iterdir()).read_text(encoding="utf-8")
        code = re.search(r"^X-Approve-Code: (.*)$", mail, re.MULTILINE).group(1)
        self.token = self.call("PUT", "/register/" + began["registrationId"], {
            "approveCode": code, "email": "ada@example.com", "password": "correct horse battery",
            "firstName": "Ada", "lastName": "Lovelace"})["token"]
        self.consumer = self.call("POST", "/consumers", {})["id"]
        self.project = self.add_project("Project")

    def add_project(self, name):
        """Creates a project with both services and the consumer attached."""
        project = self.call("POST", "/projects", {"name": name})["id"]
        path = f"/projects/{project}"
        self.call("POST", path + "/consumers", {"consumerId": self.consumer})
        for code in ("chat", "calls"):
            self.call("POST", path + "/services", {"serviceCatalogCode": code, "name": code})
        return project

    def access_token(self, service="chat", project=None):
        token = self.call("POST", "/consumer-tokens", {
            "consumerId": self.consumer, "projectId": project or self.project,
            "serviceCatalogCode": service})["token"]
        form = urllib.parse.urlencode({"grant_type": "refresh_token", "refresh_token": token})
        with urllib.request.urlopen(self.url + "/oauth2/token", form.encode(),
                                    timeout=PATIENCE) as answer:
            return json.load(answer)["access_token"]

    def rotate(self, *options):
        subprocess.run([self.gatehouse, "rotate-signing-key", "--database", self.database, *options],
                       check=True, capture_output=True)

    def signs_with_other_than(self, key):
        return jwt.get_unverified_header(self.access_token())["kid"] != key


class TokenCase(unittest.TestCase):
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.at = Installation(*cls.options)
        cls.addClassCleanup(cls.at.close)


class Verified(TokenCase):
    """Verification by an independent library."""

    algorithm = "ES256"

    def keys(self):
        with urllib.request.urlopen(
                self.at.url + "/.well-known/oauth-authorization-server", timeout=PATIENCE) as answer:
            uri = json.load(answer)["jwks_uri"]
        self.assertTrue(uri.startswith(ISSUER))
        # The issuer refers to this server through a proxy, which does not exist in this test.
        return PyJWKClient(self.at.url + uri.removeprefix(ISSUER))

    def verify(self, token, service="chat", issuer=ISSUER):
        header = jwt.get_unverified_header(token)
        if header["typ"] != "at+jwt":
            raise jwt.InvalidTokenError("this is no access token")
        key = self.keys().get_signing_key_from_jwt(token)
        return jwt.decode(token, key.key, algorithms=ALGORITHMS,
                          audience=f"{service}@{self.at.project}", issuer=issuer,
                          options={"require": REQUIRED})

    def changed(self, token, header=None, claims=None):
        parts = token.split(".")
        for i, changes in enumerate([header, claims]):
            if changes:
                parts[i] = encode(json.dumps({**json.loads(decode(parts[i])), **changes}).encode())
        return ".".join(parts)

    def test_a_token_says_whose_it_is_and_for_which_service(self):
        token = self.at.access_token()
        self.assertEqual(jwt.get_unverified_header(token)["alg"], self.algorithm)
        self.assertEqual(jwt.get_unverified_header(token)["typ"], "at+jwt")
        claims = self.verify(token)
        self.assertEqual(claims["sub"], self.at.consumer)
        self.assertEqual(claims["aud"], "chat@" + self.at.project)
        self.assertEqual(claims["service"], "chat")
        self.assertEqual(claims["client_id"], self.at.project)
        self.assertEqual(claims["exp"] - claims["iat"], 3 * 3600)
        self.assertEqual(self.verify(self.at.access_token("calls"), "calls")["aud"],
                         "calls@" + self.at.project)

    def test_the_key_set_is_one_that_the_library_takes(self):
        keys = self.keys().get_signing_keys()
        self.assertEqual(len(keys), 1)
        self.assertEqual(keys[0].public_key_use, "sig")

    def test_a_token_for_another_service_or_of_another_issuer_is_refused(self):
        token = self.at.access_token()
        with self.assertRaises(jwt.InvalidAudienceError):
            self.verify(token, service="calls")
        with self.assertRaises(jwt.InvalidAudienceError):
            self.verify(self.at.access_token(project=self.at.add_project("Elsewhere")))
        with self.assertRaises(jwt.InvalidIssuerError):
            self.verify(token, issuer="https://accounts.example")

    def test_a_token_that_was_changed_is_refused(self):
        token = self.at.access_token()
        self.assertEqual(self.verify(self.changed(token))["sub"], self.at.consumer)
        signature = token.rsplit(".", 1)[1]
        other = self.at.access_token().rsplit(".", 1)[1]
        for tampered in [
                self.changed(token, claims={"sub": "0" * 32}),
                self.changed(token, claims={"aud": "calls"}),
                self.changed(token, claims={"exp": int(time.time()) + 10**6}),
                self.changed(token, header={"alg": "none"}),
                self.changed(token, header={"alg": "HS256"}),
                self.changed(token, header={"typ": "JWT"}),
                self.changed(token, header={"kid": "another"}),
                token.replace(signature, other),
                token.replace(signature, encode(bytes(64))),
                token.replace(signature, ""),
                token[:-2],
        ]:
            with self.subTest(tampered):
                with self.assertRaises(jwt.PyJWTError):
                    self.verify(tampered)


class VerifiedEdDSA(Verified):
    options = ("--signature-algorithm", "EdDSA")
    algorithm = "EdDSA"


class Rotated(Verified):
    """After the first key was replaced by one of the other algorithm."""

    algorithm = "EdDSA"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.before = cls.at.access_token()
        key = jwt.get_unverified_header(cls.before)["kid"]
        cls.at.rotate("--signature-algorithm", "EdDSA", "--signing-key-lead", "1s")
        assert becomes(lambda: cls.at.signs_with_other_than(key)), "no other key signs"

    def test_the_key_set_is_one_that_the_library_takes(self):
        self.assertEqual(len(self.keys().get_signing_keys()), 2)

    def test_a_token_of_the_former_key_is_as_good_as_it_was(self):
        self.assertEqual(jwt.get_unverified_header(self.before)["alg"], "ES256")
        self.assertEqual(self.verify(self.before)["sub"], self.at.consumer)


class Guard:
    """The example server of apps/examples, which requires a token for its service."""

    program = None

    def __init__(self, at, service="chat", issuer=ISSUER):
        self.log = (at.folder / "guard.log").open("ab")
        self.process, self.port = start(
            [self.program, "127.0.0.1", str(at.port), issuer, at.project, service], self.log)

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def ask(self, authorization=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/",
                               headers={"Authorization": authorization} if authorization else {})
            answer = connection.getresponse()
            return answer.status, answer.getheader("WWW-Authenticate"), answer.read().decode()
        finally:
            connection.close()

    def lets_in(self, token):
        return self.ask("Bearer " + token)[0] == 200


class Guarded(TokenCase):
    options = ("--access-token-lifetime", "2s")

    def guard(self, *args, **kwargs):
        opened = Guard(self.at, *args, **kwargs)
        self.addCleanup(opened.close)
        return opened

    def assert_refused(self, guard, authorization):
        status, challenge, body = guard.ask(authorization)
        self.assertEqual(status, 401, body)
        self.assertTrue(challenge.startswith("Bearer"), challenge)

    def test_the_right_token_opens_and_the_guard_knows_whose_it_is(self):
        status, _, body = self.guard().ask("Bearer " + self.at.access_token())
        self.assertEqual((status, body), (200, f"hello, {self.at.consumer}\n"))

    def test_nothing_else_opens(self):
        guard = self.guard()
        token = self.at.access_token()
        self.assertTrue(guard.lets_in(token))
        for authorization in [None, "Bearer", "Bearer ", "Bearer garbage", "Bearer a.b.c",
                              "Bearer " + token[:-2], "Bearer " + token + ".", "Basic " + token,
                              token, "Bearer " + self.at.access_token("calls"),
                              "Bearer " + self.at.token, "Bearer " + "x" * 5000]:
            with self.subTest(authorization):
                self.assert_refused(guard, authorization)
        self.assertTrue(guard.lets_in(self.at.access_token()))

    def test_a_token_for_this_service_opens_no_other_and_of_this_issuer_alone(self):
        token = self.at.access_token()
        self.assert_refused(self.guard("calls"), "Bearer " + token)
        self.assert_refused(self.guard(issuer="https://evil.example"), "Bearer " + token)

    def test_a_token_of_another_project_opens_nothing_though_the_service_is_the_same(self):
        token = self.at.access_token(project=self.at.add_project("Another"))
        self.assertEqual(jwt.decode(token, options={"verify_signature": False})["service"], "chat")
        self.assert_refused(self.guard(), "Bearer " + token)

    def test_who_stands_at_the_door_without_a_good_token_is_told_no_more_than_that(self):
        guard = self.guard()
        self.assertEqual(guard.ask(), (401, "Bearer", "there is no token\n"))
        self.assertEqual(guard.ask("bearer garbage"),
                         (401, 'Bearer error="invalid_token"', "the token is not good\n"))

    def test_the_guard_goes_on_with_the_keys_it_has_while_gatehouse_hangs(self):
        guard = self.guard()
        token = self.at.access_token()
        header = jwt.utils.base64url_encode(b'{"alg":"ES256","typ":"at+jwt","kid":"unknown"}').decode()
        time.sleep(1.1)  # then it fetches the keys for unknown ids
        self.at.process.send_signal(signal.SIGSTOP)
        try:
            self.assert_refused(guard, f"Bearer {header}.{token.split('.', 1)[1]}")
            began = time.monotonic()
            self.assertTrue(guard.lets_in(token))
            self.assertLess(time.monotonic() - began, 1)
        finally:
            self.at.process.send_signal(signal.SIGCONT)

    def test_a_new_key_is_found_when_a_token_comes_that_it_signed(self):
        guard = self.guard()
        token = self.at.access_token()
        self.assertTrue(guard.lets_in(token))
        self.at.rotate("--signature-algorithm", "EdDSA", "--discard-former")
        key = jwt.get_unverified_header(token)["kid"]
        self.assertTrue(becomes(lambda: self.at.signs_with_other_than(key)))
        # It fetches the keys at most once a second.
        self.assertTrue(becomes(lambda: guard.lets_in(self.at.access_token())))
        # After the new keys are fetched the former one is removed.
        self.assert_refused(guard, "Bearer " + token)


class KeyServer(http.server.BaseHTTPRequestHandler):
    """Publishes keys of the test."""

    keys = {}

    def do_GET(self):  # noqa: N802, as named by http.server
        body = json.dumps(self.keys).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Made(unittest.TestCase):
    """Tokens signed by the library and verified by the guard, which allows tokens that Gatehouse
    would not issue."""

    service = "chat"
    project = "2" * 32

    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="gatehouse-guard-")
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = Path(temporary.name)
        cls.signers = {"ES256": ec.generate_private_key(ec.SECP256R1()),
                       "EdDSA": ed25519.Ed25519PrivateKey.generate()}
        KeyServer.keys = {"keys": [
            {**jwk_of(cls.signers["ES256"]), "kid": "ES256", "use": "sig", "alg": "ES256"},
            {**json.loads(OKPAlgorithm.to_jwk(cls.signers["EdDSA"].public_key())), "kid": "EdDSA"},
        ]}
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), KeyServer)
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cls.port = server.server_port
        cls.guard = Guard(cls)
        cls.addClassCleanup(cls.guard.close)

    def make(self, algorithm="ES256", header=None, without=(), key=None, **changes):
        now = int(time.time())
        claims = {"iss": ISSUER, "sub": "1" * 32, "aud": f"{self.service}@{self.project}",
                  "client_id": "2" * 32, "account": "3" * 32, "project": self.project,
                  "service": self.service, "sid": "4" * 32, "jti": "5" * 32,
                  "iat": now, "exp": now + 3600, **changes}
        for name in without:
            del claims[name]
        return jwt.encode(claims, key or self.signers.get(algorithm), algorithm=algorithm,
                          headers={"typ": "at+jwt", "kid": algorithm, **(header or {})})

    def assert_lets_in(self, token):
        status, _, body = self.guard.ask("Bearer " + token)
        self.assertEqual((status, body), (200, f"hello, {'1' * 32}\n"))

    def assert_refused(self, token):
        status, challenge, body = self.guard.ask("Bearer " + token)
        self.assertEqual(status, 401, body)
        self.assertTrue(challenge.startswith("Bearer"), challenge)

    def test_what_is_as_it_should_be_is_let_in(self):
        for algorithm in ALGORITHMS:
            with self.subTest(algorithm):
                self.assert_lets_in(self.make(algorithm))
                self.assert_lets_in(self.make(algorithm, header={"typ": "application/at+jwt"}))
                self.assert_lets_in(self.make(algorithm, header={"typ": "AT+JWT"}))
                self.assert_lets_in(self.make(algorithm, scope="more than is known"))
                # As in versions without the claim.
                self.assert_lets_in(self.make(algorithm, without=["service"], aud=self.service))

    def test_time_counts_and_clocks_may_differ_by_half_a_minute(self):
        now = int(time.time())
        self.assert_lets_in(self.make(exp=now - 10))
        self.assert_lets_in(self.make(iat=now + 10))
        self.assert_lets_in(self.make(nbf=now + 10))
        for changes in [{"exp": now - 31}, {"exp": 0}, {"exp": -1}, {"iat": now + 60},
                        {"nbf": now + 60}, {"exp": now - 10**6, "iat": now - 2 * 10**6}]:
            with self.subTest(changes):
                self.assert_refused(self.make(**changes))

    def test_a_token_that_is_signed_and_says_something_else_is_refused(self):
        for changes in [{"aud": "calls"}, {"aud": ["chat", "calls"]}, {"aud": ""}, {"aud": "CHAT"},
                        {"aud": "chat"}, {"aud": "chat@" + "1" * 32}, {"service": "calls"},
                        {"service": None},
                        {"iss": "https://evil.example"}, {"iss": ISSUER + "/"}, {"sub": "x"},
                        {"sid": ""}, {"jti": 5}, {"account": None}, {"project": "1" * 31},
                        {"project": "1" * 32}]:
            with self.subTest(changes):
                self.assert_refused(self.make(**changes))
        for name in ["iss", "sub", "aud", "account", "project", "service", "sid", "jti", "iat",
                     "exp"]:
            with self.subTest(name):
                self.assert_refused(self.make(without=[name]))

    def test_a_token_that_is_signed_and_is_no_access_token_is_refused(self):
        for header in [{"typ": "JWT"}, {"typ": "id+jwt"}, {"typ": None}, {"kid": "other"},
                       {"kid": ""}, {"crit": ["exp"]}]:
            with self.subTest(header):
                self.assert_refused(self.make(header=header))

    def test_the_algorithm_is_the_keys_own(self):
        public = self.signers["ES256"].public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        for key in ["ES256", "EdDSA"]:
            self.assert_refused(self.make("HS256", key=public, header={"kid": key}))
            self.assert_refused(self.make("none", key="", header={"kid": key}))
        # Of the other key, and of an unpublished one.
        self.assert_refused(self.make("EdDSA", header={"kid": "ES256"}))
        self.assert_refused(self.make("ES256", header={"kid": "EdDSA"}))
        stranger = ec.generate_private_key(ec.SECP256R1())
        self.assert_refused(self.make("ES256", key=stranger))
        self.assert_refused(self.make("ES256", key=stranger, header={
            "jwk": jwk_of(stranger)}))
        self.assert_refused(self.make("ES384", key=ec.generate_private_key(ec.SECP384R1()),
                                      header={"kid": "ES256"}))


if __name__ == "__main__":
    Installation.gatehouse = sys.argv.pop(1)
    Guard.program = sys.argv.pop(1)
    unittest.main()
