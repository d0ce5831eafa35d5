#!/usr/bin/env python3
"""Tests which requests reach an API behind Caddy, as configured in docs/guides/gateway.md.

    caddy_test.py PATH_OF_GATEHOUSE [unittest options]

"""

import sys
import unittest
import urllib.error
import urllib.request

import gateway_test
from gateway_test import TOLD, GatewayCase
from installation import CADDYFILE, CaddyInstallation, guide_block
from paths import first_folders, tricks
from wire import Client, basic, request


class CaddyCase(GatewayCase):
    installation = CaddyInstallation


class Guide(unittest.TestCase):
    def test_the_guide_shows_the_configuration_that_is_tested(self):
        self.assertEqual(guide_block("caddyfile", "Caddyfile"), CADDYFILE.read_text("utf-8"))


class Decisions(CaddyCase):
    def test_a_granted_credential_is_let_through_and_the_api_learns_who_it_is(self):
        seen = self.assert_allowed("/calculator/add?a=1&b=2", "calc")
        self.assertEqual(seen.start, "GET /calculator/add?a=1&b=2 HTTP/1.1")
        self.assertEqual(seen.one("X-Gatehouse-Username"), "calc")
        self.assertEqual(seen.one("X-Gatehouse-Roles"), "reader,of%2C%20all")
        self.assertEqual(seen.one("X-Gatehouse-Project"), "Aka%20Project")

    def test_refusals_reach_nobody_and_a_401_brings_the_challenge(self):
        self.assert_refused(403, "/accounts/", "calc")
        for headers in [[("Authorization", basic("calc", "wrong"))], [],
                        [("Authorization", "Bearer abc")]]:
            answer = self.assert_refused(401, "/calculator/", headers=headers)
            self.assertRegex(answer.one("WWW-Authenticate"), "^Basic realm=")

    def test_the_address_is_that_of_the_connection_whatever_the_client_says(self):
        self.at.create_credential("near", [("calculator", "API_PROXY")], ipList=["127.0.0.1"])
        self.at.create_credential("far", [("calculator", "API_PROXY")], ipList=["192.0.2.1"])
        for name in ["X-Real-IP", "X-Forwarded-For", "X_Real_IP", "Forwarded", "True-Client-IP"]:
            value = "for=192.0.2.1" if name == "Forwarded" else "192.0.2.1"
            for headers in [[(name, value)], [(name, value)] * 2]:
                self.assert_allowed("/calculator/", "near", headers=headers)
                self.reached.clear()
                self.assert_refused(403, "/calculator/", "far", headers=headers)

    def test_an_address_that_caddy_would_pass_on_by_itself_does_not_count(self):
        self.at.create_credential("away", [("calculator", "API_PROXY")], ipList=["192.0.2.1"])
        self.at.create_credential("here", [("calculator", "API_PROXY")], ipList=["127.0.0.1"])
        for user, status in [("away", 403), ("here", 200)]:
            question = urllib.request.Request(
                self.at.url + "/gate/Aka%20Project/calculator",
                headers={"X-Gatehouse-Gateway": self.at.gateway_token,
                         "Authorization": basic(user, "secret of " + user),
                         "X-Real-IP": "192.0.2.1", "X-Forwarded-For": "127.0.0.1"})
            try:
                self.assertEqual(urllib.request.urlopen(question, timeout=30).status, status)
            except urllib.error.HTTPError as error:
                self.assertEqual(error.code, status)

    def test_only_the_listed_paths_exist(self):
        for target in ["/", "/calculators/", "/CALCULATOR/", "/gatehouse/calculator",
                       "/gate/Aka%20Project/calculator", "/api/v1/me"]:
            self.assert_refused(404, target, "calc")

    def test_a_verdict_in_json_does_not_reach_the_client(self):
        for target, user in [("/accounts/", "calc"), ("/calculator/", None)]:
            answer = self.ask(target, user, headers=[("Accept", "application/json")])
            self.assertIn(answer.status, [401, 403])
            self.assertEqual(answer.body, b"")


