#!/usr/bin/env python3
"""Tests which requests reach an API behind nginx, as configured in docs/guides/gateway.md.

    gateway_test.py PATH_OF_GATEHOUSE [unittest options]

"""

import re
import sys
import unittest

from installation import CONFIGURATION, GUIDE, PROJECT, Installation, guide_block
from paths import first_folders, tricks
from wire import Client, basic, request

TOLD = {"X-Gatehouse-Username", "X-Gatehouse-Roles", "X-Gatehouse-Project", "X-Gatehouse-Reason",
        "X-Gatehouse-Gateway"}


class GatewayCase(unittest.TestCase):
    binary = None
    installation = Installation

    @classmethod
    def setUpClass(cls):
        cls.at = cls.installation(cls.binary)
        cls.addClassCleanup(cls.at.close)
        cls.at.create_credential("calc", [("calculator", "API_PROXY")],
                                 roleNameList=["reader", "of, all"])
        cls.at.create_credential("acc", [("accounts", "API_PROXY")])

    def setUp(self):
        self.at.upstream.requests.clear()

    @property
    def reached(self):
        return self.at.upstream.requests

    def ask(self, *args, **kwargs):
        """Sends a request on a new connection; also checks for data that must not reach clients."""
        with Client(self.at.port) as client:
            answer = client.ask(*args, **kwargs)
        self.assert_is_discreet(answer)
        return answer

    def assert_is_discreet(self, answer):
        names = [name.lower() for name, _ in answer.fields]
        self.assertFalse([name for name in names if name.startswith("x-gatehouse")])
        everything = repr(answer.fields) + answer.body.decode("latin-1")
        self.assertNotIn(self.at.gateway_token, everything)

    def assert_refused(self, status, *args, **kwargs):
        answer = self.ask(*args, **kwargs)
        self.assertEqual(answer.status, status)
        self.assertEqual(self.reached, [])
        return answer

    def assert_allowed(self, *args, **kwargs):
        answer = self.ask(*args, **kwargs)
        self.assertEqual((answer.status, answer.body), (200, b"upstream"))
        return self.reached[-1]


class Guide(unittest.TestCase):
    def test_the_guide_shows_the_configuration_that_is_tested(self):
        self.assertEqual(guide_block("nginx", "nginx.conf"), CONFIGURATION.read_text("utf-8"))

    def test_links_of_the_guide_lead_to_files(self):
        for link in re.findall(r"\]\(([^):#]+)\)", GUIDE.read_text("utf-8")):
            self.assertTrue((GUIDE.parent / link).exists(), link)


