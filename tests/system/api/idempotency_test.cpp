// Requests that are repeated with their Idempotency-Key.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/tenant.hpp"
#include "harness/threads.hpp"

using namespace gatehouse::testing;

namespace {

ApiRequest keyed(const std::string& path, const std::string& body, const std::string& token,
                 const std::string& key) {
  return {.method = "POST",
          .target = path.starts_with("/apiops/") ? path : "/api/v1" + path,
          .token = token,
          .body = body,
          .headers = {{"Idempotency-Key", key}}};
}

ApiReply post(Tenant& tenant, const std::string& path, const std::string& body,
              const std::string& key) {
  return tenant.client.send(keyed(path, body, tenant.admin.token, key));
}

/// Checks that the key belongs to another request.
void check_reused(const ApiReply& reply) {
  check_error(reply, 422);
  CHECK(reply.body.at("code").as_string() == "idempotency_key_reused");
}

/// Checks that the request was carried out, and returns the id of what it created.
std::string repeated_id(const ApiReply& reply) {
  check_error(reply, 409);
  CHECK(reply.body.at("code").as_string() == "request_repeated");
  REQUIRE(reply.faults() == std::set<std::string>{"id"});
  return std::string(reply.body.at("fields").at("id").as_string());
}

std::size_t count(Tenant& tenant, const std::string& collection) {
  return tenant.get(collection).items().size();
}

}  // namespace

TEST_CASE("idempotency: every creation without a secret has the same answer when it is repeated") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string project = "/projects/" + tenant.project;
  const std::string service = tenant.site.add_service();
  const std::string consumer = tenant.add_consumer();
  for (const auto& creation : std::vector<std::pair<std::string, std::string>>{
           {"/projects", name_body("Keyed")},
           {"/consumers", "{}"},
           {project + "/services", attach_service_body(service)},
           {project + "/consumers", attach_consumer_body(consumer)}}) {
    const std::string& path = creation.first;
    const std::string& body = creation.second;
    CAPTURE(path);
    const auto first = post(tenant, path, body, "key of " + path);
    check_success(first, 201);
    const std::string sight = tenant.sight();
    const auto again = post(tenant, path, body, "key of " + path);
    check_success(again, 201);
    CHECK(again.http.body == first.http.body);
    CHECK(tenant.sight() == sight);
  }
}

TEST_CASE("idempotency: a creation in the credential API has the same answer when it is repeated") {
  Estate estate(shared_installation());
  for (const auto& creation :
       std::vector<std::pair<std::string, std::string>>{{"credentials/", credential_body("keyed")},
                                                        {"apiProxies/", name_body("Keyed")},
                                                        {"apiProxyGroups/", name_body("Keyed")}}) {
    const std::string& path = creation.first;
    const std::string& body = creation.second;
    CAPTURE(path);
    const auto send = [&](const std::string& text) {
      return post(estate.tenant, estate.at(path), text, "key of " + path);
    };
    const auto first = send(body);
    CHECK(first.status == 200);
    const auto again = send(body);
    CHECK(again.status == 200);
    CHECK(again.body.at("status").as_string() == "SUCCESS");
    const auto other = send(body + " ");
    CHECK(other.status == 422);
    CHECK(other.body.at("error").as_string() == "idempotency_key_reused");
    CHECK(estate.get(path).body.at("resultCount").as_int64() == (path == "apiProxies/" ? 2 : 1));
  }
}

TEST_CASE("idempotency: an answer with a secret is not kept, and its repeat names the record") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string developer = user_body(tenant.site.fresh_email());
  const auto created = post(tenant, "/developers", developer, "user");
  check_success(created, 201);
  const auto repeated = post(tenant, "/developers", developer, "user");
  CHECK(repeated_id(repeated) == created.text("id"));
  CHECK(repeated.http.body.find(created.text("token")) == std::string::npos);

  const auto gateway = post(tenant, "/gateways", name_body("Edge"), "gateway");
  check_success(gateway, 201);
  CHECK(repeated_id(post(tenant, "/gateways", name_body("Edge"), "gateway")) == gateway.text("id"));

  const std::string mint = mint_body(tenant.consumer, tenant.project, tenant.service);
  check_success(post(tenant, "/consumer-tokens", mint, "token"), 201);
  const std::string consumer = repeated_id(post(tenant, "/consumer-tokens", mint, "token"));
  // The token itself is the only id of a consumer token.
  CHECK(consumer == tenant.consumer);

  const auto program = post(tenant, "/service-accounts", name_body("Back end"), "program");
  check_success(program, 201);
  CHECK(repeated_id(post(tenant, "/service-accounts", name_body("Back end"), "program")) ==
        program.text("id"));
  const std::string secrets = "/service-accounts/" + program.text("id") + "/secrets";
  const auto secret = post(tenant, secrets, "", "secret");
  check_success(secret, 201);
  const auto again = post(tenant, secrets, "", "secret");
  CHECK(repeated_id(again) == secret.text("secretId"));
  CHECK(again.http.body.find(secret.text("clientSecret")) == std::string::npos);

  const std::string services_token = "/projects/" + tenant.project + "/services-token";
  check_success(post(tenant, services_token, "", "service"), 201);
  (void)repeated_id(post(tenant, services_token, "", "service"));
  CHECK(count(tenant, services_token + "s") == 1);
}

