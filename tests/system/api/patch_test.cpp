// PATCH by merge patches (RFC 7396), the times of records, and what a tenant stores with consumers.
#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>
#include <string>
#include <thread>
#include <vector>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

namespace json = boost::json;

ApiReply patch_as(Tenant& tenant, const std::string& content_type, const std::string& body) {
  return tenant.client.send({.method = "PATCH",
                             .target = "/api/v1/account",
                             .token = tenant.admin.token,
                             .body = body,
                             .headers = {{"Content-Type", content_type}}});
}

/// The record without the time of its latest change.
json::object without_change(json::value record) {
  json::object& members = record.as_object();
  members.erase("updatedAt");
  return std::move(members);
}

}  // namespace

TEST_CASE("patch: a field that is not named keeps its value") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  check_success(tenant.put("/account", R"({"organizationName":"A","address":"Street 1",)"
                                       R"("phone":"12345678901","email":")" +
                                           tenant.email + R"("})"),
                202);
  const json::object before = without_change(tenant.get("/account").content());
  const auto reply = tenant.patch("/account", R"({"organizationName":"B","id":"ignored"})");
  check_success(reply, 202);
  json::object expected = before;
  expected["organizationName"] = "B";
  CHECK(without_change(reply.content()) == expected);
  CHECK(reply.content() == tenant.get("/account").content());

  check_success(tenant.patch("/account", R"({"address":null,"phone":null})"), 202);
  const auto emptied = tenant.get("/account");
  CHECK(emptied.text("address").empty());
  CHECK(emptied.text("phone").empty());
  CHECK(emptied.text("organizationName") == "B");

  const std::string project = "/projects/" + tenant.project;
  check_success(tenant.put(project, R"({"name":"Shop","description":"Sells"})"), 202);
  check_success(tenant.patch(project, R"({"name":"Blog"})"), 202);
  CHECK(tenant.get(project).text("description") == "Sells");
  check_success(tenant.patch(project, R"({"description":null})"), 202);
  CHECK(tenant.get(project).text("description").empty());
  CHECK(tenant.get(project).text("name") == "Blog");
}

TEST_CASE("patch: what makes a record invalid is refused, and changes nothing") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string before = tenant.sight();
  const std::string project = "/projects/" + tenant.project;
  check_faults(tenant.patch("/account", R"({"organizationName":null,"phone":"1"})"),
               {"organizationName", "phone"});
  check_faults(tenant.patch("/account", R"({"address":"moved","email":"nowhere"})"), {"email"});
  check_faults(tenant.patch(project, R"({"description":"new","name":""})"), {"name"});
  check_error(tenant.patch(project, R"({"description":"new","name":"admin"})"), 409);
  check_faults(
      tenant.patch("/developers/" + tenant.developer.id, R"({"firstName":"New","password":null})"),
      {"password"});
  const std::string taken = R"({"firstName":"New","email":")" + tenant.admin.email + R"("})";
  check_error(tenant.patch("/developers/" + tenant.developer.id, taken), 409);
  for (const char* body : {"null", "[]", "\"x\"", "5", "{", "[{\"op\":\"remove\"}]"}) {
    check_error(tenant.patch("/account", body), 400);
  }
  CHECK(tenant.sight() == before);
}

TEST_CASE("patch: the body is a merge patch or JSON, and other types are refused") {
  Tenant tenant(shared_installation());
  for (const char* type : {"application/merge-patch+json", "application/json",
                           "Application/Merge-Patch+JSON; charset=utf-8"}) {
    check_success(patch_as(tenant, type, R"({"address":"A"})"), 202);
  }
  for (const char* type :
       {"application/json-patch+json", "text/plain", "application/x-www-form-urlencoded"}) {
    const auto refused = patch_as(tenant, type, R"({"address":"B"})");
    check_error(refused, 415);
    CHECK(refused.http.header("Accept-Patch") == "application/merge-patch+json, application/json");
  }
  CHECK(tenant.get("/account").text("address") == "A");
  // A PUT takes a whole record, which a merge patch is not.
  check_error(tenant.client.send({.method = "PUT",
                                  .target = "/api/v1/account",
                                  .token = tenant.admin.token,
                                  .body = "{}",
                                  .headers = {{"Content-Type", "application/merge-patch+json"}}}),
              415);
}

TEST_CASE("patch: OPTIONS tells the types of a patch, where there is one") {
  Tenant tenant(shared_installation());
  const auto accepted = [&](const std::string& path) {
    return tenant.client.options(path).http.header("Accept-Patch");
  };
  const std::string merged = "application/merge-patch+json, application/json";
  CHECK(accepted("/api/v1/account") == merged);
  CHECK(accepted("/api/v1/consumers/" + std::string(32, '0')) == merged);
  CHECK(accepted("/apiops/projects/x/credentials/y/") == "application/json");
  CHECK(accepted("/api/v1/consumers").empty());
}

TEST_CASE("patch: a password is changed as by PUT, and no other field") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string path = "/developers/" + tenant.developer.id;
  const json::object before = without_change(tenant.get(path).content());
  check_success(tenant.patch(path, R"({"password":"another"})"), 202);
  CHECK(without_change(tenant.get(path).content()) == before);
  // The user's sessions end.
  check_error(tenant.client.get("/api/v1/me", tenant.developer.token), 401);
  const std::string login = R"({"email":")" + tenant.developer.email + R"(","password":)";
  check_error(tenant.client.post("/api/v1/session", login + R"("123"})"), 401);
  check_success(tenant.client.post("/api/v1/session", login + R"("another"})"), 201);
}

