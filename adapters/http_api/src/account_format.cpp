#include <boost/json/array.hpp>
#include <string>
#include <utility>

#include "json_writer.hpp"
#include "response_format.hpp"

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

/// Maps a domain error to a status of the account API. The mapping for the credential API is in
/// credential_format.cpp.
unsigned status_of(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::invalid_argument: return 400;
    case ErrorCode::unauthenticated: return 401;
    case ErrorCode::permission_denied: return 403;
    case ErrorCode::not_found: return 404;
    case ErrorCode::already_exists: return 409;
    case ErrorCode::conflict: return 409;
    case ErrorCode::limit_exceeded: return 402;
    case ErrorCode::failed_precondition: return 400;
    case ErrorCode::dependency_failed: return 424;
    case ErrorCode::too_many_requests: return 429;
    case ErrorCode::request_repeated: return 409;
    case ErrorCode::idempotency_key_reused: return 422;
  }
  return 500;
}

class AccountFormat final : public ResponseFormat {
 public:
  [[nodiscard]] Response success(const Operation& operation, Content content,
                                 const ParameterValues& parameters) const override {
    std::string envelope = R"({"meta":{"params":)";
    parameters.describe(envelope);
    envelope += R"(},"content":)";
    envelope += content.json;
    envelope += '}';
    return respond_json(operation.success, std::move(envelope), indent_of(parameters));
  }

  [[nodiscard]] std::string_view list_name() const override { return "content"; }
  [[nodiscard]] std::string about_list(const ListSummary& summary,
                                       const ParameterValues& parameters) const override {
    std::string members = R"({"meta":{"params":)";
    parameters.describe(members);
    if (summary.next) {
      members += R"(,"next":)";
      append_json_text(members, *summary.next);
    }
    return members += "}}";
  }
  [[nodiscard]] bool begins_with_summary() const noexcept override { return true; }

  [[nodiscard]] Response error(const Error& error, int indent) const override {
    const unsigned status = status_of(error.code);
    json::object body{
        {"title", reason(status)}, {"description", error.detail}, {"code", name(error.code)}};
    if (!error.fields.empty()) {
      json::object fields;
      for (const FieldFault& fault : error.fields) fields[fault.field] = fault.why;
      body["fields"] = std::move(fields);
    }
    return respond_error(error, status, body, indent);
  }

  [[nodiscard]] Response refusal(unsigned status, std::string_view detail) const override {
    return respond_refusal(
        status,
        {{"title", reason(status)}, {"description", detail}, {"code", snake_case(reason(status))}},
        0);
  }

  [[nodiscard]] std::vector<unsigned> refusals(const ResourceRow& row,
                                               const Operation& operation) const override {
    std::set<unsigned> all = common_refusals(operation);
    // Every role may use its own session.
    const auto* user = std::get_if<access::User>(&operation.access);
    if (user != nullptr && user->action != Action::use_own_session) all.insert(403);
    if (row.path.find('{') != std::string_view::npos) all.insert(404);
    return {all.begin(), all.end()};
  }

  [[nodiscard]] json::object describe_success(const ResourceRow& row, const Operation& operation,
                                              json::object resource) const override {
    json::object content;
    if (!operation.work.constant.empty()) {
      content = {{"type", "string"}, {"enum", json::array{operation.work.constant}}};
    } else if (operation.shown() == nullptr) {
      content["type"] = "null";
    } else if (row.kind == Kind::list && operation.method == Method::get) {
      content = {{"type", "array"}, {"items", std::move(resource)}};
    } else {
      content = std::move(resource);
    }
    return {{"type", "object"},
            {"properties",
             {{"meta", {{"$ref", "#/components/schemas/Meta"}}}, {"content", std::move(content)}}},
            {"required", {"meta", "content"}}};
  }

  [[nodiscard]] std::string success_schema(const ResourceRow& row,
                                           const Operation& operation) const override {
    if (operation.shown() == nullptr) return "EmptyAnswer";
    const bool is_list = row.kind == Kind::list && operation.method == Method::get;
    return std::string(operation.shown()->name) + (is_list ? "List" : "Answer");
  }

  [[nodiscard]] std::string_view error_schema() const noexcept override { return "Error"; }
  [[nodiscard]] json::object describe_error() const override {
    std::set<std::string> codes = words_of_refusals();
    for (const ErrorCode code : all_error_codes()) codes.emplace(name(code));
    return {{"type", "object"},
            {"properties",
             {{"title", {{"type", "string"}, {"description", "The reason phrase of the status."}}},
              {"description", {{"type", "string"}, {"description", "One sentence for people."}}},
              {"code", describe_words("The reason, for machines.", codes)},
              {"fields",
               {{"type", "object"},
                {"description", "Only where fields are at fault: each with the reason."},
                {"additionalProperties", {{"type", "string"}}}}}}},
            {"required", {"title", "description", "code"}}};
  }
};

}  // namespace

const ResponseFormat& account_format() {
  static const AccountFormat format;
  return format;
}

}  // namespace gatehouse::http::api
