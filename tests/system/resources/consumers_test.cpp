#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

std::int64_t used(Tenant& tenant, const std::string& project) {
  return tenant.get("/projects/" + project).content().at("userUsed").as_int64();
}

std::string token_path(const std::string& token, const std::string& project,
                       const std::string& code) {
  return "/consumer-tokens/" + token + "/projects/" + project + "/services/" + code;
}

}  // namespace

TEST_CASE("consumers: attaching and detaching update the counter") {
  Tenant tenant(shared_installation());
  const std::string project = tenant.add_project();
  const std::string other = tenant.add_project();
  const std::string path = "/projects/" + project + "/consumers";
  const std::string consumer = tenant.attach_consumer(project);
  CHECK(used(tenant, project) == 1);
  check_error(tenant.post(path, attach_consumer_body(consumer)), 409);
  CHECK(used(tenant, project) == 1);
  tenant.attach_consumer(project);
  CHECK(used(tenant, project) == 2);
  check_success(tenant.post("/projects/" + other + "/consumers", attach_consumer_body(consumer)),
                201);
  check_success(tenant.remove(path + "/" + consumer), 202);
  CHECK(used(tenant, project) == 1);
  CHECK(used(tenant, other) == 1);
  check_error(tenant.remove(path + "/" + consumer), 404);
  CHECK(used(tenant, project) == 1);
  check_error(tenant.post(path, attach_consumer_body(std::string(32, 'f'))), 404);
  CHECK(used(tenant, project) == 1);
}

TEST_CASE("consumers: a full project refuses consumers until one is detached") {
  Installation site({"--consumers-per-project", "2"});
  Tenant tenant(site);
  const std::string project = tenant.add_project();
  const std::string path = "/projects/" + project + "/consumers";
  const std::string first = tenant.attach_consumer(project);
  tenant.attach_consumer(project);
  const std::string third = tenant.add_consumer();
  check_error(tenant.post(path, attach_consumer_body(third)), 402);
  CHECK(used(tenant, project) == 2);
  check_error(tenant.remove(path + "/" + third), 404);
  check_success(tenant.remove(path + "/" + first), 202);
  check_success(tenant.post(path, attach_consumer_body(third)), 201);
  CHECK(used(tenant, project) == 2);
}

TEST_CASE("consumer-tokens: the response contains the purpose of the token") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const auto minted =
      tenant.post("/consumer-tokens", mint_body(tenant.consumer, tenant.project, tenant.service));
  check_success(minted, 201);
  CHECK(minted.text("consumerId") == tenant.consumer);
  CHECK(minted.text("projectId") == tenant.project);
  CHECK(minted.text("serviceCatalogCode") == tenant.service);
  const std::string token = minted.text("token");
  CHECK(token.size() == 64);
  CHECK(token.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(token != tenant.consumer_token);
  // It is not accepted as a user's token.
  check_error(tenant.client.get("/api/v1/me", token), 401);
}

TEST_CASE("consumer-tokens: consumer and service must be attached") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string free_consumer = tenant.add_consumer();
  const std::string free_service = tenant.site.add_service();
  check_faults(
      tenant.post("/consumer-tokens", mint_body(free_consumer, tenant.project, tenant.service)),
      {"consumerId"});
  check_faults(
      tenant.post("/consumer-tokens", mint_body(tenant.consumer, tenant.project, free_service)),
      {"serviceCatalogCode"});
  check_error(tenant.post("/consumer-tokens",
                          mint_body(tenant.consumer, tenant.add_project(), tenant.service)),
              400);
}

TEST_CASE("consumer-tokens: a service without items left issues none") {
  Installation site({"--items-per-service", "0"});
  Tenant tenant(site);
  const std::string project = tenant.add_project();
  const std::string code = site.add_service();
  tenant.attach_service(project, code);
  const std::string consumer = tenant.attach_consumer(project);
  check_error(tenant.post("/consumer-tokens", mint_body(consumer, project, code)), 402);
}

TEST_CASE("consumer-tokens: one is deleted once, under its own project and service only") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string other_project = tenant.add_project();
  const std::string other_service = tenant.site.add_service();
  tenant.attach_service(tenant.project, other_service);
  tenant.attach_service(other_project, tenant.service);
  const std::string& token = tenant.consumer_token;
  check_error(tenant.remove(token_path(token, other_project, tenant.service)), 404);
  check_error(tenant.remove(token_path(token, tenant.project, other_service)), 404);
  check_error(tenant.remove(token_path(std::string(64, '0'), tenant.project, tenant.service)), 404);
  check_error(tenant.remove(token_path("x", tenant.project, tenant.service)), 404);
  check_success(tenant.remove(token_path(token, tenant.project, tenant.service)), 202);
  check_error(tenant.remove(token_path(token, tenant.project, tenant.service)), 404);
}

TEST_CASE("consumer-tokens: they are deleted when their consumer is detached") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string project = "/projects/" + tenant.project;
  const std::string other = tenant.attach_consumer(tenant.project);
  const auto kept =
      tenant.post("/consumer-tokens", mint_body(other, tenant.project, tenant.service));
  check_success(tenant.remove(project + "/consumers/" + tenant.consumer), 202);
  check_success(tenant.post(project + "/consumers", attach_consumer_body(tenant.consumer)), 201);
  check_error(tenant.remove(token_path(tenant.consumer_token, tenant.project, tenant.service)),
              404);
  check_success(tenant.remove(token_path(kept.text("token"), tenant.project, tenant.service)), 202);
}
