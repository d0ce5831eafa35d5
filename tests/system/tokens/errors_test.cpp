// The refusals of the token endpoint, as in RFC 6749, section 5.2.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

/// Used in place of a refresh token; must not be repeated.
const std::string secret = "a-secret-that-nobody-may-see-again";

struct Case {
  std::string form;
  const char* error;
};

ApiReply ask(Provider& provider, const std::string& form) {
  return provider.tenant.client.send(form_request("/oauth2/token", form));
}

void check_case(Provider& provider, const Case& one) {
  INFO("form: " << one.form.substr(0, 200));
  const auto reply = check_oauth_refused(ask(provider, one.form), 400, one.error);
  CHECK(reply.http.body.find(secret) == std::string::npos);
}

std::string with_token(const std::string& token) {
  return write_form({{"grant_type", "refresh_token"}, {"refresh_token", token}});
}

}  // namespace

TEST_CASE("token errors: a malformed form is an invalid_request") {
  Provider provider(shared_installation());
  const std::string grant = "grant_type=refresh_token";
  const std::string token = "refresh_token=" + secret;
  const std::string good = grant + "&" + token;
  for (const std::string& form :
       {// Missing, or as good as missing.
        std::string(), std::string("&&"), grant, token, grant + "&refresh_token=",
        grant + "&refresh_token", "grant_type=&" + token, "grant_type&" + token,
        std::string("grant_type=&refresh_token="), "Grant_Type=refresh_token&" + token,
        // Repeated.
        good + "&" + token, good + "&refresh_token=", good + "&" + grant,
        good + "&scope=&scope=", good + "&client_id=a&client_id=b", good + "&x=1&x=1",
        good + "&%78=1&x=1", good + "&" + secret + "=1&" + secret + "=1",
        // Malformed.
        good + "&x=%", good + "&x=%2", good + "&x=%zz", good + "&%=1", good + "%", good + "%00",
        good + "&x=%FF", good + "&x=\xFF", good + "&x=%C3", good + "&x=%ED%A0%80", good + "&%00=1",
        // Other content.
        std::string(R"({"grant_type":"refresh_token","refresh_token":")") + secret + R"("})",
        secret}) {
    check_case(provider, {form, "invalid_request"});
  }
}

TEST_CASE("token errors: other grant types are unsupported in any spelling") {
  Provider provider(shared_installation());
  for (const char* type :
       {"password", "Client_Credentials", "authorization_code", "implicit", "REFRESH_TOKEN",
        "Refresh_token", " refresh_token", "refresh_token ", "refresh_token,refresh_token",
        "urn:ietf:params:oauth:grant-type:token-exchange", "\"\\", "字"}) {
    check_case(provider, {write_form({{"grant_type", type}, {"refresh_token", secret}}),
                          "unsupported_grant_type"});
  }
}

TEST_CASE("token errors: any scope is an invalid_scope and leaves the token valid") {
  Provider provider(shared_installation());
  for (const char* scope : {"read", "openid offline_access", " ", "字"}) {
    check_case(provider, {with_token(provider.tenant.consumer_token) + "&scope=" + segment(scope),
                          "invalid_scope"});
  }
  (void)provider.exchanged(provider.tenant.consumer_token);
}

TEST_CASE("token errors: an unsuitable token is an invalid_grant") {
  Provider provider(shared_installation());
  const TokenPair tokens = provider.begin();
  std::string other_end = tokens.refresh;
  other_end.back() = other_end.back() == 'A' ? 'B' : 'A';
  std::string other_begin = tokens.refresh;
  other_begin.front() = other_begin.front() == 'A' ? 'B' : 'A';
  for (const std::string& token : {secret,
                                   std::string("x"),
                                   std::string(64, '0'),
                                   std::string(86, 'A'),
                                   in_capitals(provider.tenant.consumer_token),
                                   provider.tenant.consumer_token + "0",
                                   " " + provider.tenant.consumer_token,
                                   provider.tenant.consumer_token.substr(1),
                                   other_end,
                                   other_begin,
                                   tokens.refresh.substr(1),
                                   tokens.refresh + "A",
                                   tokens.refresh + "=",
                                   tokens.access,
                                   provider.service_token,
                                   provider.tenant.admin.token,
                                   provider.tenant.site.root().token,
                                   std::string("ğ字𝒆"),
                                   std::string("' OR 1=1 --"),
                                   std::string("\n"),
                                   std::string(60'000, 'a')}) {
    check_case(provider, {with_token(token), "invalid_grant"});
  }
  // None of them counted as the use of a spent token.
  CHECK(provider.is_active(tokens.refresh));
  CHECK(provider.is_active(provider.tenant.consumer_token));
}

TEST_CASE("token errors: another client's token is an invalid_grant and stays valid") {
  Provider provider(shared_installation());
  const Provider other(shared_installation());
  const TokenPair tokens = provider.begin();
  const std::string sibling = provider.tenant.add_project();
  for (const std::string& client :
       {other.tenant.project, sibling, provider.tenant.account, provider.tenant.service,
        std::string("x"), in_capitals(provider.tenant.project), provider.tenant.project + " "}) {
    for (const std::string& token : {tokens.refresh, provider.tenant.consumer_token}) {
      check_case(provider, {with_token(token) + "&client_id=" + segment(client), "invalid_grant"});
    }
  }
  CHECK(provider.is_active(tokens.refresh));
  CHECK(provider.is_active(provider.tenant.consumer_token));
  (void)provider.exchanged(tokens.refresh);
}

TEST_CASE("token errors: a spent token used by another client does not end the family") {
  Provider provider(shared_installation());
  const TokenPair first = provider.begin();
  const TokenPair second = provider.exchanged(first.refresh);
  const TokenPair third = provider.exchanged(second.refresh);
  check_case(provider, {with_token(first.refresh) + "&client_id=x", "invalid_grant"});
  CHECK(provider.is_active(third.refresh));
}

TEST_CASE("token errors: only the form is read, whatever the path or other fields contain") {
  Provider provider(shared_installation());
  auto& client = provider.tenant.client;
  const std::string form = with_token(provider.tenant.consumer_token);
  for (const char* path : {"/oauth2/token", "/oauth2/introspect", "/oauth2/revoke"}) {
    CAPTURE(path);
    for (const char* type : {"application/json", "text/plain", "multipart/form-data; boundary=x",
                             "application/x-www-form-urlencoded2", ""}) {
      CAPTURE(type);
      check_oauth_refused(client.send({.method = "POST",
                                       .target = path,
                                       .token = provider.authorization(),
                                       .body = form,
                                       .headers = {{"Content-Type", type}}}),
                          415, "invalid_request");
    }
    check_oauth_refused(
        client.send({.method = "POST", .target = path, .token = provider.authorization()}), 411,
        "invalid_request");
    auto encoded = form_request(path, form, provider.authorization());
    encoded.headers.emplace_back("Content-Encoding", "gzip");
    check_oauth_refused(client.send(encoded), 415, "invalid_request");
  }
  check_oauth_refused(client.send(form_request("/oauth2/token?" + form, "x=y")), 400,
                      "invalid_request");
  auto request = form_request("/oauth2/token", form);
  request.headers.front().second = "Application/X-WWW-Form-URLEncoded; charset=UTF-8";
  check_exchanged(client.send(request));
}

TEST_CASE("token errors: a form has at most 64 KiB") {
  Provider provider(shared_installation());
  const auto filled = [](const std::string& form, std::size_t size) {
    const std::string begin = form + "&x=";
    return begin + std::string(size - begin.size(), 'x');
  };
  const std::string good = with_token(provider.tenant.consumer_token);
  check_exchanged(ask(provider, filled(good, 65'536)));
  check_oauth_refused(ask(provider, filled(good, 65'537)), 413, "invalid_request");
  for (const char* path : {"/oauth2/introspect", "/oauth2/revoke"}) {
    CAPTURE(path);
    const auto send = [&](std::size_t size) {
      return provider.tenant.client.send(
          form_request(path, filled("token=x", size), provider.authorization()));
    };
    CHECK(send(65'536).status == 200);
    check_oauth_refused(send(65'537), 413, "invalid_request");
  }
}

TEST_CASE("token errors: the token endpoints support POST only") {
  Provider provider(shared_installation());
  for (const std::string path : {"/oauth2/token", "/oauth2/introspect", "/oauth2/revoke"}) {
    CAPTURE(path);
    for (const char* method : {"GET", "PUT", "DELETE", "PATCH"}) {
      CAPTURE(method);
      const auto reply = provider.tenant.client.send(
          {.method = method,
           .target = path + "?" + with_token(provider.tenant.consumer_token) + "&token=x",
           .token = provider.authorization()});
      check_oauth_refused(reply, 405, "invalid_request");
      CHECK(reply.http.header("Allow") == "POST, OPTIONS");
    }
    const auto head = provider.tenant.client.send({.method = "HEAD", .target = path});
    CHECK(head.status == 405);
    CHECK(head.http.header("Allow") == "POST, OPTIONS");
  }
  CHECK(provider.is_active(provider.tenant.consumer_token));
}
