#include "good_request.hpp"

#include <stdexcept>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <doctest/doctest.h>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/tokens.hpp"
#include "request_drafts.hpp"

namespace gatehouse::testing {
namespace {

namespace json = boost::json;

std::string write_form(const json::object& body) {
  Form form;
  for (const auto& [name, value] : body) {
    const bool is_text = value.is_string();
    form.emplace_back(name, is_text ? std::string(value.get_string()) : json::serialize(value));
  }
  return testing::write_form(form);
}

/// The name of an invalid field in the credential API.
std::string fault(Shape shape, const std::string& field) {
  if (shape == Shape::objects) return "[0]." + field + " ";
  if (shape == Shape::texts) return "[0] ";
  return field;
}

unsigned success_of(const DescribedOperation& operation) {
  if (!operation.is_of_account_api()) return 200;
  const bool approve_code = operation.path.ends_with("/approve-code");
  return operation.method != "POST" || approve_code ? 202 : 201;
}

std::string prefix_of(const DescribedOperation& operation) {
  if (operation.path.starts_with("/v1/")) return {};
  if (operation.is_of_account_api()) return "/api/v1";
  return operation.is_of_credential_api() ? "/apiops" : "/oauth2";
}

/// The error of the token endpoints for a field.
std::string oauth_error(const std::set<std::string>& fields, const std::string& told) {
  if (told == "invalid_scope" && fields.contains("scope")) return told;
  if (told == "unsupported_grant_type" && fields == std::set<std::string>{"grant_type"})
    return told;
  return "invalid_request";
}

/// The member that shows that a form was accepted.
const char* member_of_success(const std::string& target) {
  if (target.ends_with("/introspect")) return "active";
  return target.ends_with("/revoke") ? nullptr : "access_token";
}

}  // namespace

std::string GoodRequest::written() const {
  switch (shape) {
    case Shape::form: return write_form(body);
    case Shape::objects: return "[" + json::serialize(body) + "]";
    case Shape::texts:
      return body.contains("name") ? "[" + json::serialize(body.at("name")) + "]" : "[null]";
    case Shape::object: break;
  }
  return json::serialize(body);
}

ApiReply GoodRequest::send(ApiClient& client) const {
  ApiRequest whole = request;
  whole.body = written();
  return client.send(whole);
}

void GoodRequest::check_accepted(const ApiReply& reply) const {
  if (shape == Shape::form) {
    INFO("answer: " << reply.http.body);
    CHECK(reply.status == 200);
    REQUIRE(reply.body.is_object());
    const char* member = member_of_success(request.target);
    CHECK((member == nullptr ? reply.body.as_object().empty()
                             : reply.body.as_object().contains(member)));
  } else if (request.target.starts_with("/apiops/")) {
    check_done(reply);
  } else {
    check_success(reply, success);
  }
}

void GoodRequest::check_rejected(const ApiReply& reply, const std::set<std::string>& fields) const {
  // A text of another form is the id of a consumer that does not exist.
  const bool names_a_consumer =
      request.target.ends_with("/consumers") && fields == std::set<std::string>{"consumerId"};
  if (names_a_consumer && reply.status == 404) {
    check_error(reply, 404);
    return;
  }
  if (request.target.starts_with("/api/v1/") || request.target.starts_with("/v1/")) {
    check_faults(reply, fields);
    return;
  }
  INFO("answer: " << reply.http.body);
  REQUIRE(reply.body.is_object());
  const std::string told(reply.body.at("error").as_string());
  if (request.target.starts_with("/oauth2/")) {
    check_oauth_refused(reply, 400, oauth_error(fields, told));
  } else {
    const bool other_grant = told == "unsupported_grant_type";
    CHECK((!other_grant || fields.contains("grant_type")));
    check_refused(reply, 400, other_grant ? "unsupported_grant_type" : "bad_request");
  }
  const std::string description(reply.body.at("error_description").as_string());
  for (const std::string& field : fields) {
    CHECK(description.find(fault(shape, field)) != std::string::npos);
  }
}

GoodRequest good_request(Tenant& tenant, const DescribedOperation& operation) {
  static const Drafts drafts = all_drafts();
  const std::string prefix = prefix_of(operation);
  const std::string path = operation.path.substr(prefix.size());
  auto found = drafts.find(operation.method + " " + path);
  // What a PUT takes is right for the PATCH beside it.
  if (found == drafts.end() && operation.method == "PATCH") found = drafts.find("PUT " + path);
  if (found == drafts.end()) throw std::runtime_error("not known: " + operation.name());
  const Draft draft = found->second(tenant);
  GoodRequest good{.request = {.method = operation.method,
                               .target = prefix + draft.path,
                               .token = draft.token.empty() ? tenant.admin.token : draft.token,
                               .headers = draft.headers},
                   .body = json::parse(draft.body).as_object(),
                   .success = success_of(operation),
                   .shape = operation.shape};
  if (operation.shape == Shape::form) {
    good.request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  }
  return good;
}

}  // namespace gatehouse::testing
