#include <algorithm>
#include <string>

#include "response_format.hpp"

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

bool is_at_fault(const Error& error, std::string_view field) {
  return std::any_of(error.fields.begin(), error.fields.end(),
                     [&](const FieldFault& fault) { return fault.field == field; });
}

/// Replaces characters that are not allowed in error_description (RFC 6749, section 5.2).
std::string describable(std::string_view text) {
  std::string description(text);
  for (char& c : description) {
    if (c == '"') c = '\'';
    if (c == '\\' || c < ' ' || c > '~') c = '?';
  }
  return description;
}

Response refuse(unsigned status, std::string_view error, std::string_view description, int indent) {
  Response response = respond_refusal(
      status, {{"error", error}, {"error_description", describable(description)}}, indent);
  // Clients may authenticate in two ways.
  if (status == 401) {
    response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"gatehouse\"");
  }
  return response;
}

class OAuthFormat : public ResponseFormat {
 public:
  [[nodiscard]] Response success(const Operation& operation, Content content,
                                 const ParameterValues& parameters) const override {
    const bool is_empty = operation.shown() == nullptr;
    return respond_json(operation.success, is_empty ? "{}" : std::move(content.json),
                        indent_of(parameters));
  }

  [[nodiscard]] Response error(const Error& error, int indent) const override {
    if (error.code == ErrorCode::unauthenticated) {
      return refuse(401, "invalid_client", error.detail, indent);
    }
    if (error.code == ErrorCode::too_many_requests) {
      return respond_error(
          error, 429,
          {{"error", "too_many_requests"}, {"error_description", describable(error.detail)}},
          indent);
    }
    return refuse(400, is_at_fault(error, "scope") ? "invalid_scope" : "invalid_request",
                  error.detail, indent);
  }

  [[nodiscard]] Response refusal(unsigned status, std::string_view detail) const override {
    if (status == 503) return refuse(status, "temporarily_unavailable", detail, 0);
    if (status >= 500) return refuse(status, "server_error", detail, 0);
    return refuse(status, "invalid_request", detail, 0);
  }

  [[nodiscard]] std::vector<unsigned> refusals(const ResourceRow& /*row*/,
                                               const Operation& operation) const override {
    const std::set<unsigned> all = common_refusals(operation);
    return {all.begin(), all.end()};
  }

  [[nodiscard]] json::object describe_success(const ResourceRow& /*row*/,
                                              const Operation& operation,
                                              json::object resource) const override {
    if (operation.shown() == nullptr) return {{"type", "object"}};
    return resource;
  }

  [[nodiscard]] std::string_view error_schema() const noexcept override { return "OAuthError"; }
  [[nodiscard]] json::object describe_error() const override {
    return {{"type", "object"},
            {"properties",
             {{"error", describe_words(
                            "The reason, for machines (RFC 6749, section 5.2).",
                            {"invalid_client", "invalid_grant", "invalid_request", "invalid_scope",
                             "server_error", "temporarily_unavailable", "too_many_requests",
                             "unauthorized_client", "unsupported_grant_type"})},
              {"error_description",
               {{"type", "string"}, {"description", "One sentence for people."}}}}},
            {"required", {"error", "error_description"}}};
  }
};

class GrantFormat final : public OAuthFormat {
 public:
  [[nodiscard]] Response success(const Operation& operation, Content content,
                                 const ParameterValues& parameters) const override {
    Response response = OAuthFormat::success(operation, std::move(content), parameters);
    // Required in addition to Cache-Control (RFC 6749, section 5.1).
    response.headers.emplace_back("Pragma", "no-cache");
    return response;
  }

  [[nodiscard]] Response error(const Error& error, int indent) const override {
    const bool is_of_grant =
        error.code == ErrorCode::unauthenticated && !is_at_fault(error, "client_secret");
    if (is_of_grant) return refuse(400, "invalid_grant", error.detail, indent);
    if (error.code == ErrorCode::failed_precondition && is_at_fault(error, "grant_type")) {
      return refuse(400, "unsupported_grant_type", error.detail, indent);
    }
    return OAuthFormat::error(error, indent);
  }

  /// A failed client authentication says nothing about the validity of the grant.
  [[nodiscard]] Response caller_error(const Error& error, int indent) const override {
    return OAuthFormat::error(error, indent);
  }
};

class DiscoveryFormat final : public OAuthFormat {
 public:
  [[nodiscard]] Response success(const Operation& operation, Content content,
                                 const ParameterValues& parameters) const override {
    const std::string age = std::to_string(content.max_age.count());
    Response response = OAuthFormat::success(operation, std::move(content), parameters);
    response.headers = {{"Cache-Control", "public, max-age=" + age}};
    return response;
  }
};

}  // namespace

const ResponseFormat& oauth_format() {
  static const OAuthFormat format;
  return format;
}

const ResponseFormat& grant_format() {
  static const GrantFormat format;
  return format;
}

const ResponseFormat& discovery_format() {
  static const DiscoveryFormat format;
  return format;
}

}  // namespace gatehouse::http::api