class Decisions(GatewayCase):
    def test_a_granted_credential_is_let_through_and_the_api_learns_who_it_is(self):
        seen = self.assert_allowed("/calculator/add?a=1&b=2", "calc")
        self.assertEqual(seen.start, "GET /calculator/add?a=1&b=2 HTTP/1.1")
        self.assertEqual(seen.one("X-Gatehouse-Username"), "calc")
        self.assertEqual(seen.one("X-Gatehouse-Roles"), "reader,of%2C%20all")
        self.assertEqual(seen.one("X-Gatehouse-Project"), "Aka%20Project")
        self.assertEqual(seen.one("Host"), "api.example.com")

    def test_the_credential_of_the_guide_is_let_through(self):
        shown = ("Authorization", basic("partner", "a long secret"))
        self.assert_allowed("/calculator/", headers=[shown])
        self.at.upstream.requests.clear()
        self.assert_refused(403, "/accounts/", headers=[shown])

    def test_the_password_does_not_reach_the_api(self):
        self.assertEqual(self.assert_allowed("/calculator/", "calc").all("Authorization"), [])

    def test_the_largest_names_and_roles_reach_the_api(self):
        # 63 roles of 64 characters take 4,094 octets as a field, of 4,096; a user's name takes
        # 1,536.
        roles = [f"{number:02}" + "r" * 62 for number in range(63)]
        user = "\U0001F600" * 128
        self.at.create_credential(user, [("calculator", "API_PROXY")], password="secret",
                                  roleNameList=roles)
        shown = ("Authorization", basic(user, "secret"))
        seen = self.assert_allowed("/calculator/", headers=[shown])
        self.assertEqual(seen.one("X-Gatehouse-Roles"), ",".join(roles))
        self.assertEqual(seen.one("X-Gatehouse-Username"), "%F0%9F%98%80" * 128)

    def test_a_wrong_password_and_an_unknown_user_name_are_refused_with_401(self):
        for user in ["calc", "nobody"]:
            answer = self.assert_refused(
                401, "/calculator/", headers=[("Authorization", basic(user, "wrong"))])
            self.assertRegex(answer.one("WWW-Authenticate"), "^Basic realm=")

    def test_no_or_another_authorization_is_refused_with_401_and_a_challenge(self):
        for headers in [[], [("Authorization", "Bearer abc")], [("Authorization", "Basic")]]:
            answer = self.assert_refused(401, "/calculator/", headers=headers)
            self.assertRegex(answer.one("WWW-Authenticate"), "^Basic realm=")

    def test_two_authorizations_are_refused(self):
        twice = [("Authorization", basic("calc", "secret of calc"))] * 2
        self.assert_refused(400, "/calculator/", headers=twice)

    def test_a_credential_without_the_grant_is_refused_with_403(self):
        answer = self.assert_refused(403, "/accounts/", "calc")
        self.assertEqual(answer.all("WWW-Authenticate"), [])

    def test_a_credential_from_a_wrong_address_is_refused_whatever_the_client_says(self):
        self.at.create_credential("far", [("calculator", "API_PROXY")], ipList=["192.0.2.1"])
        self.assert_refused(403, "/calculator/", "far")
        for name in ["X-Real-IP", "X-Forwarded-For", "X_Real_IP", "Forwarded", "True-Client-IP"]:
            value = "for=192.0.2.1" if name == "Forwarded" else "192.0.2.1"
            self.assert_refused(403, "/calculator/", "far", headers=[(name, value)])
            self.assert_refused(403, "/calculator/", "far", headers=[(name, value)] * 2)

    def test_only_the_listed_locations_exist(self):
        for target in ["/", "/calculators/", "/gatehouse/", "/gatehouse/calculator",
                       "/gate/Aka%20Project/calculator", "/api/v1/me"]:
            self.assert_refused(404, target, "calc")

    def test_a_verdict_in_json_does_not_reach_the_client(self):
        for target, user in [("/accounts/", "calc"), ("/calculator/", None)]:
            answer = self.ask(target, user, headers=[("Accept", "application/json")])
            self.assertIn(answer.status, [401, 403])
            self.assertNotIn(b"allowed", answer.body)
            self.assertEqual(answer.one("Content-Type"), "text/html")
        seen = self.assert_allowed("/calculator/", "calc", headers=[("Accept", "application/json")])
        self.assertEqual(seen.one("Accept"), "application/json")