class Fields(CaddyCase):
    def test_what_the_client_claims_in_gatehouses_fields_does_not_reach_the_api(self):
        claims = [(spelling, "forged") for name in sorted(TOLD)
                  for spelling in [name, name.lower(), name.upper(), name.replace("-", "_")]]
        seen = self.assert_allowed("/calculator/", "calc", headers=claims)
        self.assertNotIn("forged", repr(seen.fields))
        self.assertEqual(seen.one("X-Gatehouse-Username"), "calc")
        seen = self.assert_allowed("/accounts/", "acc", headers=[("X-Gatehouse-Roles", "admin")])
        self.assertIn(seen.all("X-Gatehouse-Roles"), [[], [""]])

    def test_the_api_learns_the_true_address_and_neither_password_nor_token(self):
        claims = [(name, "192.0.2.1") for name in ["X-Real-IP", "X-Forwarded-For", "X_Forwarded_For",
                                                   "Forwarded"]]
        claims += [(name, "/accounts/192.0.2.1") for name in ["X-Original-URL", "X-Rewrite-URL"]]
        seen = self.assert_allowed("/calculator/", "calc", headers=claims)
        self.assertNotIn("192.0.2.1", repr(seen.fields))
        self.assertEqual(seen.one("X-Real-IP"), "127.0.0.1")
        self.assertEqual(seen.one("X-Forwarded-For"), "127.0.0.1")
        self.assertEqual(seen.all("Authorization"), [])
        self.assertNotIn(self.at.gateway_token, repr(seen))

    def test_fields_cannot_be_dropped_by_naming_them_in_connection(self):
        named = "close, X-Forwarded-For, X-Gatehouse-Username, Authorization, X-Gatehouse-Gateway"
        self.at.create_credential("away", [("calculator", "API_PROXY")], ipList=["192.0.2.1"])
        with Client(self.at.port) as client:
            answer = client.ask("/calculator/", "away", headers=[("Connection", named)])
        self.assertIn(answer.status, [401, 403])
        self.assertEqual(self.reached, [])

    def test_a_body_reaches_the_api_and_not_gatehouse(self):
        before = len(self.at.wiretap.octets)
        body = b"0123456789" * 20_000
        seen = self.assert_allowed("/calculator/", "calc", method="POST", body=body)
        self.assertEqual((seen.start, seen.body), ("POST /calculator/ HTTP/1.1", body))
        self.assertLess(len(self.at.wiretap.octets[before:]), 2000)


class Paths(CaddyCase):
    def test_no_spelling_of_a_path_reaches_the_other_api(self):
        folders = {"calc": "calculator", "acc": "accounts"}
        for user, wanted in [("calc", "accounts"), ("acc", "calculator")]:
            for target in tricks(folders[user], wanted):
                with self.subTest(user=user, target=target[:200]):
                    self.reached.clear()
                    with Client(self.at.port) as client:
                        client.send(request(target, user, headers=[("Connection", "close")]))
                        answer = client.read()
                    self.assertIsNotNone(answer)
                    self.assert_is_discreet(answer)
                    for seen in self.reached:
                        self.assertEqual(seen.one("X-Gatehouse-Username"), user)
                        self.assertEqual(first_folders(seen.target), {folders[user]}, seen.target)

    def test_ambiguous_paths_are_refused_and_queries_may_hold_anything(self):
        for target in ["/calculator/a%2fb", "/calculator/a%5Cb", "/calculator/a%252fb",
                       "/calculator/..;/b", "/calculator/%2e;x/b", "/calculator//b",
                       "/calculator/./b", "/calculator/..", "/calculator/%2E%2e/b",
                       "/calculator/a%00b", "/calculator/%c0%ae"]:
            self.assert_refused(400, target, "calc")
        query = "?q=%2f%5c%25..;/../"
        self.assertEqual(self.assert_allowed("/calculator/a;b=1" + query, "calc").target,
                         "/calculator/a;b=1" + query)


class Breakdown(CaddyCase):
    def test_nobody_comes_in_while_gatehouse_is_down(self):
        self.assert_allowed("/calculator/", "calc")
        self.at.stop_gatehouse()
        self.reached.clear()
        for user in ["calc", None]:
            self.assert_refused(502, "/calculator/", user)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    gateway_test.GatewayCase.binary = sys.argv.pop(1)
    unittest.main()