TEST_CASE("patch: of two that name different fields at the same time, neither is lost") {
  Tenant tenant(shared_installation());
  const std::string path = "/api/v1/projects/" + tenant.add_project();
  const auto patch = [&](ApiClient& client, const std::string& field, const std::string& value) {
    return client
        .send({.method = "PATCH",
               .target = path,
               .token = tenant.admin.token,
               .body = "{\"" + field + "\":\"" + value + "\"}"})
        .status;
  };
  for (int round = 0; round < 20; ++round) {
    const std::string value = "round " + std::to_string(round);
    ApiClient other = tenant.site.connect();
    unsigned renamed = 0;
    std::thread renames([&] { renamed = patch(other, "name", value); });
    const unsigned described = patch(tenant.client, "description", value);
    renames.join();
    CHECK(renamed == 202);
    CHECK(described == 202);
    const auto project = tenant.client.get(path, tenant.admin.token);
    CHECK(project.text("name") == value);
    CHECK(project.text("description") == value);
  }
}

TEST_CASE("consumers: an external id is unique in the account, and finds its consumer") {
  Tenant tenant(shared_installation());
  Tenant other(shared_installation());
  const auto made =
      tenant.post("/consumers", R"({"externalId":"customer 7/ğ","metadata":{"plan":"gold"}})");
  check_success(made, 201);
  CHECK(json::serialize(made.content().at("metadata")) == R"({"plan":"gold"})");
  const auto plain = tenant.post("/consumers", "{}");
  CHECK(plain.content().at("externalId").is_null());
  CHECK(plain.content().at("metadata").as_object().empty());

  const std::string query = "?externalId=customer%207%2F%C4%9F";
  const auto found = tenant.get("/consumers" + query);
  check_success(found, 200);
  REQUIRE(found.items().size() == 1);
  CHECK(found.items().front() == made.content());
  CHECK(tenant.get("/consumers" + query + "&after=" + made.text("id")).items().empty());
  CHECK(tenant.get("/consumers?externalId=unknown").items().empty());
  CHECK(other.get("/consumers" + query).items().empty());
  for (const std::string& wrong :
       {std::string(), std::string("%00"), std::string("a%0Ab"), std::string(129, 'a')}) {
    check_faults(tenant.get("/consumers?externalId=" + wrong), {"externalId"});
  }

  check_error(tenant.post("/consumers", R"({"externalId":"customer 7/ğ"})"), 409);
  const std::string second = "/consumers/" + plain.text("id");
  check_error(tenant.patch(second, R"({"externalId":"customer 7/ğ","metadata":{"a":"b"}})"), 409);
  CHECK(tenant.get("/consumers").items().back() == plain.content());
  check_success(other.post("/consumers", R"({"externalId":"customer 7/ğ"})"), 201);
}

TEST_CASE("consumers: a patch merges metadata, and its limits hold for the result") {
  Tenant tenant(shared_installation());
  const auto made = tenant.post("/consumers", R"({"externalId":"7","metadata":{"a":"1","b":"2"}})");
  const std::string path = "/consumers/" + made.text("id");
  const auto metadata_after = [&](const std::string& patch) {
    const auto reply = tenant.patch(path, R"({"metadata":)" + patch + "}");
    check_success(reply, 202);
    CHECK(reply.text("externalId") == "7");
    return json::serialize(reply.content().at("metadata"));
  };
  CHECK(metadata_after(R"({"b":null,"c":"3","unknown":null})") == R"({"a":"1","c":"3"})");
  CHECK(metadata_after("{}") == R"({"a":"1","c":"3"})");
  std::string many;
  for (int i = 0; i < 15; ++i) many += ",\"n" + std::to_string(i) + "\":\"x\"";
  check_faults(tenant.patch(path, R"({"externalId":"8","metadata":{"a":"0")" + many + "}}"),
               {"metadata"});
  check_faults(tenant.patch(path, R"({"metadata":{"a":{"deep":"x"}}})"), {"metadata"});
  CHECK(metadata_after("{}") == R"({"a":"1","c":"3"})");
  CHECK(metadata_after(R"({"c":null,"a":"0")" + many + "}").find("\"n14\"") != std::string::npos);
  CHECK(metadata_after("null") == "{}");
  const auto cleared = tenant.patch(path, R"({"externalId":null})");
  CHECK(cleared.content().at("externalId").is_null());
}

TEST_CASE("times: a record tells when it was created and last changed, in UTC") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const auto made = tenant.post("/consumers", "{}");
  const std::string created = made.text("createdAt");
  CHECK(created.size() == std::string("2026-11-28T20:38:21.000Z").size());
  CHECK(created.back() == 'Z');
  CHECK(made.content().at("updatedAt").is_null());
  const std::string path = "/consumers/" + made.text("id");
  // A patch that changes nothing is no change.
  CHECK(tenant.patch(path, "{}").content().at("updatedAt").is_null());
  const auto changed = tenant.patch(path, R"({"externalId":"9"})");
  CHECK(changed.text("createdAt") == created);
  CHECK(changed.text("updatedAt") >= created);

  // A client cannot set them.
  const std::string project = "/projects/" + tenant.project;
  const auto before = tenant.get(project);
  const auto reply = tenant.patch(
      project,
      R"({"createdAt":"2000-01-01T00:00:00.000Z","updatedAt":"2000-01-01T00:00:00.000Z"})");
  CHECK(reply.content() == before.content());
  const auto keys = tenant.put(project + "/api", "{}");
  CHECK(keys.text("updatedAt") >= before.text("createdAt"));
}
