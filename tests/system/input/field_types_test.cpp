// Fields of the wrong type, missing, not to be set, unknown; characters that are not allowed.
#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>

#include "described_operations.hpp"
#include "harness/checks.hpp"

using namespace gatehouse::testing;

namespace {

namespace json = boost::json;

const std::set<std::string> secrets{"password", "resetToken", "approveCode"};
const std::set<std::string> opaque{"fcmApiKeys", "fcmProjectNumber", "apnsCert"};
const std::set<std::string> of_several_lines{"description", "address"};

}  // namespace

TEST_CASE("field types: a string is nothing else, and null only where that is described") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const DescribedOperation& operation : described_operations(tenant.client)) {
    GoodRequest good = good_request(tenant, operation);
    const std::string before = tenant.sight();
    for (const DescribedField& field : operation.fields) {
      const json::value right = good.body[field.name];
      for (const char* wrong : {"null", "5", "1.5", "-0", "true", "false", "[]", "{}", "[\"a\"]",
                                "{\"a\":\"b\"}", "1e400", "123456789012345678901234567890"}) {
        if (field.nullable && std::string(wrong) == "null") continue;
        INFO(operation.name() << " " << field.name << " = " << wrong);
        std::string body = json::serialize(good.body);
        const std::string member = "\"" + field.name + "\":" + json::serialize(right);
        REQUIRE(body.find(member) != std::string::npos);
        body.replace(body.find(member), member.size(), "\"" + field.name + "\":" + wrong);
        ApiRequest request = good.request;
        request.body = body;
        check_faults(tenant.client.send(request), {field.name});
      }
    }
    CHECK_MESSAGE(tenant.sight() == before, operation.name());
    check_success(good.send(tenant.client), good.success);
  }
}

TEST_CASE("field types: null empties a push key") {
  Tenant tenant(shared_installation());
  const std::string path = "/projects/" + tenant.add_project() + "/api";
  check_success(tenant.put(path, R"({"fcmApiKeys":"a","apnsCert":"c"})"), 202);
  const auto reply = tenant.put(path, R"({"fcmApiKeys":null})");
  check_success(reply, 202);
  CHECK(reply.content().at("fcmApiKeys").is_null());
  CHECK(reply.text("apnsCert") == "c");
}

TEST_CASE("field types: a required field that is missing is named, another may be left out") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const DescribedOperation& operation : described_operations(tenant.client)) {
    for (const DescribedField& field : operation.fields) {
      INFO(operation.name() << " without " << field.name);
      GoodRequest good = good_request(tenant, operation);
      good.body.erase(field.name);
      const auto reply = good.send(tenant.client);
      if (field.required) {
        check_faults(reply, {field.name});
      } else {
        check_success(reply, good.success);
      }
    }
  }
}

TEST_CASE("field types: the fields that may be left out are those of the documentation") {
  ApiClient client = shared_installation().connect();
  std::set<std::string> optional;
  for (const DescribedOperation& operation : described_operations(client)) {
    for (const DescribedField& field : operation.fields) {
      if (!field.required) optional.insert(operation.name() + " " + field.name);
    }
  }
  CHECK(optional == std::set<std::string>{
                        "PUT /api/v1/account address",
                        "PUT /api/v1/account phone",
                        "PUT /api/v1/admins/{admin_id} password",
                        "PUT /api/v1/billings/{billing_id} password",
                        "PUT /api/v1/developers/{developer_id} password",
                        "POST /api/v1/projects description",
                        "PUT /api/v1/projects/{project_id} description",
                        "PUT /api/v1/projects/{project_id}/api fcmApiKeys",
                        "PUT /api/v1/projects/{project_id}/api fcmProjectNumber",
                        "PUT /api/v1/projects/{project_id}/api apnsCert",
                        "POST /api/v1/services description",
                        "POST /api/v1/projects/{project_id}/services description",
                    });
}

TEST_CASE("field types: a field that cannot be set is refused, an unknown one is ignored") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const DescribedOperation& operation : described_operations(tenant.client)) {
    for (const std::string& name : operation.read_only) {
      INFO(operation.name() << " with " << name);
      GoodRequest good = good_request(tenant, operation);
      good.body[name] = "set";
      check_faults(good.send(tenant.client), {name});
      good.body[name] = 5;
      check_faults(good.send(tenant.client), {name});
    }
    INFO(operation.name());
    GoodRequest good = good_request(tenant, operation);
    good.body["unknown"] = json::parse(R"([{"deep":[null,1,"x"]}])");
    good.body[""] = 1;
    check_success(good.send(tenant.client), good.success);
  }
}

TEST_CASE("field types: all faults are reported at once") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const DescribedOperation& operation : described_operations(tenant.client)) {
    INFO(operation.name());
    GoodRequest good = good_request(tenant, operation);
    std::set<std::string> faulty = operation.read_only;
    for (const std::string& name : operation.read_only) good.body[name] = "set";
    bool wrong_type = true;
    for (const DescribedField& field : operation.fields) {
      faulty.insert(field.name);
      if (wrong_type || !field.required) {
        good.body[field.name] = 5;
      } else {
        good.body.erase(field.name);
      }
      wrong_type = !wrong_type;
    }
    if (!faulty.empty()) check_faults(good.send(tenant.client), faulty);
    if (operation.required().empty()) continue;
    ApiRequest empty = good.request;
    for (const char* nothing : {"", "{}"}) {
      empty.body = nothing;
      check_faults(tenant.client.send(empty), operation.required());
    }
  }
}

TEST_CASE("field types: control characters stand only where lines or secrets do, U+0000 nowhere") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const DescribedOperation& operation : described_operations(tenant.client)) {
    GoodRequest good = good_request(tenant, operation);
    const std::string before = tenant.sight();
    for (const DescribedField& field : operation.fields) {
      const json::value right = good.body[field.name];
      const auto with = [&](const std::string& character) {
        good.body[field.name] = std::string(right.as_string()) + character;
        auto reply = good.send(tenant.client);
        good.body[field.name] = right;
        return reply;
      };
      INFO(operation.name() << " " << field.name);
      check_faults(with(std::string(1, '\0')), {field.name});
      if (secrets.contains(field.name) || opaque.contains(field.name)) continue;
      for (const char* character : {"\x01", "\x07", "\x1B", "\x7F"}) {
        check_faults(with(character), {field.name});
      }
      if (of_several_lines.contains(field.name)) continue;
      for (const char* character : {"\n", "\r", "\t"}) check_faults(with(character), {field.name});
    }
    CHECK_MESSAGE(tenant.sight() == before, operation.name());
  }
}
