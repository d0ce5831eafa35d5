#include "described_operations.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <functional>
#include <map>
#include <stdexcept>

namespace gatehouse::testing {
namespace {

namespace json = boost::json;

std::string text_or(const json::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value == nullptr ? "" : std::string(value->as_string());
}

std::optional<std::size_t> size_of(const json::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return std::nullopt;
  return value->to_number<std::size_t>();
}

DescribedField read_field(std::string name, const json::object& schema, bool required) {
  // A string, or a string or null.
  const bool nullable = schema.at("type").is_array();
  return {.name = std::move(name),
          .required = required,
          .nullable = nullable,
          .format = text_or(schema, "format"),
          .pattern = text_or(schema, "pattern"),
          .min_length = size_of(schema, "minLength").value_or(0),
          .max_length = size_of(schema, "maxLength")};
}

DescribedOperation read_operation(std::string method, std::string path, const json::value& body) {
  DescribedOperation operation{std::move(method), std::move(path), {}, {}};
  const auto& schema = body.at("content").at("application/json").at("schema").as_object();
  std::set<std::string> required;
  if (const auto* list = schema.if_contains("required")) {
    for (const std::string& name : strings(*list)) required.insert(name);
  }
  for (const auto& [name, field] : schema.at("properties").as_object()) {
    operation.fields.push_back(
        read_field(name, field.as_object(), required.contains(std::string(name))));
  }
  return operation;
}

std::set<std::string> read_only_fields(const json::value& description) {
  std::set<std::string> fields;
  for (const auto& [name, field] : description.at("fields").as_object()) {
    if (field.at("read_only").as_bool()) fields.emplace(name);
  }
  return fields;
}

/// Path and body of a request; what has no token in it is sent with the admin's.
struct Draft {
  std::string path;
  std::string body;
  std::string token{};
};

using Drafts = std::map<std::string, std::function<Draft(Tenant&)>>;

Drafts drafts_of_people() {
  Drafts all{
      {"POST /session",
       [](Tenant& t) {
         return Draft{"/session", login_body(t.admin.email, usual_password)};
       }},
      {"POST /forgot-password",
       [](Tenant& t) {
         return Draft{"/forgot-password", email_body(t.admin.email)};
       }},
      {"PUT /reset-password",
       [](Tenant& t) {
         const std::string token = request_reset(t.site, t.billing.email);
         return Draft{"/reset-password", R"({"password":"123","resetToken":")" + token + R"("})"};
       }},
      {"PUT /account",
       [](Tenant& t) {
         return Draft{"/account", R"({"organizationName":"X","address":"A","phone":"12345678901",)"
                                  R"("email":")" +
                                      t.site.fresh_email() + R"("})"};
       }},
      {"POST /register",
       [](Tenant& t) {
         return Draft{"/register", registration_body(t.site.fresh_email())};
       }},
      {"PUT /register/{registration_id}",
       [](Tenant& t) {
         const Registration pending = register_account(t.site);
         return Draft{"/register/" + pending.id, approval_body(pending.code, pending.email)};
       }},
      {"POST /register/approve-code",
       [](Tenant& t) {
         return Draft{"/register/approve-code", email_body(register_account(t.site).email)};
       }},
  };
  for (const std::string role : {"admin", "billing", "developer"}) {
    const std::string collection = "/" + role + "s";
    all["POST " + collection] = [=](Tenant& t) {
      return Draft{collection, user_body(t.site.fresh_email())};
    };
    all["PUT " + collection + "/{" + role + "_id}"] = [=](Tenant& t) {
      const Person person = t.add_user(role + "s");
      return Draft{collection + "/" + person.id, user_body(t.site.fresh_email())};
    };
  }
  return all;
}

Drafts drafts_of_projects() {
  const auto project = [](const Tenant& t) { return "/projects/" + t.project; };
  const auto described = [](const std::string& name) {
    return R"({"name":")" + name + R"(","description":"d"})";
  };
  return {
      // Of an account of its own, because one has but a few.
      {"POST /projects",
       [=](Tenant& t) {
         const Tenant other(t.site);
         return Draft{"/projects", described("new"), other.admin.token};
       }},
      {"PUT /projects/{project_id}",
       [=](Tenant& t) {
         return Draft{project(t), described(t.site.fresh_code())};
       }},
      {"PUT /projects/{project_id}/api",
       [=](Tenant& t) {
         return Draft{project(t) + "/api",
                      R"({"fcmApiKeys":"a","fcmProjectNumber":"b","apnsCert":"c"})"};
       }},
      {"POST /services",
       [=](Tenant& t) {
         return Draft{
             "/services",
             R"({"name":"n","description":"d","codeName":")" + t.site.fresh_code() + R"("})",
             t.site.root().token};
       }},
      {"POST /projects/{project_id}/services",
       [=](Tenant& t) {
         return Draft{project(t) + "/services",
                      R"({"name":"n","description":"d","serviceCatalogCode":")" +
                          t.site.add_service() + R"("})"};
       }},
      {"POST /consumers",
       [](Tenant&) {
         return Draft{"/consumers", "{}"};
       }},
      {"POST /projects/{project_id}/consumers",
       [=](Tenant& t) {
         return Draft{project(t) + "/consumers", attach_consumer_body(t.add_consumer())};
       }},
      {"POST /consumer-tokens",
       [](Tenant& t) {
         return Draft{"/consumer-tokens", mint_body(t.consumer, t.project, t.service)};
       }},
  };
}

Drafts all_drafts() {
  Drafts all = drafts_of_people();
  all.merge(drafts_of_projects());
  return all;
}

}  // namespace

std::set<std::string> DescribedOperation::required() const {
  std::set<std::string> names;
  for (const DescribedField& field : fields) {
    if (field.required) names.insert(field.name);
  }
  return names;
}

std::vector<DescribedOperation> described_operations(ApiClient& client) {
  std::vector<DescribedOperation> operations;
  const auto document = client.get("/openapi.json");
  for (const auto& [path, item] : document.body.at("paths").as_object()) {
    if (!path.starts_with("/api/v1/")) continue;
    for (const auto& [method, name] : {std::pair{"post", "POST"}, {"put", "PUT"}}) {
      const auto* operation = item.as_object().if_contains(method);
      if (operation == nullptr) continue;
      operations.push_back(read_operation(name, path, operation->at("requestBody")));
      operations.back().read_only = read_only_fields(client.options(target_of(path)).body);
    }
  }
  return operations;
}

ApiReply GoodRequest::send(ApiClient& client) const {
  ApiRequest whole = request;
  whole.body = json::serialize(body);
  return client.send(whole);
}

GoodRequest good_request(Tenant& tenant, const DescribedOperation& operation) {
  static const Drafts drafts = all_drafts();
  const std::string prefix = "/api/v1";
  const auto found = drafts.find(operation.method + " " + operation.path.substr(prefix.size()));
  if (found == drafts.end()) throw std::runtime_error("not known: " + operation.name());
  const Draft draft = found->second(tenant);
  const bool approve_code = operation.path.ends_with("/approve-code");
  return {.request = {.method = operation.method,
                      .target = prefix + draft.path,
                      .token = draft.token.empty() ? tenant.admin.token : draft.token},
          .body = json::parse(draft.body).as_object(),
          .success = operation.method == "PUT" || approve_code ? 202U : 201U};
}

}  // namespace gatehouse::testing
