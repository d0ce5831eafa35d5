// The grant type refresh_token: RFC 6749, sections 5.1 and 6; access tokens by RFC 9068; rotation
// by RFC 9700, section 4.14.2.
#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <string>

#include "harness/checks.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

std::int64_t seconds_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

bool is_hex_id(const boost::json::value& value) {
  return value.is_string() && value.get_string().size() == 32 &&
         value.get_string().find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

TEST_CASE("exchange: a consumer token yields an access token for its service, for three hours") {
  Provider provider(shared_installation());
  const Tenant& tenant = provider.tenant;
  const auto before = seconds_now();
  const auto reply = provider.exchange(tenant.consumer_token);
  const TokenPair tokens = check_exchanged(reply);
  CHECK(reply.body.at("expires_in") == 10'800);

  const auto header = part_of(tokens.access, 0);
  CHECK(names(header) == std::set<std::string>{"alg", "typ", "kid"});
  CHECK(header.at("alg") == "ES256");
  CHECK(header.at("typ") == "at+jwt");

  const auto claims = part_of(tokens.access, 1);
  CHECK(names(claims) == std::set<std::string>{"iss", "sub", "aud", "client_id", "exp", "iat",
                                               "jti", "account", "project", "service", "sid"});
  CHECK(claims.at("iss") == "https://gatehouse.example/people");
  CHECK(claims.at("sub").as_string() == tenant.consumer);
  CHECK(claims.at("aud").as_string() == tenant.service + "@" + tenant.project);
  CHECK(claims.at("service").as_string() == tenant.service);
  CHECK(claims.at("client_id").as_string() == tenant.project);
  CHECK(claims.at("project").as_string() == tenant.project);
  CHECK(claims.at("account").as_string() == provider.tenant.account);
  CHECK(is_hex_id(claims.at("jti")));
  CHECK(is_hex_id(claims.at("sid")));
  const auto issued_at = claims.at("iat").as_int64();
  CHECK(issued_at >= before);
  CHECK(issued_at <= seconds_now());
  CHECK(claims.at("exp").as_int64() == issued_at + 10'800);
}

TEST_CASE("exchange: the new tokens are valid, and the old one is spent") {
  Provider provider(shared_installation());
  const TokenPair tokens = provider.exchanged(provider.tenant.consumer_token);
  CHECK(provider.is_active(tokens.access));
  CHECK(provider.is_active(tokens.refresh));
  check_inactive(provider.introspect(provider.tenant.consumer_token));
}

TEST_CASE("exchange: /v1/auth/token exchanges the same tokens in the envelope of the account API") {
  Provider provider(shared_installation());
  ApiClient& client = provider.tenant.client;
  const auto refresh = [&](const std::string& token) {
    return client.post("/v1/auth/token", R"({"refreshToken":")" + token + R"("})");
  };
  const auto first = refresh(provider.tenant.consumer_token);
  check_success(first, 201);
  CHECK(names(first.content()) ==
        std::set<std::string>{"refreshToken", "accessToken", "expiresIn"});
  CHECK(first.content().at("expiresIn") == 10'800);
  CHECK(provider.is_active(first.text("accessToken")));
  const TokenPair second = provider.exchanged(first.text("refreshToken"));
  CHECK(part_of(second.access, 1).at("sid") == part_of(first.text("accessToken"), 1).at("sid"));
  const auto third =
      client.post("/v1/auth/token/?indent=2", R"({"refreshToken":")" + second.refresh + R"("})");
  check_success(third, 201);
  CHECK(third.body.at("meta").at("params").at("indent") == 2);
}

TEST_CASE("exchange: /v1/auth/token refuses with the errors of the account API") {
  Provider provider(shared_installation());
  ApiClient& client = provider.tenant.client;
  const auto unknown = client.post("/v1/auth/token", R"({"refreshToken":"unknown"})");
  check_error(unknown, 401);
  CHECK(unknown.http.header("WWW-Authenticate").starts_with("Bearer"));
  check_error(
      client.post("/v1/auth/token", R"({"refreshToken":")" + provider.service_token + R"("})"),
      401);
  check_faults(client.post("/v1/auth/token", "{}"), {"refreshToken"});
  check_faults(client.post("/v1/auth/token", R"({"refreshToken":5})"), {"refreshToken"});
  check_faults(client.post("/v1/auth/token", R"({"refreshToken":""})"), {"refreshToken"});
  check_error(client.post("/v1/auth/token", "{"), 400);
  check_error(client.get("/v1/auth/token"), 405);
  check_error(client.get("/v1/auth/other"), 404);
}

TEST_CASE(
    "exchange: each refresh token is replaced by the next one, and all tokens are different") {
  Provider provider(shared_installation());
  TokenPair last = provider.begin();
  std::set<std::string> seen{last.access, last.refresh};
  const std::string family(part_of(last.access, 1).at("sid").as_string());
  for (std::size_t i = 1; i <= 5; ++i) {
    const TokenPair next = provider.exchanged(last.refresh);
    seen.insert({next.access, next.refresh});
    CHECK(seen.size() == 2 * (i + 1));
    check_inactive(provider.introspect(last.refresh));
    CHECK(provider.is_active(next.refresh));
    // An access token lives as long as announced.
    CHECK(provider.is_active(last.access));
    CHECK(part_of(next.access, 1).at("sid").as_string() == family);
    last = next;
  }
}

TEST_CASE("exchange: a spent token repeated within the grace period yields the same successor") {
  Provider provider(shared_installation());
  const std::string first = provider.tenant.consumer_token;
  const TokenPair one = provider.exchanged(first);
  const TokenPair again = provider.exchanged(first);
  CHECK(again.refresh == one.refresh);
  CHECK(part_of(again.access, 1).at("sid") == part_of(one.access, 1).at("sid"));
  CHECK(part_of(again.access, 1).at("jti") != part_of(one.access, 1).at("jti"));
  CHECK(provider.is_active(one.access));
  CHECK(provider.is_active(again.access));

  const TokenPair two = provider.exchanged(one.refresh);
  CHECK(provider.exchanged(one.refresh).refresh == two.refresh);
  CHECK(provider.is_active(two.refresh));
}

TEST_CASE("exchange: a token spent before the last one is refused within its own grace period") {
  Provider provider(shared_installation());
  for (const bool is_consumer_token : {true, false}) {
    CAPTURE(is_consumer_token);
    const std::string first = provider.tenant.mint_token();
    const TokenPair one = provider.exchanged(first);
    const TokenPair two = provider.exchanged(one.refresh);
    const TokenPair three = provider.exchanged(two.refresh);
    check_oauth_refused(provider.exchange(is_consumer_token ? first : one.refresh), 400,
                        "invalid_grant");
    for (const std::string& token : {one.access, two.access, three.access, three.refresh}) {
      CHECK(provider.is_active(token));
    }
    (void)provider.exchanged(three.refresh);
  }
}

TEST_CASE("exchange: the audience is configurable, and claims contain its parts") {
  Installation site({"--audience-format", "{service}"});
  Provider provider(site);
  const TokenPair tokens = provider.begin();
  const auto claims = part_of(tokens.access, 1);
  CHECK(claims.at("aud").as_string() == provider.tenant.service);
  CHECK(claims.at("service").as_string() == provider.tenant.service);
  CHECK(claims.at("project").as_string() == provider.tenant.project);
  for (const std::string& token : {tokens.access, tokens.refresh}) {
    CHECK(provider.introspect(token).body.at("aud").as_string() == provider.tenant.service);
  }
}

TEST_CASE("exchange: families that began with tokens of other formats continue") {
  Provider provider(shared_installation());
  const TokenPair other = provider.begin();
  const TokenPair one = provider.begin();
  CHECK(part_of(other.access, 1).at("sid") != part_of(one.access, 1).at("sid"));
  const TokenPair two = provider.exchanged(one.refresh);
  (void)provider.exchanged(two.refresh);
  check_oauth_refused(provider.exchange(one.refresh), 400, "invalid_grant");
  CHECK(provider.is_active(other.access));
  (void)provider.exchanged(other.refresh);
}

TEST_CASE("exchange: the project's id may be sent as client_id, with an empty scope") {
  Provider provider(shared_installation());
  check_exchanged(
      provider.post_form("/oauth2/token", {{"client_id", provider.tenant.project},
                                           {"scope", ""},
                                           {"refresh_token", provider.tenant.consumer_token},
                                           {"grant_type", "refresh_token"},
                                           {"resource", "of no meaning"}}));
}
