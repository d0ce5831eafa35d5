// RFC 8414 and RFC 7517: how a service discovers the endpoints and the keys.
#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

namespace json = boost::json;

const std::string metadata_path = "/.well-known/oauth-authorization-server";
const std::string openid_path = "/.well-known/openid-configuration";
const std::string keys_path = "/.well-known/jwks.json";

/// A response that may be cached publicly for a while.
const ApiReply& check_public(const ApiReply& reply) {
  INFO("answer: " << reply.http.body);
  CHECK(reply.status == 200);
  CHECK(reply.http.header("Content-Type") == "application/json");
  CHECK(reply.http.header("Cache-Control") == "public, max-age=300");
  CHECK(reply.http.count("Cache-Control") == 1);
  REQUIRE(reply.body.is_object());
  return reply;
}

ApiReply get_as(ApiClient& client, const std::string& target, const std::string& host) {
  return client.send({.target = target,
                      .headers = {{"Host", host},
                                  {"X-Forwarded-Host", host},
                                  {"X-Forwarded-Proto", "https"},
                                  {"Forwarded", "host=" + host}}});
}

}  // namespace

TEST_CASE("discovery: the metadata contains exactly the supported features") {
  auto client = shared_installation().connect();
  const auto reply = client.get(metadata_path);
  check_public(reply);
  const std::string issuer = "https://gatehouse.example/people";
  CHECK(reply.body ==
        json::value{{"issuer", issuer},
                    {"token_endpoint", issuer + "/oauth2/token"},
                    {"jwks_uri", issuer + "/.well-known/jwks.json"},
                    {"response_types_supported", json::array()},
                    {"grant_types_supported", json::array{"refresh_token", "client_credentials"}},
                    {"token_endpoint_auth_methods_supported",
                     json::array{"none", "client_secret_basic", "client_secret_post"}},
                    {"introspection_endpoint", issuer + "/oauth2/introspect"},
                    {"introspection_endpoint_auth_methods_supported",
                     json::array{"client_secret_basic", "client_secret_post", "Bearer"}},
                    {"revocation_endpoint", issuer + "/oauth2/revoke"},
                    {"revocation_endpoint_auth_methods_supported",
                     json::array{"client_secret_basic", "client_secret_post", "none"}}});
}

TEST_CASE("discovery: the OpenID configuration is the metadata, and what OpenID requires besides") {
  for (const std::string algorithm : {"ES256", "EdDSA"}) {
    CAPTURE(algorithm);
    Installation site({"--signature-algorithm", algorithm, "--issuer", "https://tokens.example"});
    auto client = site.connect();
    auto wanted = check_public(client.get(metadata_path)).body.as_object();
    wanted["subject_types_supported"] = json::array{"public"};
    wanted["id_token_signing_alg_values_supported"] = json::array{algorithm};
    const auto reply = client.get(openid_path);
    CHECK(check_public(reply).body.as_object() == wanted);
    // There is no such endpoint.
    CHECK_FALSE(wanted.contains("authorization_endpoint"));
    CHECK_FALSE(wanted.contains("userinfo_endpoint"));
    for (const auto& key : published_keys(client)) {
      CHECK(key.at("alg").as_string() == algorithm);
    }
  }
}

TEST_CASE("discovery: the endpoints of the metadata exist and accept the documented methods") {
  Provider provider(shared_installation());
  auto& client = provider.tenant.client;
  const auto metadata = client.get(metadata_path).body;
  const std::string issuer(metadata.at("issuer").as_string());
  const auto path_of = [&](const char* name) {
    const std::string url(metadata.at(name).as_string());
    REQUIRE(url.starts_with(issuer + "/"));
    return url.substr(issuer.size());
  };
  const Form grant{
      {"grant_type", std::string(metadata.at("grant_types_supported").at(0).as_string())},
      {"refresh_token", provider.tenant.consumer_token}};
  const TokenPair tokens = check_exchanged(provider.post_form(path_of("token_endpoint"), grant));
  CHECK(part_of(tokens.access, 1).at("iss").as_string() == issuer);
  const auto of_access_token = [&](const char* endpoint) {
    return provider.post_form(path_of(endpoint), {{"token", tokens.access}},
                              provider.authorization());
  };
  CHECK(of_access_token("introspection_endpoint").body.at("active") == true);
  CHECK(of_access_token("revocation_endpoint").status == 200);
  check_inactive(of_access_token("introspection_endpoint"));
  CHECK(check_public(client.get(path_of("jwks_uri"))).body.as_object().contains("keys"));
}

