#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <utility>

#include "deployment_result.hpp"
#include "json_writer.hpp"
#include "response_format.hpp"

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

/// With which the object of each success begins.
constexpr std::string_view success_members = R"({"status":"SUCCESS","success":true)";

struct Wording {
  unsigned status;
  std::string_view error;
};

/// Maps a domain error to this API's format, which has only four statuses for clients that send no
/// Idempotency-Key.
Wording wording_of(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::unauthenticated:
    case ErrorCode::permission_denied: return {401, "unauthorized_client"};
    case ErrorCode::not_found: return {404, "not_found"};
    case ErrorCode::too_many_requests: return {429, "too_many_requests"};
    case ErrorCode::request_repeated: return {409, "request_repeated"};
    case ErrorCode::idempotency_key_reused: return {422, "idempotency_key_reused"};
    case ErrorCode::invalid_argument:
    case ErrorCode::already_exists:
    case ErrorCode::conflict:
    case ErrorCode::limit_exceeded:
    case ErrorCode::failed_precondition:
    case ErrorCode::dependency_failed: break;
  }
  return {400, "bad_request"};
}

std::string error_of(unsigned status) {
  if (status == 401) return "unauthorized_client";
  if (status == 500) return "server_error";
  if (status == 503) return "temporarily_unavailable";
  return snake_case(reason(status));
}

/// The members of OAuth 2.0, and those that other clients of this API read.
json::object body_of(std::string_view error, std::string_view description) {
  return {{"status", "FAILURE"},
          {"error", error},
          {"error_description", description},
          {"resultMessage", description}};
}

class CredentialFormat : public ResponseFormat {
 public:
  [[nodiscard]] Response success(const Operation& operation, Content content,
                                 const ParameterValues& parameters) const override {
    std::string body(success_members);
    if (content.items) {
      body.append(R"(,"resultList":)").append(content.json);
      body.append(R"(,"resultCount":)").append(std::to_string(*content.items));
    }
    if (operation.method != Method::get) {
      body.append(R"(,"deploymentResult":)")
          .append(json::serialize(deployment_result(content.took)));
    }
    body += '}';
    return respond_json(operation.success, std::move(body), indent_of(parameters));
  }

  [[nodiscard]] std::string_view list_name() const override { return "resultList"; }
  [[nodiscard]] std::string before_list() const override {
    return std::string(success_members) + '}';
  }
  [[nodiscard]] std::string about_list(const ListSummary& summary,
                                       const ParameterValues& /*parameters*/) const override {
    std::string members = R"({"resultCount":)" + std::to_string(summary.written);
    if (summary.total) members.append(R"(,"totalCount":)").append(std::to_string(*summary.total));
    if (summary.next) {
      members += R"(,"next":)";
      append_json_text(members, *summary.next);
    }
    return members += '}';
  }

  [[nodiscard]] Response error(const Error& error, int indent) const override {
    const Wording wording = wording_of(error.code);
    return respond_error(error, wording.status, body_of(wording.error, error.detail), indent);
  }

  [[nodiscard]] Response refusal(unsigned status, std::string_view detail) const override {
    return respond_refusal(status, body_of(error_of(status), detail), 0);
  }

  /// The API's documentation prints no Content-Type, and clients then send the one of forms.
  [[nodiscard]] ContentTypeRule content_type_rule() const noexcept override {
    return ContentTypeRule::ignored;
  }

  [[nodiscard]] std::vector<unsigned> refusals(const ResourceRow& row,
                                               const Operation& operation) const override {
    std::set<unsigned> all = common_refusals(operation);
    all.insert(500);
    if (row.path.find('{') != std::string_view::npos) all.insert(404);
    return {all.begin(), all.end()};
  }

  [[nodiscard]] json::object describe_success(const ResourceRow& /*row*/,
                                              const Operation& operation,
                                              json::object resource) const override {
    json::object properties{{"status", {{"type", "string"}, {"enum", {"SUCCESS"}}}},
                            {"success", {{"type", "boolean"}, {"examples", {true}}}}};
    json::array required{"status", "success"};
    if (operation.shown() != nullptr) {
      properties["resultList"] = {{"type", "array"}, {"items", std::move(resource)}};
      properties["resultCount"] = {{"type", "integer"}};
      if (operation.count_items) {
        properties["totalCount"] = {
            {"type", "integer"},
            {"description", "Items of the whole list when the last of the answer was read."}};
        required.emplace_back("totalCount");
      }
      if (operation.read_part) {
        properties["next"] = {
            {"type", "string"},
            {"description", "While there is more: the `after` of the next page."}};
      }
      required.insert(required.end(), {"resultList", "resultCount"});
    }
    if (operation.method != Method::get) {
      properties["deploymentResult"] =
          json::object{{"$ref", "#/components/schemas/DeploymentResult"}};
      required.emplace_back("deploymentResult");
    }
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", std::move(required)}};
  }

  [[nodiscard]] std::string success_schema(const ResourceRow& /*row*/,
                                           const Operation& operation) const override {
    if (operation.shown() == nullptr) return "Success";
    return std::string(operation.shown()->name) + "List";
  }

  [[nodiscard]] std::string_view error_schema() const noexcept override {
    return "CredentialApiError";
  }
  [[nodiscard]] json::object describe_error() const override {
    std::set<std::string> words = words_of_refusals();
    words.insert({error_of(401), error_of(500), error_of(503), "unsupported_grant_type"});
    for (const ErrorCode code : all_error_codes()) words.emplace(wording_of(code).error);
    return {
        {"type", "object"},
        {"properties",
         {{"error", describe_words("The reason, for machines.", words)},
          {"error_description", {{"type", "string"}, {"description", "One sentence for people."}}},
          {"status", {{"type", "string"}, {"enum", {"FAILURE"}}}},
          {"resultMessage", {{"type", "string"}, {"description", "As error_description."}}}}},
        {"required", {"error", "error_description", "status", "resultMessage"}}};
  }
};

class TokenFormat final : public CredentialFormat {
 public:
  [[nodiscard]] ContentTypeRule content_type_rule() const noexcept override {
    return ContentTypeRule::optional;
  }

  [[nodiscard]] Response success(const Operation& operation, Content content,
                                 const ParameterValues& parameters) const override {
    return respond_json(operation.success, std::move(content.json), indent_of(parameters));
  }

  [[nodiscard]] Response error(const Error& error, int indent) const override {
    const bool other_grant =
        error.code == ErrorCode::failed_precondition &&
        std::any_of(error.fields.begin(), error.fields.end(),
                    [](const FieldFault& fault) { return fault.field == "grant_type"; });
    if (!other_grant) return CredentialFormat::error(error, indent);
    return respond_refusal(400, body_of("unsupported_grant_type", error.detail), indent);
  }

  [[nodiscard]] json::object describe_success(const ResourceRow& /*row*/,
                                              const Operation& /*operation*/,
                                              json::object resource) const override {
    return resource;
  }

  [[nodiscard]] std::string success_schema(const ResourceRow& /*row*/,
                                           const Operation& /*operation*/) const override {
    return {};
  }
};

}  // namespace

const ResponseFormat& credential_format() {
  static const CredentialFormat format;
  return format;
}

const ResponseFormat& token_format() {
  static const TokenFormat format;
  return format;
}

}  // namespace gatehouse::http::api
