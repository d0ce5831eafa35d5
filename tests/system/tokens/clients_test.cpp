// Client authentication: RFC 6749, sections 2.3 and 5.2, and RFC 7009, section 2.1.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

/// The encoding of a part of Basic authentication by libraries: all octets except unreserved ones.
std::string encoded(std::string_view text, std::string_view left) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (left.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += digits[static_cast<unsigned char>(c) >> 4U];
      out += digits[static_cast<unsigned char>(c) & 0xFU];
    }
  }
  return out;
}

const std::string alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

ApiReply ask(Provider& provider, const std::string& path, Form form,
             const std::string& authorization = {}) {
  form.insert(form.begin(), {"token", "unknown"});
  return provider.post_form(path, form, authorization);
}

const std::string introspect_path = "/oauth2/introspect";
const std::string revoke_path = "/oauth2/revoke";

}  // namespace

TEST_CASE("clients: both parts of Basic authentication are accepted form-encoded and plain") {
  Provider provider(shared_installation());
  const std::string& project = provider.tenant.project;
  // Until a token contains every character that is encoded.
  do {
    provider.end_service_tokens();
    provider.issue_service_token();
  } while (provider.service_token.find('-') == std::string::npos ||
           provider.service_token.find('_') == std::string::npos);
  const std::string& token = provider.service_token;
  for (const std::string& left :
       {std::string(), alphanumeric, alphanumeric + "-", alphanumeric + "_", alphanumeric + "-_"}) {
    CAPTURE(left);
    for (const std::string& id : {project, encoded(project, left)}) {
      const std::string proof = basic(id, encoded(token, left));
      CHECK(ask(provider, introspect_path, {}, proof).status == 200);
      CHECK(ask(provider, revoke_path, {}, proof).status == 200);
      auto use = provider.usage_request(1, "key");
      use.token = proof;
      CHECK(provider.tenant.client.send(use).status == 201);
    }
  }
}

TEST_CASE("clients: a wrong token is refused in every encoding") {
  Provider provider(shared_installation());
  const std::string& project = provider.tenant.project;
  const std::string& token = provider.service_token;
  for (const std::string& authorization :
       {basic(project, encoded(encoded(token, ""), "")), basic(project, token + "%"),
        basic(project, token + "+"), basic(project, "%00" + token), basic(project, "%FF"),
        basic(project + "%3A", token), basic("%", token), basic("ş", token), basic(project, "ş"),
        "Basic " + project + ":" + token, std::string("Basic !"), std::string("Basic"),
        "Basic " + std::string(4000, 'A')}) {
    CAPTURE(authorization.substr(0, 200));
    for (const std::string& path : {introspect_path, revoke_path}) {
      check_oauth_refused(ask(provider, path, {}, authorization), 401, "invalid_client");
    }
  }
}

TEST_CASE("clients: the form may contain the project's id and the service token") {
  Provider provider(shared_installation());
  const Provider other(shared_installation());
  const std::string& project = provider.tenant.project;
  const std::string& token = provider.service_token;
  const TokenPair tokens = provider.begin();
  const auto reply = provider.post_form(
      introspect_path,
      {{"client_id", project}, {"token", tokens.access}, {"client_secret", token}});
  CHECK(reply.status == 200);
  CHECK(reply.body.at("active") == true);
  CHECK(reply.http.body.find(token) == std::string::npos);

  for (const Form& form :
       std::vector<Form>{{{"client_id", project}, {"client_secret", "unknown"}},
                         {{"client_id", project}, {"client_secret", other.service_token}},
                         {{"client_id", other.tenant.project}, {"client_secret", token}},
                         {{"client_id", in_capitals(project)}, {"client_secret", token}},
                         {{"client_secret", token}},
                         {{"client_id", ""}, {"client_secret", token}},
                         {{"client_id", project}, {"client_secret", ""}},
                         {{"client_id", project}}}) {
    check_oauth_refused(ask(provider, introspect_path, form), 401, "invalid_client");
    check_oauth_refused(ask(provider, revoke_path, form), 401, "invalid_client");
  }
  const Form proof{{"token", tokens.access}, {"client_id", project}, {"client_secret", token}};
  CHECK(provider.post_form(revoke_path, proof).status == 200);
  check_inactive(provider.introspect(tokens.access));
}