TEST_CASE("idempotency: another body, path or operation under a key is refused") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  check_success(post(tenant, "/projects", name_body("First"), "k"), 201);
  check_reused(post(tenant, "/projects", name_body("Second"), "k"));
  check_reused(post(tenant, "/projects", "not JSON", "k"));
  check_reused(post(tenant, "/consumers", name_body("First"), "k"));

  const std::string service = tenant.site.add_service();
  const std::string other = tenant.add_project();
  const std::string body = attach_service_body(service);
  check_success(post(tenant, "/projects/" + tenant.project + "/services", body, "s"), 201);
  check_reused(post(tenant, "/projects/" + other + "/services", body, "s"));
  // The form of the answer does not make another request.
  check_success(post(tenant, "/projects?indent=2", name_body("First"), "k"), 201);
}

TEST_CASE("idempotency: users of one account and of others have keys of their own") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  Tenant other(shared_installation());
  const auto first = post(tenant, "/consumers", "{}", "k");
  check_success(first, 201);
  const auto of_developer =
      tenant.client.send(keyed("/consumers", "{}", tenant.developer.token, "k"));
  check_success(of_developer, 201);
  const auto of_stranger = post(other, "/consumers", "{}", "k");
  check_success(of_stranger, 201);
  CHECK(of_developer.text("id") != first.text("id"));
  CHECK(of_stranger.text("id") != first.text("id"));
  // Another session of the user has the same keys.
  const auto again =
      tenant.client.send(keyed("/consumers", "{}", tenant.log_in(tenant.admin), "k"));
  CHECK(check_success(again, 201).text("id") == first.text("id"));
}

TEST_CASE("idempotency: a refused request is judged again") {
  Tenant tenant(shared_installation());
  const std::string body = user_body(tenant.admin.email);
  check_error(post(tenant, "/developers", body, "k"), 409);
  const auto again = post(tenant, "/developers", body, "k");
  CHECK(again.body.at("code").as_string() == "already_exists");
  check_success(post(tenant, "/consumers", "{}", "k"), 201);
}

TEST_CASE("idempotency: a malformed key is refused, after the permission was checked") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const std::string& key : {std::string(), std::string(256, 'k'), std::string("a\tb")}) {
    CAPTURE(key);
    check_faults(post(tenant, "/consumers", "{}", key), {"Idempotency-Key"});
  }
  check_success(post(tenant, "/consumers", "{}", std::string(255, 'k')), 201);
  ApiRequest twice = keyed("/consumers", "{}", tenant.admin.token, "k");
  twice.headers.emplace_back("idempotency-key", "k");
  check_faults(tenant.client.send(twice), {"Idempotency-Key"});
  check_error(tenant.client.send(keyed("/consumers", "{}", tenant.billing.token, "")), 403);
  check_error(tenant.client.send(keyed("/consumers", "{}", "unknown", "")), 401);
  // Other operations do not heed it.
  ApiRequest put = keyed("/projects/" + tenant.project, name_body("Renamed"), tenant.admin.token,
                         std::string(256, 'k'));
  put.method = "PUT";
  check_success(tenant.client.send(put), 202);
}

TEST_CASE("idempotency: of simultaneous requests with a key one is carried out") {
  Tenant tenant(shared_installation());
  constexpr std::size_t clients = 8;
  const auto together = [&](const std::string& path, const std::string& body) {
    std::vector<ApiClient> connected;
    for (std::size_t i = 0; i < clients; ++i) connected.push_back(tenant.site.connect());
    return all_at_once<ApiReply>(clients, [&](std::size_t i) {
      return connected[i].send(keyed(path, body, tenant.admin.token, "same"));
    });
  };
  const auto is_running = [](const ApiReply& reply) {
    return reply.status == 409 && reply.http.header("Retry-After") == "1";
  };
  std::set<std::string> ids;
  for (const ApiReply& reply : together("/projects", name_body("Raced"))) {
    if (is_running(reply)) continue;
    ids.insert(check_success(reply, 201).text("id"));
  }
  CHECK(ids.size() == 1);
  CHECK(count(tenant, "/projects") == 1);
}

TEST_CASE("idempotency: of simultaneous requests whose answer holds a secret one gets it") {
  Tenant tenant(shared_installation());
  constexpr std::size_t clients = 8;
  const std::string body = user_body(tenant.site.fresh_email());
  std::vector<ApiClient> connected;
  for (std::size_t i = 0; i < clients; ++i) connected.push_back(tenant.site.connect());
  const auto replies = all_at_once<ApiReply>(clients, [&](std::size_t i) {
    return connected[i].send(keyed("/developers", body, tenant.admin.token, "same"));
  });
  std::size_t created = 0;
  for (const ApiReply& reply : replies) {
    CAPTURE(reply.http.body);
    if (reply.status == 201) {
      ++created;
    } else {
      CHECK(reply.status == 409);
      CHECK(reply.body.at("code").as_string() == "request_repeated");
    }
  }
  CHECK(created == 1);
  CHECK(count(tenant, "/developers") == 1);
}