class Changes(GatewayCase):
    def test_a_credential_disabled_while_running_is_refused_until_it_is_enabled(self):
        self.at.create_credential("switched", [("calculator", "API_PROXY")])
        self.assert_allowed("/calculator/", "switched")
        self.set_enabled("switched", False)
        self.reached.clear()
        self.assert_refused(403, "/calculator/", "switched")
        self.set_enabled("switched", True)
        self.assert_allowed("/calculator/", "switched")

    def set_enabled(self, username, enabled):
        self.at.call("PUT", f"{PROJECT}/credentials/", {
            "username": username, "email": "someone@example.com", "enabled": enabled})

    def test_a_grant_revoked_while_running_is_gone_and_comes_back(self):
        self.at.create_credential("revoked", [("calculator", "API_PROXY")])
        self.assert_allowed("/calculator/", "revoked")
        self.at.revoke("revoked", "calculator")
        self.reached.clear()
        self.assert_refused(403, "/calculator/", "revoked")
        self.at.grant("revoked", "calculator")
        self.assert_allowed("/calculator/", "revoked")

    def test_a_member_added_to_a_granted_group_while_running_is_reached(self):
        group = f"{PROJECT}/apiProxyGroups/"
        self.at.call("POST", group, {"name": "Family"})
        self.at.create_credential("member", [("Family", "API_PROXY_GROUP")])
        self.assert_refused(403, "/calculator/", "member")
        self.at.call("PUT", f"{group}Family/apiProxies/", ["calculator"])
        self.assert_allowed("/calculator/", "member")
        self.reached.clear()
        self.assert_refused(403, "/accounts/", "member")
        self.at.call("DELETE", f"{group}Family/apiProxies/", ["calculator"])
        self.assert_refused(403, "/calculator/", "member")

    def test_a_password_changed_while_running_is_the_only_one_that_works(self):
        self.at.create_credential("renewed", [("calculator", "API_PROXY")])
        self.assert_allowed("/calculator/", "renewed")
        self.at.call("PATCH", f"{PROJECT}/credentials/renewed/", {"password": "another"})
        self.reached.clear()
        self.assert_refused(401, "/calculator/", "renewed")
        self.assert_allowed("/calculator/", headers=[("Authorization", basic("renewed", "another"))])


class Fields(GatewayCase):
    def test_what_the_client_claims_in_gatehouses_fields_does_not_reach_the_api(self):
        claims = [(spelling, "forged") for name in sorted(TOLD)
                  for spelling in [name, name.lower(), name.upper(), name.replace("-", "_")]]
        seen = self.assert_allowed("/calculator/", "calc", headers=claims)
        self.assertNotIn("forged", repr(seen.fields))
        self.assertEqual(seen.one("X-Gatehouse-Username"), "calc")
        self.assertEqual(seen.one("X-Gatehouse-Roles"), "reader,of%2C%20all")

    def test_a_claimed_role_does_not_fill_in_for_none(self):
        seen = self.assert_allowed("/accounts/", "acc", headers=[("X-Gatehouse-Roles", "admin")])
        self.assertEqual(seen.all("X-Gatehouse-Roles"), [])

    def test_the_api_learns_the_true_address_alone(self):
        claims = [(name, "192.0.2.1") for name in ["X-Real-IP", "X-Forwarded-For", "X-Real-IP",
                                                   "X_Forwarded_For", "Forwarded"]]
        seen = self.assert_allowed("/calculator/", "calc", headers=claims)
        self.assertNotIn("192.0.2.1", repr(seen.fields))
        self.assertEqual(seen.one("X-Real-IP"), "127.0.0.1")
        self.assertEqual(seen.one("X-Forwarded-For"), "127.0.0.1")
        self.assertEqual(seen.one("X-Forwarded-Proto"), "https")

    def test_a_field_cannot_be_dropped_by_naming_it_in_connection(self):
        named = "close, X-Real-IP, X-Gatehouse-Username, Authorization, X-Gatehouse-Gateway"
        seen = self.assert_allowed("/calculator/", "calc", headers=[("Connection", named)])
        self.assertEqual(seen.one("X-Gatehouse-Username"), "calc")
        self.assertEqual(seen.one("X-Real-IP"), "127.0.0.1")

    def test_fields_that_name_another_path_do_not_reach_the_api(self):
        claims = [(name, "/accounts/private") for name in ["X-Original-URL", "X-Rewrite-URL"]]
        seen = self.assert_allowed("/calculator/", "calc", headers=claims)
        self.assertNotIn("private", repr(seen.fields))

    def test_the_gateways_token_reaches_gatehouse_alone(self):
        seen = self.assert_allowed("/calculator/", "calc")
        self.assertNotIn(self.at.gateway_token, repr(seen))
        self.assertIn(self.at.gateway_token.encode(), self.at.wiretap.octets)

    def test_gatehouse_hears_what_it_needs_and_nothing_else(self):
        before = len(self.at.wiretap.octets)
        self.assert_allowed("/calculator/a/secret/path?and=query", "calc", method="POST",
                            body=b"the body", headers=[("Cookie", "mine"), ("Accept", "text/css")])
        said = self.at.wiretap.octets[before:]
        start, *fields = said.decode().split("\r\n\r\n")[0].split("\r\n")
        self.assertEqual(start, "GET /gate/Aka%20Project/calculator HTTP/1.1")
        self.assertEqual(sorted(fields), sorted([
            "Host: gatehouse", "Accept: */*", "X-Real-IP: 127.0.0.1",
            "X-Gatehouse-Gateway: " + self.at.gateway_token,
            "Authorization: " + basic("calc", "secret of calc")]))
        self.assertTrue(said.endswith(b"\r\n\r\n"), said)