TEST_CASE("clients: two kinds of authentication are refused, and a repeated id is accepted") {
  Provider provider(shared_installation());
  const std::string& project = provider.tenant.project;
  const std::string& token = provider.service_token;
  for (const std::string& authorization : {basic(project, token), "Bearer " + token}) {
    for (const std::string& path : {introspect_path, revoke_path}) {
      check_oauth_refused(ask(provider, path, {{"client_secret", token}}, authorization), 400,
                          "invalid_request");
      check_oauth_refused(
          ask(provider, path, {{"client_id", project}, {"client_secret", token}}, authorization),
          400, "invalid_request");
      CHECK(ask(provider, path, {{"client_id", project}}, authorization).status == 200);
      check_oauth_refused(ask(provider, path, {{"client_id", "x"}}, authorization), 401,
                          "invalid_client");
    }
  }
}

TEST_CASE("clients: a large form may contain authentication, and is refused without it") {
  Provider provider(shared_installation());
  const Form large{{"x", std::string(60'000, 'x')}};
  check_oauth_refused(ask(provider, introspect_path, large), 401, "invalid_client");
  Form with_proof = large;
  with_proof.emplace_back("client_id", provider.tenant.project);
  with_proof.emplace_back("client_secret", provider.service_token);
  CHECK(ask(provider, introspect_path, with_proof).status == 200);
}

TEST_CASE("clients: an authenticated client exchanges the tokens of its own project only") {
  Provider provider(shared_installation());
  const Provider other(shared_installation());
  const auto exchange = [&](const std::string& token, Form form,
                            const std::string& authorization = {}) {
    form.insert(form.end(), {{"grant_type", "refresh_token"}, {"refresh_token", token}});
    return provider.post_form("/oauth2/token", form, authorization);
  };
  const std::string& project = provider.tenant.project;
  const std::string proof = basic(project, encoded(provider.service_token, alphanumeric));
  TokenPair tokens = check_exchanged(exchange(provider.tenant.mint_token(), {}, proof));
  const Form in_form{{"client_id", project}, {"client_secret", provider.service_token}};
  tokens = check_exchanged(exchange(tokens.refresh, in_form));
  // Public clients identify themselves in either place.
  tokens = check_exchanged(exchange(tokens.refresh, {}, basic(project, "")));
  tokens = check_exchanged(exchange(tokens.refresh, {{"client_id", project}}));

  for (const std::string& wrong :
       {basic(project, "unknown"), basic(other.tenant.project, provider.service_token),
        std::string("Basic !")}) {
    check_oauth_refused(exchange(tokens.refresh, {}, wrong), 401, "invalid_client");
  }
  const Form wrong_secret{{"client_id", project}, {"client_secret", "x"}};
  check_oauth_refused(exchange(tokens.refresh, wrong_secret), 401, "invalid_client");
  check_oauth_refused(exchange(tokens.refresh, {{"client_secret", provider.service_token}}, proof),
                      400, "invalid_request");
  const std::string others = basic(other.tenant.project, other.service_token);
  check_oauth_refused(exchange(tokens.refresh, {}, others), 400, "invalid_grant");
  check_oauth_refused(exchange(tokens.refresh, {}, basic(other.tenant.project, "")), 400,
                      "invalid_grant");
  // Fields that devices send with every request are not client authentication.
  tokens = check_exchanged(exchange(tokens.refresh, {}, "Bearer " + tokens.access));
  CHECK(provider.is_active(tokens.refresh));
}

TEST_CASE("clients: the holder of a refresh token may revoke it, and nothing else") {
  Provider provider(shared_installation());
  const Provider other(shared_installation());
  const TokenPair tokens = provider.begin();
  const TokenPair next = provider.exchanged(tokens.refresh);
  const auto revoked = [&](const std::string& token, Form form = {}) {
    form.insert(form.begin(), {"token", token});
    return provider.post_form(revoke_path, form);
  };
  for (const std::string& token : {next.access, provider.tenant.consumer_token,
                                   provider.service_token, std::string("unknown")}) {
    check_oauth_refused(revoked(token), 401, "invalid_client");
  }
  std::string made_up = next.refresh;
  made_up[60] = made_up[60] == 'A' ? 'Q' : 'A';
  CHECK(revoked(made_up).status == 200);
  CHECK(revoked(std::string(86, 'A')).status == 200);
  CHECK(revoked(next.refresh, {{"client_id", other.tenant.project}}).status == 200);
  CHECK(provider.is_active(next.refresh));

  const Form own{{"client_id", provider.tenant.project}, {"token_type_hint", "refresh_token"}};
  CHECK(revoked(next.refresh, own).status == 200);
  for (const std::string& token : {next.access, next.refresh}) {
    check_inactive(provider.introspect(token));
  }
  check_oauth_refused(provider.exchange(next.refresh), 400, "invalid_grant");
  // Without a client_id, and again.
  const TokenPair last = provider.begin();
  CHECK(revoked(last.refresh).status == 200);
  CHECK(revoked(last.refresh).status == 200);
  check_inactive(provider.introspect(last.access));
}
