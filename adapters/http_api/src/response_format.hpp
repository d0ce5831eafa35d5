/// Response formats. The account API and the credential API have different ones.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/error.hpp>
#include <gatehouse/http_server/message.hpp>

#include "operation.hpp"

namespace gatehouse::http::api {

/// Information about a list, available after the last item of the response has been read.
struct ListSummary {
  /// Items in the response.
  std::size_t written = 0;
  /// Items of the list, if they were counted.
  std::optional<std::size_t> total{};
  /// Start of the next page; empty at the end of the list.
  std::optional<std::string> next{};
};

/// What the Content-Type of a body has to be.
enum class ContentTypeRule : std::uint8_t {
  /// The type that the operation expects.
  required,
  /// The same, or absent.
  optional,
  /// Anything: the body is read as the type that the operation expects.
  ignored,
};

class ResponseFormat {
 public:
  virtual ~ResponseFormat() = default;

  /// Returns the response to a successful operation.
  [[nodiscard]] virtual Response success(const Operation& operation, Content content,
                                         const ParameterValues& parameters) const = 0;
  /// How a list is written: the name of the member that holds it, and objects with the members
  /// before it and with the summary after it, as JSON without line breaks.
  [[nodiscard]] virtual std::string_view list_name() const { return "content"; }
  [[nodiscard]] virtual std::string before_list() const { return "{}"; }
  [[nodiscard]] virtual std::string about_list(const ListSummary& /*summary*/,
                                               const ParameterValues& /*parameters*/) const {
    return "{}";
  }
  /// Whether the summary is written before the list if it is known by then.
  [[nodiscard]] virtual bool begins_with_summary() const noexcept { return false; }
  /// Returns the response to a domain error.
  [[nodiscard]] virtual Response error(const Error& error, int indent) const = 0;
  /// Returns the response to a failed authentication or authorization, before any other check.
  [[nodiscard]] virtual Response caller_error(const Error& error, int indent) const {
    return this->error(error, indent);
  }
  /// Returns the response to an error of the protocol rather than the domain.
  [[nodiscard]] virtual Response refusal(unsigned status, std::string_view detail) const = 0;

  [[nodiscard]] virtual ContentTypeRule content_type_rule() const noexcept {
    return ContentTypeRule::required;
  }

  /// Returns every error status of the operation, in order.
  [[nodiscard]] virtual std::vector<unsigned> refusals(const ResourceRow& row,
                                                       const Operation& operation) const = 0;
  /// Returns the OpenAPI schema of the body of success(); `resource` is the schema of the resource.
  [[nodiscard]] virtual boost::json::object describe_success(
      const ResourceRow& row, const Operation& operation, boost::json::object resource) const = 0;
  /// Returns the OpenAPI name of the schema of describe_success(); empty if the schema is a
  /// reference, or has no name.
  [[nodiscard]] virtual std::string success_schema(const ResourceRow& /*row*/,
                                                   const Operation& /*operation*/) const {
    return {};
  }
  /// Returns the OpenAPI name and the schema of the body of error() and refusal().
  [[nodiscard]] virtual std::string_view error_schema() const noexcept = 0;
  [[nodiscard]] virtual boost::json::object describe_error() const = 0;
};

/// `{"meta", "content"}` and `{"title", "description", "code", "fields"}`.
[[nodiscard]] const ResponseFormat& account_format();
/// `{"status", "success", "resultList", "resultCount"}`, for writes with `deploymentResult`, and
/// `{"status", "error", "error_description", "resultMessage"}`.
[[nodiscard]] const ResponseFormat& credential_format();
/// The bare resource, and errors as above (for the credential API's own token).
[[nodiscard]] const ResponseFormat& token_format();

/// The bare resource, and the errors of OAuth 2.0 (RFC 6749, section 5.2): for endpoints that
/// services call, where an unknown token means an unknown client; for the token endpoint, where it
/// is an invalid grant; and for public documents that may be cached for a while.
[[nodiscard]] const ResponseFormat& oauth_format();
[[nodiscard]] const ResponseFormat& grant_format();
[[nodiscard]] const ResponseFormat& discovery_format();

/// Returns the format of the API to which an unknown path belongs.
[[nodiscard]] const ResponseFormat& format_of(std::string_view path);

/// Returns a response without a body, or with JSON text as the body, which must not be cached.
[[nodiscard]] Response respond_text(unsigned status, std::string body);
/// Does the same for an object.
[[nodiscard]] Response respond(unsigned status, const boost::json::object& body, int indent);
/// Does the same for an object as JSON without line breaks.
[[nodiscard]] Response respond_json(unsigned status, std::string body, int indent);
/// Does the same for an error, with the fields that its status requires.
[[nodiscard]] Response respond_refusal(unsigned status, const boost::json::object& body,
                                       int indent);

/// Does the same for a domain error, which may include a retry time.
[[nodiscard]] Response respond_error(const Error& error, unsigned status,
                                     const boost::json::object& body, int indent);

/// Converts e.g. "Method Not Allowed" to "method_not_allowed".
[[nodiscard]] std::string snake_case(std::string_view phrase);

/// Returns the error statuses of the row, and those common to all formats: 400, 503, 401 if a token
/// is required, and those for bodies.
[[nodiscard]] std::set<unsigned> common_refusals(const Operation& operation);

/// Returns the words for machines in the errors of the protocol, e.g. "method_not_allowed".
[[nodiscard]] std::set<std::string> words_of_refusals();

/// Returns every ErrorCode.
[[nodiscard]] std::vector<ErrorCode> all_error_codes();

/// Returns the schema of a word for machines, one of the given, with its description.
[[nodiscard]] boost::json::object describe_words(std::string_view description,
                                                 const std::set<std::string>& words);

/// Returns the indentation given by the parsed parameters.
[[nodiscard]] int indent_of(const ParameterValues& parameters);

}  // namespace gatehouse::http::api