class Framing(GatewayCase):
    def test_a_body_reaches_the_api_and_not_gatehouse(self):
        before = len(self.at.wiretap.octets)
        body = b"0123456789" * 20_000
        seen = self.assert_allowed("/calculator/", "calc", method="POST", body=body)
        self.assertEqual(seen.start, "POST /calculator/ HTTP/1.1")
        self.assertEqual(seen.body, body)
        self.assertLess(len(self.at.wiretap.octets[before:]), 1000)

    def test_a_body_in_chunks_reaches_the_api(self):
        chunks = request("/calculator/", "calc", method="POST",
                         headers=[("Transfer-Encoding", "chunked")]) + b"4\r\nbody\r\n0\r\n\r\n"
        with Client(self.at.port) as client:
            client.send(chunks)
            self.assertEqual(client.read().status, 200)
        self.assertEqual(self.reached[-1].body, b"body")

    def test_a_refused_body_reaches_nobody(self):
        self.assert_refused(403, "/accounts/", "calc", method="POST", body=b"x" * 50_000)

    def test_a_request_with_two_framings_is_refused(self):
        smuggled = request("/accounts/private", "calc")
        self.assert_refused(400, "/calculator/", "calc", method="POST", body=b"0\r\n\r\n" + smuggled,
                            headers=[("Transfer-Encoding", "chunked")])

    def test_a_client_of_http_1_0_is_served(self):
        self.assert_allowed("/calculator/", "calc", version="1.0")
        self.reached.clear()
        self.assert_refused(403, "/accounts/", "calc", version="1.0")

    def test_pipelined_requests_are_decided_one_by_one(self):
        asked = [("/calculator/1", "calc", 200), ("/accounts/2", "calc", 403),
                 ("/calculator/3", None, 401), ("/accounts/4", "acc", 200),
                 ("/calculator/5", "acc", 403), ("/calculator/6", "calc", 200)] * 5
        with Client(self.at.port) as client:
            client.send(b"".join(request(target, user) for target, user, _ in asked))
            answers = [client.read() for _ in asked]
        self.assertEqual([answer.status for answer in answers], [status for *_, status in asked])
        self.assertEqual([(seen.target, seen.one("X-Gatehouse-Username")) for seen in self.reached],
                         [(target, user) for target, user, status in asked if status == 200])

    def test_many_requests_share_one_kept_connection_to_gatehouse(self):
        self.assert_allowed("/calculator/", "calc")
        before = self.at.wiretap.connections
        with Client(self.at.port) as client:
            for number in range(300):
                user, status = [("calc", 200), ("acc", 403), (None, 401)][number % 3]
                self.assertEqual(client.ask("/calculator/", user).status, status)
        self.assertEqual(self.at.wiretap.connections, before)
        self.assertEqual({seen.one("X-Gatehouse-Username") for seen in self.reached}, {"calc"})

    def test_an_upgrade_is_not_passed_on(self):
        seen = self.assert_allowed("/calculator/", "calc", headers=[
            ("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c"), ("HTTP2-Settings", "AA")])
        self.assertEqual((seen.all("Upgrade"), seen.all("Connection")), ([], []))


