// Fields that are mistyped, missing, read-only or unknown; and forbidden characters.
#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>

#include "described_operations.hpp"
#include "good_request.hpp"
#include "harness/checks.hpp"

using namespace gatehouse::testing;

namespace {

namespace json = boost::json;

const std::set<std::string> secrets{"password", "resetToken",    "approveCode", "client_secret",
                                    "token",    "refresh_token", "refreshToken"};
const std::set<std::string> opaque{"fcmApiKeys", "fcmProjectNumber", "apnsCert"};
const std::set<std::string> of_several_lines{"description", "address"};

/// Whether JSON of this type is valid for the field.
bool is_right(const DescribedField& field, const std::string& text) {
  if (text == "null") return field.nullable;
  if (text == "true" || text == "false") return field.type == DescribedField::Type::boolean;
  if (text == "5") return field.type == DescribedField::Type::integer;
  if (text == "-0") return field.type == DescribedField::Type::integer && field.min_value == 0;
  // The faults of members are reported by their names.
  if (text == "{\"a\":\"b\"}") return field.type == DescribedField::Type::counts;
  return text == "[]" && field.type == DescribedField::Type::list && field.min_items == 0;
}

/// Whether the good request needs the field: for its grant type, or whatever the grant type.
bool is_needed(const DescribedOperation& operation, const DescribedField& field) {
  return field.required ||
         operation.name() + " " + field.name == "POST /oauth2/token refresh_token";
}

}  // namespace

TEST_CASE("field types: other types are rejected, and null is accepted only where described") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const DescribedOperation& operation : described_operations(tenant.client)) {
    // All values of a form are texts.
    if (operation.shape == Shape::form) continue;
    GoodRequest good = good_request(tenant, operation);
    const std::string before = tenant.sight();
    for (const DescribedField& field : operation.fields) {
      const std::string placeholder = "what is replaced";
      GoodRequest draft = good;
      draft.body[field.name] = placeholder;
      for (const char* wrong :
           {"null", "5", "1.5", "-0", "true", "false", "[]", "{}", "[\"a\"]", "{\"a\":\"b\"}",
            "1e400", "123456789012345678901234567890", "[null]", "[5]", "[[]]", "[{}]"}) {
        if (is_right(field, wrong)) continue;
        // A valid name of a role.
        if (field.name == "roleNameList" && std::string(wrong) == "[\"a\"]") continue;
        INFO(operation.name() << " " << field.name << " = " << wrong);
        std::string body = draft.written();
        const std::string quoted = "\"" + placeholder + "\"";
        REQUIRE(body.find(quoted) != std::string::npos);
        body.replace(body.find(quoted), quoted.size(), wrong);
        ApiRequest request = good.request;
        request.body = body;
        good.check_rejected(tenant.client.send(request), {field.name});
      }
    }
    CHECK_MESSAGE(tenant.sight() == before, operation.name());
    good.check_accepted(good.send(tenant.client));
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

TEST_CASE("field types: a missing required field is reported, and others may be omitted") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const DescribedOperation& operation : described_operations(tenant.client)) {
    for (const DescribedField& field : operation.fields) {
      INFO(operation.name() << " without " << field.name);
      GoodRequest good = good_request(tenant, operation);
      good.body.erase(field.name);
      const auto reply = good.send(tenant.client);
      if (is_needed(operation, field)) {
        good.check_rejected(reply, {field.name});
      } else {
        good.check_accepted(reply);
      }
    }
  }
}

TEST_CASE("field types: the optional fields are those of the documentation") {
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
                        "POST /api/v1/gateways addressField",
                        "PUT /api/v1/gateways/{gateway_id} addressField",
                        "POST /apiops/projects/{projectName}/credentials/ fullName",
                        "POST /apiops/projects/{projectName}/credentials/ description",
                        "POST /apiops/projects/{projectName}/credentials/ roleNameList",
                        "POST /apiops/projects/{projectName}/credentials/ enabled",
                        "POST /apiops/projects/{projectName}/credentials/ ipList",
                        "POST /apiops/projects/{projectName}/credentials/ expireDate",
                        "PUT /apiops/projects/{projectName}/credentials/ password",
                        "PUT /apiops/projects/{projectName}/credentials/ fullName",
                        "PUT /apiops/projects/{projectName}/credentials/ description",
                        "PUT /apiops/projects/{projectName}/credentials/ roleNameList",
                        "PUT /apiops/projects/{projectName}/credentials/ enabled",
                        "PUT /apiops/projects/{projectName}/credentials/ ipList",
                        "PUT /apiops/projects/{projectName}/credentials/ expireDate",
                        "PUT /apiops/projects/{projectName}/credentials/{username}/access/ "
                        "expireTime",
                        "POST /apiops/projects/{projectName}/apiProxies/ description",
                        "POST /apiops/projects/{projectName}/apiProxyGroups/ description",
                        "POST /oauth2/token client_id",
                        "POST /oauth2/token refresh_token",
                        "POST /oauth2/token scope",
                        "POST /oauth2/introspect token_type_hint",
                        "POST /oauth2/revoke token_type_hint",
                        "PUT /api/v1/admin/limits/default projectLimit",
                        "PUT /api/v1/admin/limits/default userLimit",
                        "PUT /api/v1/admin/limits/default itemLimit",
                        "PUT /api/v1/admin/limits/default credentialLimit",
                        "PUT /api/v1/admin/limits/accounts/{account_id} projectLimit",
                        "PUT /api/v1/admin/limits/accounts/{account_id} userLimit",
                        "PUT /api/v1/admin/limits/accounts/{account_id} itemLimit",
                        "PUT /api/v1/admin/limits/accounts/{account_id} credentialLimit",
                    });
}

