/// How an API writes its answers: the account API and the credential API have their own ways.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/error.hpp>
#include <gatehouse/http_server/message.hpp>

#include "operation.hpp"

namespace gatehouse::http::api {

/// What is known of a list when the last item of the answer has been read.
struct ListSummary {
  /// Items in the answer.
  std::size_t written = 0;
  /// Items of the list, if they were counted.
  std::optional<std::size_t> total{};
  /// Where the next page begins; nothing at the end of the list.
  std::optional<std::string> next{};
};

class ResponseFormat {
 public:
  virtual ~ResponseFormat() = default;

  /// The answer to what was done.
  [[nodiscard]] virtual Response success(const Operation& operation, Content content,
                                         const ParameterValues& parameters) const = 0;
  /// How a list is written: the name of the member that holds it, what stands before it, and what
  /// is said of it when it has been written.
  [[nodiscard]] virtual std::string_view list_name() const { return "content"; }
  [[nodiscard]] virtual boost::json::object before_list() const { return {}; }
  [[nodiscard]] virtual boost::json::object about_list(
      const ListSummary& /*summary*/, const ParameterValues& /*parameters*/) const {
    return {};
  }
  /// Whether that stands before the list, when it is known by then.
  [[nodiscard]] virtual bool begins_with_summary() const noexcept { return false; }
  /// A refusal by a rule.
  [[nodiscard]] virtual Response error(const Error& error, int indent) const = 0;
  /// A refusal of the caller, before anything else is looked at.
  [[nodiscard]] virtual Response caller_error(const Error& error, int indent) const {
    return this->error(error, indent);
  }
  /// A refusal that the protocol makes and not a rule.
  [[nodiscard]] virtual Response refusal(unsigned status, std::string_view detail) const = 0;

  /// Whether a body without Content-Type is taken for what the operation wants.
  [[nodiscard]] virtual bool guesses_content_type() const noexcept = 0;

  /// Every status that the operation may answer a refusal with, in order.
  [[nodiscard]] virtual std::vector<unsigned> refusals(const ResourceRow& row,
                                                       const Operation& operation) const = 0;
  /// The schema of the body of success(), for OpenAPI; `resource` is the schema of the resource.
  [[nodiscard]] virtual boost::json::object describe_success(
      const ResourceRow& row, const Operation& operation, boost::json::object resource) const = 0;
  /// What the schema of its errors is called in OpenAPI.
  [[nodiscard]] virtual std::string_view error_schema() const noexcept = 0;
};

/// `{"meta", "content"}` and `{"title", "description", "code", "fields"}`.
[[nodiscard]] const ResponseFormat& account_format();
/// `{"status", "success", "resultList", "resultCount"}` and `{"error", "error_description"}`.
[[nodiscard]] const ResponseFormat& credential_format();
/// The resource alone, and errors as above (of the credential API's own token).
[[nodiscard]] const ResponseFormat& token_format();

/// The resource alone, and the errors of OAuth 2.0 (RFC 6749, section 5.2): of the endpoints that
/// services call, where an unknown token is an unknown client; of the token endpoint, where it is a
/// grant that is not valid; and of documents that anybody may keep for a while.
[[nodiscard]] const ResponseFormat& oauth_format();
[[nodiscard]] const ResponseFormat& grant_format();
[[nodiscard]] const ResponseFormat& discovery_format();

/// The format of what a path belongs to that is no path of ours.
[[nodiscard]] const ResponseFormat& format_of(std::string_view path);

/// Success with that body, not to be kept by anybody.
[[nodiscard]] Response respond(unsigned status, const boost::json::object& body, int indent);
/// The same for a refusal, with the fields that its status asks for.
[[nodiscard]] Response respond_refusal(unsigned status, const boost::json::object& body,
                                       int indent);

/// The same for a rule's refusal, which may say when to try again.
[[nodiscard]] Response respond_error(const Error& error, unsigned status,
                                     const boost::json::object& body, int indent);

/// "Method Not Allowed" to "method_not_allowed".
[[nodiscard]] std::string snake_case(std::string_view phrase);

/// What the row says, and what holds for every format: 400, 503, 401 where a token is needed, and
/// what bodies bring.
[[nodiscard]] std::set<unsigned> common_refusals(const Operation& operation);

/// The parameters after parsing.
[[nodiscard]] int indent_of(const ParameterValues& parameters);

}  // namespace gatehouse::http::api