TEST_CASE("discovery: the issuer is the configured one, whatever the request contains") {
  Installation site({"--issuer", "https://tokens.example"});
  Provider provider(site);
  auto& client = provider.tenant.client;
  const auto metadata = client.get(metadata_path);
  CHECK(metadata.body.at("issuer") == "https://tokens.example");
  CHECK(metadata.body.at("jwks_uri") == "https://tokens.example/.well-known/jwks.json");
  for (const char* host : {"evil.example", "127.0.0.1:1", "tokens.example:8443"}) {
    CAPTURE(host);
    CHECK(get_as(client, metadata_path, host).http.body == metadata.http.body);
    auto request = exchange_request(provider.tenant.mint_token());
    request.headers.emplace_back("Host", host);
    request.headers.emplace_back("X-Forwarded-Host", host);
    const TokenPair tokens = check_exchanged(client.send(request));
    CHECK(part_of(tokens.access, 1).at("iss") == "https://tokens.example");
    CHECK(provider.introspect(tokens.access).body.at("iss") == "https://tokens.example");
  }
  // Mails still contain --public-url.
  CHECK(site.mailbox().last_to(provider.tenant.email).raw.find("https://tokens.example") ==
        std::string::npos);
}

TEST_CASE("discovery: keys are public, and each has its use") {
  auto client = shared_installation().connect();
  const auto reply = client.get(keys_path);
  check_public(reply);
  CHECK(names(reply.body) == std::set<std::string>{"keys"});
  const auto& keys = reply.body.at("keys").as_array();
  REQUIRE(keys.size() == 1);
  for (const auto& key : keys) {
    CHECK(names(key) == std::set<std::string>{"kty", "crv", "x", "y", "kid", "use", "alg"});
    CHECK(key.at("kty") == "EC");
    CHECK(key.at("crv") == "P-256");
    CHECK(key.at("alg") == "ES256");
    CHECK(key.at("use") == "sig");
    CHECK(key.at("x").as_string().size() == 43);
    CHECK(key.at("y").as_string().size() == 43);
    CHECK(!key.at("kid").as_string().empty());
  }
}

TEST_CASE("discovery: an Ed25519 key is published as in RFC 8037") {
  Installation site({"--signature-algorithm", "EdDSA"});
  Provider provider(site);
  const auto keys = published_keys(provider.tenant.client);
  REQUIRE(keys.size() == 1);
  CHECK(names(keys[0]) == std::set<std::string>{"kty", "crv", "x", "kid", "use", "alg"});
  CHECK(keys[0].at("kty") == "OKP");
  CHECK(keys[0].at("crv") == "Ed25519");
  CHECK(keys[0].at("alg") == "EdDSA");
  const TokenPair tokens = provider.begin();
  CHECK(part_of(tokens.access, 0).at("alg") == "EdDSA");
  CHECK(keys[0].at("kid").as_string() == key_of(tokens.access));
  CHECK(provider.is_active(tokens.access));
}

TEST_CASE("discovery: the documents are public and read-only") {
  auto client = shared_installation().connect();
  for (const std::string& path : {metadata_path, openid_path, keys_path}) {
    CAPTURE(path);
    const auto reply = client.get(path, "Bearer unknown");
    check_public(reply);
    const auto head = client.send({.method = "HEAD", .target = path});
    CHECK(head.status == 200);
    CHECK(head.http.header("Content-Length") == std::to_string(reply.http.body.size()));
    for (const char* method : {"POST", "PUT", "DELETE"}) {
      const auto refused = client.send({.method = method, .target = path, .body = "{}"});
      check_oauth_refused(refused, 405, "invalid_request");
      CHECK(refused.http.header("Allow") == "GET, HEAD, OPTIONS");
    }
    // A trailing slash is ignored.
    CHECK(check_public(client.get(path + "/")).http.body == reply.http.body);
    CHECK(check_public(client.get(path + "?indent=2")).http.body.find('\n') != std::string::npos);
    const auto faulty = client.get(path + "?indent=x");
    check_oauth_refused(faulty, 400, "invalid_request");
  }
}

TEST_CASE("discovery: all servers of an installation publish the same keys") {
  Installation site({}, 2);
  auto first = site.connect_to(0);
  auto second = site.connect_to(1);
  CHECK(published_key_ids(first).size() == 1);
  CHECK(published_key_ids(first) == published_key_ids(second));
}
