// Permissions to manage an account's API security.
#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"

using namespace gatehouse::testing;

namespace {

std::string member_path(const Estate& estate, const Person& person) {
  return "/projects/" + estate.project_id + "/members/" + person.id;
}

const std::string permissions = R"({"permissions":["MANAGE_API_SECURITY"]})";

}  // namespace

TEST_CASE("permissions: a developer manages only the project with the permission") {
  Estate estate(shared_installation());
  const Person developer = estate.tenant.add_user("developers");
  estate.tenant.post("/projects", name_body("Other"));
  estate.permit(developer, estate.project_id);

  check_listed(estate.send_as(developer.token, "GET", "credentials"));
  check_done(estate.send_as(developer.token, "POST", "credentials", credential_body("u1")));
  check_done(estate.send_as(developer.token, "POST", "apiProxies", name_body("p")));
  check_done(estate.send_as(developer.token, "PUT", "credentials/u1/access", access_body("p")));
  for (const char* project : {"Other", "admin"}) {
    CAPTURE(project);
    for (const char* path : {"credentials", "apiProxies", "apiProxyGroups"}) {
      check_refused(estate.tenant.client.get(Estate::at(project, path), developer.token), 401);
    }
    check_refused(estate.tenant.client.post(Estate::at(project, "credentials"),
                                            credential_body("u2"), developer.token),
                  401);
    check_refused(
        estate.tenant.client.remove(Estate::at(project, "credentials/u1"), developer.token), 401);
  }
  // Another developer is not affected.
  check_refused(estate.send_as(estate.tenant.add_user("developers").token, "GET", "credentials"),
                401);
}

TEST_CASE("permissions: the permission may be written as the documentation prints it") {
  Estate estate(shared_installation());
  const Person developer = estate.tenant.add_user("developers");
  const auto set = check_success(estate.tenant.put(member_path(estate, developer),
                                                   R"({"permissions":["Manage API Security"]})"),
                                 202);
  CHECK(strings(set.content().at("permissions")) ==
        std::vector<std::string>{"MANAGE_API_SECURITY"});
  check_listed(estate.send_as(developer.token, "GET", "credentials"));
}

TEST_CASE("permissions: a revocation is effective at once") {
  Estate estate(shared_installation());
  const Person developer = estate.tenant.add_user("developers");
  const std::string path = member_path(estate, developer);
  for (int i = 0; i < 2; ++i) {
    estate.permit(developer, estate.project_id);
    check_listed(estate.send_as(developer.token, "GET", "credentials"));
    check_success(estate.tenant.remove(path), 202);
    check_error(estate.tenant.remove(path), 404);
    check_refused(estate.send_as(developer.token, "GET", "credentials"), 401);
  }
  // A member without permissions cannot manage the project.
  check_faults(estate.tenant.put(path, R"({"permissions":[]})"), {"permissions"});
}

TEST_CASE("permissions: deleting a developer ends memberships and permissions") {
  Estate estate(shared_installation());
  const Person developer = estate.tenant.add_user("developers");
  estate.permit(developer, estate.project_id);
  check_success(estate.tenant.remove("/developers/" + developer.id), 202);
  check_refused(estate.send_as(developer.token, "GET", "credentials"), 401);
  CHECK(estate.tenant.get("/projects/" + estate.project_id + "/members").items().empty());
  check_error(estate.tenant.put(member_path(estate, developer), permissions), 404);
}

TEST_CASE("permissions: all members are listed, and only developers can be members") {
  Estate estate(shared_installation());
  const std::string members = "/projects/" + estate.project_id + "/members";
  const Person developer = estate.tenant.add_user("developers");
  CHECK(estate.tenant.get(members).items().empty());
  const auto set =
      check_success(estate.tenant.put(member_path(estate, developer), permissions), 202);
  CHECK(set.text("id") == developer.id);
  CHECK(set.text("email") == developer.email);
  CHECK(strings(set.content().at("permissions")) ==
        std::vector<std::string>{"MANAGE_API_SECURITY"});
  const auto listed = estate.tenant.get(members).items();
  REQUIRE(listed.size() == 1);
  CHECK(listed.at(0) == set.content());

  for (const Person& other : {estate.tenant.admin, estate.tenant.add_user("billings")}) {
    check_error(estate.tenant.put(member_path(estate, other), permissions), 404);
  }
  check_error(estate.tenant.put(members + "/none", permissions), 404);
  check_faults(estate.tenant.put(member_path(estate, developer), R"({"permissions":["ALL"]})"),
               {"permissions"});
}

TEST_CASE("permissions: members and gateways are managed by admins only") {
  Estate estate(shared_installation());
  const Person developer = estate.tenant.add_user("developers");
  estate.permit(developer, estate.project_id);
  const std::string members = "/api/v1/projects/" + estate.project_id + "/members";
  auto& client = estate.tenant.client;
  for (const std::string& token : {developer.token, estate.tenant.add_user("billings").token,
                                   estate.tenant.site.root().token}) {
    check_error(client.get(members, token), 403);
    check_error(client.put(members + "/" + developer.id, permissions, token), 403);
    check_error(client.remove(members + "/" + developer.id, token), 403);
    check_error(client.get("/api/v1/gateways", token), 403);
    check_error(client.post("/api/v1/gateways", name_body("mine"), token), 403);
    check_error(client.remove("/api/v1/gateways/" + estate.gateway_id, token), 403);
  }
  CHECK(estate.tenant.get("/gateways").items().size() == 1);
}

TEST_CASE("permissions: an admin needs none, and a deleted admin has none") {
  Estate estate(shared_installation());
  const Person other = estate.tenant.add_user("admins");
  check_listed(estate.send_as(other.token, "GET", "credentials"));
  check_success(estate.tenant.remove("/admins/" + other.id), 202);
  check_refused(estate.send_as(other.token, "GET", "credentials"), 401);
}

TEST_CASE("gateways: a name is unique in the account, and a token is shown once") {
  Estate estate(shared_installation());
  const auto made = check_success(estate.tenant.post("/gateways", name_body("edge")), 201);
  CHECK(made.text("token").size() == 43);
  check_error(estate.tenant.post("/gateways", name_body("edge")), 409);
  for (const auto& gateway : estate.tenant.get("/gateways").items()) {
    CHECK(gateway.at("token").is_null());
  }
  // Another account may use the name.
  Tenant other(shared_installation());
  check_success(other.post("/gateways", name_body("edge")), 201);
  check_success(estate.tenant.remove("/gateways/" + made.text("id")), 202);
  check_error(estate.tenant.remove("/gateways/" + made.text("id")), 404);
  check_success(estate.tenant.post("/gateways", name_body("edge")), 201);
}
