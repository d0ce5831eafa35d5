#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

ApiReply add(Tenant& tenant, const std::string& code) {
  return tenant.client.post("/api/v1/services",
                            R"({"codeName":")" + code + R"(","name":"Service"})",
                            tenant.site.root().token);
}

}  // namespace

TEST_CASE("services: codes are unique and well-formed") {
  Tenant tenant(shared_installation());
  const std::string code = tenant.site.fresh_code();
  const auto created = add(tenant, code);
  check_success(created, 201);
  CHECK(created.text("codeName") == code);
  CHECK(created.text("description").empty());
  check_error(add(tenant, code), 409);
  check_success(add(tenant, "0"), 201);
  check_success(add(tenant, "a_-" + std::string(29, '9')), 201);
  for (const std::string& wrong :
       {std::string(33, 'a'), std::string("A"), std::string("_a"), std::string("-a"),
        std::string("a.b"), std::string("a b"), std::string("ö"), std::string(""),
        std::string("a/b"), std::string("%61")}) {
    CAPTURE(wrong);
    check_faults(add(tenant, wrong), {"codeName"});
  }
}

TEST_CASE("services: an attachment has the configured limit, and can be read individually") {
  Installation site({"--items-of-service", "limited=7,none=0", "--items-per-service", "42"});
  Tenant tenant(site);
  const std::string services = "/projects/" + tenant.add_project() + "/services";
  for (const auto& example : {std::pair{"limited", 7}, {"none", 0}, {"other", 42}}) {
    const auto& code = example.first;
    const auto& limit = example.second;
    CAPTURE(code);
    check_success(add(tenant, code), 201);
    const auto attached = tenant.post(services, attach_service_body(code));
    check_success(attached, 201);
    CHECK(attached.content().at("itemLimit").as_int64() == limit);
    CHECK(attached.content().at("itemUsed").as_int64() == 0);
    CHECK(tenant.get(services + "/" + code).content() == attached.content());
  }
}

TEST_CASE("services: an unknown code is 400, and an attached one is 409") {
  Tenant tenant(shared_installation());
  const std::string services = "/projects/" + tenant.add_project() + "/services";
  const std::string code = tenant.site.add_service();
  check_faults(tenant.post(services, attach_service_body("unknown")), {"serviceCatalogCode"});
  check_success(tenant.post(services, attach_service_body(code)), 201);
  check_error(tenant.post(services, attach_service_body(code)), 409);
  check_success(tenant.remove(services + "/" + code), 202);
  check_error(tenant.get(services + "/" + code), 404);
  check_error(tenant.remove(services + "/" + code), 404);
  const auto again = tenant.post(services, attach_service_body(code));
  check_success(again, 201);
  CHECK(again.text("id").size() == 32);
}

TEST_CASE("services: the code may have either field name, but not two different values") {
  Tenant tenant(shared_installation());
  const std::string services = "/projects/" + tenant.add_project() + "/services";
  const std::string one = tenant.site.add_service();
  const std::string two = tenant.site.add_service();
  check_success(tenant.post(services, R"({"name":"x","codeName":")" + one + R"("})"), 201);
  check_error(tenant.post(services, R"({"name":"x","codeName":")" + one +
                                        R"(","serviceCatalogCode":")" + two + R"("})"),
              400);
  check_success(tenant.post(services, R"({"name":"x","codeName":")" + two +
                                          R"(","serviceCatalogCode":")" + two + R"("})"),
                201);
  check_faults(tenant.post(services, R"({"name":"x"})"), {"serviceCatalogCode"});
}

TEST_CASE("services: detaching one deletes its consumer tokens only") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string project = "/projects/" + tenant.project;
  const std::string kept = tenant.site.add_service();
  tenant.attach_service(tenant.project, kept);
  const auto minted =
      tenant.post("/consumer-tokens", mint_body(tenant.consumer, tenant.project, kept));
  check_success(tenant.remove(project + "/services/" + tenant.service), 202);
  // After it is attached again, the former token is still invalid.
  tenant.attach_service(tenant.project, tenant.service);
  check_error(tenant.remove("/consumer-tokens/" + tenant.consumer_token + project + "/services/" +
                            tenant.service),
              404);
  check_success(
      tenant.remove("/consumer-tokens/" + minted.text("token") + project + "/services/" + kept),
      202);
}