class Paths(GatewayCase):
    folders = {"calc": "calculator", "acc": "accounts"}

    def test_no_spelling_of_a_path_reaches_the_other_api(self):
        for user, wanted in [("calc", "accounts"), ("acc", "calculator")]:
            for target in tricks(self.folders[user], wanted):
                self.try_one(user, target)

    def try_one(self, user, target):
        with self.subTest(user=user, target=target[:200]):
            self.reached.clear()
            with Client(self.at.port) as client:
                client.send(request(target, user, headers=[("Connection", "close")]))
                answer = client.read()
            self.assertIsNotNone(answer)
            self.assert_is_discreet(answer)
            for seen in self.reached:
                self.assertEqual(seen.one("X-Gatehouse-Username"), user)
                self.assertEqual(first_folders(seen.target), {self.folders[user]}, seen.target)

    def test_the_readings_that_this_test_allows_for_do_find_an_intruder(self):
        for target in ["/calculator/..%2faccounts/", "/calculator/..;/accounts",
                       "/calculator/..\\accounts", "/calculator/%252e%252e/accounts",
                       "/calculator/..%c0%afaccounts", "/calculator/..%5caccounts", "/accounts"]:
            self.assertIn("accounts", first_folders(target), target)
        self.assertEqual(first_folders("/calculator/x/y?/../accounts"), {"calculator"})

    def test_the_api_gets_the_path_that_was_decided_on(self):
        for target, path in [
                ("/calculator//a///b", "/calculator/a/b"), ("/calculator/./a/../b", "/calculator/b"),
                ("/%63alculator/a", "/calculator/a"), ("/accounts/../calculator/a", "/calculator/a"),
                ("/calculator/%c3%a9%20x", "/calculator/%C3%A9%20x"),
                ("http://api.example.com/calculator/a", "/calculator/a")]:
            self.assertEqual(self.assert_allowed(target, "calc").target, path)

    def test_ambiguous_paths_are_refused_and_queries_may_hold_anything(self):
        for target in ["/calculator/a%2fb", "/calculator/a%5Cb", "/calculator/a\\b",
                       "/calculator/a%252fb", "/calculator/..;/b", "/calculator/%2e;x/b",
                       "/calculator/a%00b", "/calculator/a%0ab", "/calculator/%c0%ae"]:
            self.assert_refused(400, target, "calc")
        query = "?q=%2f%5c%25..;/\\"
        self.assertEqual(self.assert_allowed("/calculator/a;b=1" + query, "calc").target,
                         "/calculator/a;b=1" + query)

    def test_a_very_long_target_is_refused(self):
        self.assert_refused(414, "/calculator/" + "a" * 12_000, "calc")


class Breakdown(GatewayCase):
    def test_nobody_comes_in_while_gatehouse_is_down(self):
        self.assert_allowed("/calculator/", "calc")
        self.at.stop_gatehouse()
        self.reached.clear()
        for user in ["calc", None]:
            self.assert_refused(500, "/calculator/", user)


class LostGateway(GatewayCase):
    def test_nobody_comes_in_through_a_gateway_that_was_deleted(self):
        self.assert_allowed("/calculator/", "calc")
        for gateway in self.at.call("GET", "/api/v1/gateways")["content"]:
            self.at.call("DELETE", f"/api/v1/gateways/{gateway['id']}")
        self.reached.clear()
        answer = self.assert_refused(401, "/calculator/", "calc")
        self.assertRegex(answer.one("WWW-Authenticate"), "^Gatehouse-Gateway ")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    GatewayCase.binary = sys.argv.pop(1)
    unittest.main()
