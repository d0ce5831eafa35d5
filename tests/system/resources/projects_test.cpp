#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

TEST_CASE("projects: a new project has the configured limit, no consumers and no services") {
  Tenant tenant(shared_installation());
  const auto created = tenant.post("/projects", name_body("one"));
  check_success(created, 201);
  CHECK(created.text("name") == "one");
  CHECK(created.text("description").empty());
  CHECK(created.text("id").size() == 32);
  CHECK(created.content().at("userLimit").as_int64() == 1000);
  CHECK(created.content().at("userUsed").as_int64() == 0);
  CHECK(created.content().at("services").as_array().empty());
  CHECK(tenant.get("/projects/" + created.text("id")).content() == created.content());
  CHECK(tenant.get("/projects").content().as_array().at(0) == created.content());
}

TEST_CASE("projects: an account has at most five, and a sixth is 402") {
  Tenant tenant(shared_installation());
  for (int i = 0; i < 5; ++i) tenant.add_project();
  check_error(tenant.post("/projects", name_body("sixth")), 402);
  CHECK(tenant.get("/projects").content().as_array().size() == 5);
}

TEST_CASE("projects: a name is unique within its account only, and admin is reserved") {
  Tenant tenant(shared_installation());
  Tenant other(shared_installation());
  check_success(tenant.post("/projects", name_body("one")), 201);
  check_success(other.post("/projects", name_body("one")), 201);
  const auto second = tenant.post("/projects", name_body("two"));
  check_success(second, 201);
  for (const char* taken : {"one", "admin"}) {
    CAPTURE(taken);
    check_error(tenant.post("/projects", name_body(taken)), 409);
    check_error(tenant.put("/projects/" + second.text("id"), name_body(taken)), 409);
  }
  CHECK(tenant.get("/projects/" + second.text("id")).text("name") == "two");
  check_success(tenant.put("/projects/" + second.text("id"), name_body("two")), 202);
  CHECK(tenant.get("/projects").content().as_array().size() == 2);
}

TEST_CASE("projects: the description is empty unless one is given") {
  Tenant tenant(shared_installation());
  const auto created = tenant.post("/projects", R"({"name":"one","description":"what it is"})");
  const std::string path = "/projects/" + created.text("id");
  CHECK(tenant.get(path).text("description") == "what it is");
  const auto updated = tenant.put(path, R"({"name":"renamed","description":"else"})");
  check_success(updated, 202);
  CHECK(updated.text("name") == "renamed");
  CHECK(tenant.get(path).content() == updated.content());
  check_success(tenant.put(path, name_body("renamed")), 202);
  CHECK(tenant.get(path).text("description").empty());
}

TEST_CASE("projects: push keys are null at first, and omitted ones are kept") {
  Tenant tenant(shared_installation());
  const std::string project = tenant.add_project();
  const std::string path = "/projects/" + project + "/api";
  const auto fresh = tenant.get(path);
  check_success(fresh, 200);
  for (const char* name : {"fcmApiKeys", "fcmProjectNumber", "apnsCert"}) {
    CHECK(fresh.content().at(name).is_null());
  }
  CHECK(fresh.text("id") == project);
  check_success(tenant.put(path, R"({"fcmApiKeys":"a"})"), 202);
  check_success(tenant.put(path, R"({"apnsCert":"c","fcmProjectNumber":"n"})"), 202);
  const auto changed = tenant.put(path, R"({"fcmProjectNumber":"m"})");
  check_success(changed, 202);
  CHECK(changed.text("fcmApiKeys") == "a");
  CHECK(changed.text("fcmProjectNumber") == "m");
  CHECK(changed.text("apnsCert") == "c");
  CHECK(tenant.get(path).content() == changed.content());
  check_success(tenant.put(path, "{}"), 202);
  for (const char* name : {"fcmApiKeys", "fcmProjectNumber", "apnsCert"}) {
    CHECK(tenant.get(path).content().at(name) == changed.content().at(name));
  }
}

TEST_CASE("projects: they contain the attached services") {
  Tenant tenant(shared_installation());
  const std::string project = tenant.add_project();
  std::vector<std::string> codes;
  for (int i = 0; i < 3; ++i) {
    codes.push_back(tenant.site.add_service());
    tenant.attach_service(project, codes.back());
  }
  CHECK(strings(tenant.get("/projects/" + project).content().at("services")) == codes);
  CHECK(strings(tenant.get("/projects").content().as_array().at(0).at("services")) == codes);
  CHECK(strings(tenant.put("/projects/" + project, name_body("x")).content().at("services")) ==
        codes);
  check_success(tenant.remove("/projects/" + project + "/services/" + codes[1]), 202);
  CHECK(strings(tenant.get("/projects/" + project).content().at("services")) ==
        std::vector{codes[0], codes[2]});
}
