// RFC 7009: revocation of tokens.
#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

void check_revoked(const ApiReply& reply) {
  INFO("answer: " << reply.http.body);
  CHECK(reply.status == 200);
  CHECK(reply.http.header("Cache-Control") == "no-store");
  REQUIRE(reply.body.is_object());
  CHECK(reply.body.as_object().empty());
}

/// All tokens of the family of one consumer token.
void check_over(Provider& provider, const TokenPair& tokens) {
  check_inactive(provider.introspect(tokens.access));
  check_inactive(provider.introspect(tokens.refresh));
  check_oauth_refused(provider.exchange(tokens.refresh), 400, "invalid_grant");
}

}  // namespace

TEST_CASE("revocation: an access token or a refresh token ends its whole family") {
  Provider provider(shared_installation());
  for (const bool by_access_token : {true, false}) {
    CAPTURE(by_access_token);
    const TokenPair first = provider.begin();
    const TokenPair last = provider.exchanged(first.refresh);
    const TokenPair other = provider.begin();
    check_revoked(provider.revoke(by_access_token ? first.access : last.refresh));
    check_over(provider, first);
    check_over(provider, last);
    CHECK(provider.is_active(other.access));
    CHECK(provider.is_active(other.refresh));
  }
}

TEST_CASE("revocation: a spent token ends its family") {
  Provider provider(shared_installation());
  for (const bool is_consumer_token : {true, false}) {
    CAPTURE(is_consumer_token);
    const std::string token = provider.tenant.mint_token();
    const TokenPair first = provider.exchanged(token);
    const TokenPair last = provider.exchanged(first.refresh);
    check_revoked(provider.revoke(is_consumer_token ? token : first.refresh));
    check_over(provider, last);
  }
}

TEST_CASE("revocation: a revoked consumer token cannot be exchanged") {
  Provider provider(shared_installation());
  const std::string token = provider.tenant.consumer_token;
  check_revoked(provider.revoke(token));
  check_inactive(provider.introspect(token));
  check_oauth_refused(provider.exchange(token), 400, "invalid_grant");
  check_revoked(provider.revoke(token));
}

TEST_CASE("revocation: an invalid token gets the response of a successful revocation") {
  Provider provider(shared_installation());
  for (const std::string& token :
       {std::string("unknown"), std::string(64, '0'), std::string(86, 'A'), std::string("a.b.c"),
        std::string("\n"), std::string(60'000, 'a'), provider.service_token,
        provider.tenant.admin.token}) {
    CAPTURE(token.substr(0, 100));
    check_revoked(provider.revoke(token));
  }
  check_success(provider.tenant.get("/me"), 200);
  (void)provider.begin();
}

TEST_CASE("revocation: tokens of other projects are not affected, whatever their account") {
  Provider provider(shared_installation());
  Provider other(shared_installation());
  const TokenPair tokens = provider.begin();
  const TokenPair spent = provider.begin();
  const TokenPair current = provider.exchanged(spent.refresh);
  const std::string sibling = provider.tenant.add_project();
  const std::string of_sibling =
      provider.tenant.get("/projects/" + sibling + "/services-token").text("token");
  for (const std::string& stranger : {other.service_token, of_sibling}) {
    for (const std::string& token : {tokens.access, tokens.refresh, spent.refresh, current.access,
                                     provider.tenant.consumer_token}) {
      check_revoked(provider.post_form("/oauth2/revoke", {{"token", token}}, "Bearer " + stranger));
    }
  }
  for (const std::string& token : {tokens.access, tokens.refresh, current.access, current.refresh,
                                   provider.tenant.consumer_token}) {
    CHECK(provider.is_active(token));
  }
}

TEST_CASE("revocation: it may be requested with a hint and by Basic authentication") {
  Provider provider(shared_installation());
  for (const char* hint : {"access_token", "refresh_token", "nothing"}) {
    const TokenPair tokens = provider.begin();
    check_revoked(provider.post_form("/oauth2/revoke",
                                     {{"token", tokens.access}, {"token_type_hint", hint}},
                                     basic(provider.tenant.project, provider.service_token)));
    check_over(provider, tokens);
  }
}

TEST_CASE("revocation: a token revoked on one server is invalid on the other at once") {
  Installation site({}, 2);
  Provider provider(site);
  auto& client = provider.tenant.client;
  for (int round = 0; round < 5; ++round) {
    for (const bool by_access_token : {true, false}) {
      const TokenPair tokens = provider.begin();
      client.connect_to(site.server(1).port());
      REQUIRE(provider.is_active(tokens.access));
      REQUIRE(provider.is_active(tokens.refresh));
      client.connect_to(site.server(0).port());
      check_revoked(provider.revoke(by_access_token ? tokens.access : tokens.refresh));
      client.connect_to(site.server(1).port());
      check_over(provider, tokens);
      client.connect_to(site.server(0).port());
    }
  }
  // So is the service token.
  const std::string ended = provider.authorization();
  client.connect_to(site.server(1).port());
  CHECK(provider.post_form("/oauth2/revoke", {{"token", "x"}}, ended).status == 200);
  client.connect_to(site.server(0).port());
  provider.end_service_tokens();
  provider.issue_service_token();
  client.connect_to(site.server(1).port());
  check_oauth_refused(provider.post_form("/oauth2/revoke", {{"token", "x"}}, ended), 401,
                      "invalid_client");
  CHECK(provider.post_form("/oauth2/revoke", {{"token", "x"}}, provider.authorization()).status ==
        200);
}