TEST_CASE("field types: read-only and unknown fields are ignored, whatever their values") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const DescribedOperation& operation : described_operations(tenant.client)) {
    // In a form this field is a part of client authentication (RFC 6749, section 2.3.1).
    auto read_only = operation.read_only;
    if (operation.shape == Shape::form) read_only.erase("client_id");
    for (const std::string& name : read_only) {
      INFO(operation.name() << " with " << name);
      GoodRequest good = good_request(tenant, operation);
      good.body[name] = "set";
      good.check_accepted(good.send(tenant.client));
    }
    INFO(operation.name());
    GoodRequest good = good_request(tenant, operation);
    for (const std::string& name : read_only) good.body[name] = 5;
    good.body["unknown"] = json::parse(R"([{"deep":[null,1,"x"]}])");
    good.body[""] = 1;
    good.check_accepted(good.send(tenant.client));
  }
}

TEST_CASE("field types: all errors are reported at once") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const DescribedOperation& operation : described_operations(tenant.client)) {
    INFO(operation.name());
    GoodRequest good = good_request(tenant, operation);
    std::set<std::string> faulty;
    // All values of a form are texts, and so have the right type.
    bool wrong_type = operation.shape != Shape::form;
    for (const DescribedField& field : operation.fields) {
      if (operation.shape == Shape::form && !field.required) continue;
      faulty.insert(field.name);
      if (wrong_type || !field.required) {
        good.body[field.name] = json::object{};
      } else {
        good.body.erase(field.name);
      }
      wrong_type = !wrong_type && operation.shape != Shape::form;
    }
    if (!faulty.empty()) good.check_rejected(good.send(tenant.client), faulty);
    const bool is_array = operation.shape == Shape::objects || operation.shape == Shape::texts;
    if (operation.required().empty() || is_array) continue;
    ApiRequest empty = good.request;
    for (const char* nothing : {"", "{}"}) {
      empty.body = nothing;
      good.check_rejected(tenant.client.send(empty), operation.required());
    }
  }
}

TEST_CASE(
    "field types: control characters are valid only in multi-line texts and secrets, U+0000 "
    "never") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const DescribedOperation& operation : described_operations(tenant.client)) {
    GoodRequest good = good_request(tenant, operation);
    const std::string before = tenant.sight();
    for (const DescribedField& field : operation.fields) {
      if (field.type == DescribedField::Type::boolean) continue;
      if (field.type == DescribedField::Type::integer) continue;
      if (field.type == DescribedField::Type::counts) continue;
      const json::value right = good.body[field.name];
      const auto refuses = [&](const std::string& character) {
        if (field.type == DescribedField::Type::list) {
          good.body[field.name] =
              json::array{std::string(right.as_array().front().as_string()) + character};
        } else {
          good.body[field.name] = std::string(right.as_string()) + character;
        }
        const auto reply = good.send(tenant.client);
        good.body[field.name] = right;
        // A form that contains U+0000 is rejected as a whole.
        const bool is_unread = good.shape == Shape::form && character.front() == '\0';
        good.check_rejected(reply, is_unread ? std::set<std::string>() : std::set{field.name});
      };
      INFO(operation.name() << " " << field.name);
      refuses(std::string(1, '\0'));
      if (secrets.contains(field.name) || opaque.contains(field.name)) continue;
      for (const char* character : {"\x01", "\x07", "\x1B", "\x7F"}) {
        refuses(character);
      }
      if (of_several_lines.contains(field.name)) continue;
      for (const char* character : {"\n", "\r", "\t"}) refuses(character);
    }
    CHECK_MESSAGE(tenant.sight() == before, operation.name());
  }
}
