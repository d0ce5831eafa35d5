// Lists that belong to no single project: the projects that the caller manages, and environments.
#include <doctest/doctest.h>

#include <boost/json/array.hpp>
#include <string>
#include <vector>

#include "harness/credentials.hpp"

using namespace gatehouse::testing;

namespace {

const std::string projects = "/apiops/projects/";
const std::string environments = "/apiops/environments/";

std::vector<std::string> names_in(const ApiReply& reply) {
  std::vector<std::string> found;
  for (const auto& item : check_listed(reply)) found.emplace_back(item.at("name").as_string());
  return found;
}

}  // namespace

TEST_CASE("managed projects: an admin manages every project of the account, and no other") {
  Estate estate(shared_installation());
  Estate theirs(shared_installation(), "Theirs");
  auto& client = estate.tenant.client;
  const auto other = estate.tenant.post("/projects", name_body("Other"));
  for (const std::string path : {"/apiops/projects", "/apiops/projects/"}) {
    const auto reply = client.get(path, estate.tenant.admin.token);
    CHECK(names_in(reply) == std::vector<std::string>{"Aka Project", "Other"});
    CHECK(reply.body.at("totalCount") == 2);
    CHECK(reply.body.at("resultList").at(1) ==
          boost::json::value{{"id", other.text("id")}, {"name", "Other"}, {"description", ""}});
  }
}

TEST_CASE("managed projects: a developer manages those with the permission, in pages too") {
  Estate estate(shared_installation());
  auto& client = estate.tenant.client;
  const Person developer = estate.tenant.add_user("developers");
  CHECK(names_in(client.get(projects, developer.token)).empty());
  std::vector<std::string> ids{estate.project_id};
  for (const char* name : {"B", "C", "D"}) {
    ids.push_back(estate.tenant.post("/projects", name_body(name)).text("id"));
  }
  estate.permit(developer, ids[1]);
  estate.permit(developer, ids[3]);
  CHECK(names_in(client.get(projects, developer.token)) == std::vector<std::string>{"B", "D"});
  const auto first = client.get(projects + "?limit=1", developer.token);
  CHECK(names_in(first) == std::vector<std::string>{"B"});
  CHECK(first.body.at("totalCount") == 2);
  CHECK(first.body.at("next") == boost::json::value(ids[1]));
  const auto rest = client.get(projects + "?limit=1&after=" + ids[1], developer.token);
  CHECK(names_in(rest) == std::vector<std::string>{"D"});
  CHECK_FALSE(rest.body.as_object().contains("next"));
}

TEST_CASE("environments: an account has none, which its admins may see") {
  Estate estate(shared_installation());
  auto& client = estate.tenant.client;
  for (const std::string path : {"/apiops/environments", "/apiops/environments/"}) {
    const auto reply = client.get(path, estate.tenant.admin.token);
    CHECK(check_listed(reply).empty());
    CHECK(reply.body.at("totalCount") == 0);
  }
  const std::string after = environments + "?after=";
  CHECK(check_listed(client.get(after + std::string(32, '0'), estate.tenant.admin.token)).empty());
  for (const std::string wrong : {"null", "x", "00"}) {
    check_refused(client.get(after + wrong, estate.tenant.admin.token), 400);
  }
  check_refused(client.get(environments, estate.tenant.add_user("developers").token), 401);
}

TEST_CASE("managed projects: strangers and other roles are 401, wrong parameters are 400") {
  Estate estate(shared_installation());
  auto& client = estate.tenant.client;
  for (const std::string& path : {projects, environments}) {
    for (const std::string& token :
         {std::string(), std::string("unknown"), estate.tenant.add_user("billings").token,
          estate.gateway, estate.tenant.site.root().token}) {
      CAPTURE(token);
      check_refused(client.get(path, token), 401);
      check_refused(client.get(path + "?limit=x", token), 401);
    }
    check_refused(client.get(path + "?limit=0", estate.tenant.admin.token), 400);
    check_refused(client.post(path, "{}", estate.tenant.admin.token), 405);
  }
  check_refused(client.get(projects + "?after=x", estate.tenant.admin.token), 400);
}
