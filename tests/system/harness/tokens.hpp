/// Tokens of consumers, and the services that accept them.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenant.hpp"

namespace gatehouse::testing {

/// Names and values of a form, in order.
using Form = std::vector<std::pair<std::string, std::string>>;

[[nodiscard]] std::string write_form(const Form& form);

/// Sends a form by POST, with that value of Authorization if any.
[[nodiscard]] ApiRequest form_request(const std::string& target, std::string form,
                                      const std::string& authorization = {});
[[nodiscard]] ApiRequest exchange_request(const std::string& token);

/// The result of an exchange.
struct TokenPair {
  std::string access;
  std::string refresh;
};

/// Checks the response to an exchange (RFC 6749, section 5.1).
TokenPair check_exchanged(const ApiReply& reply);
/// Checks a refusal of the token endpoints (RFC 6749, section 5.2).
const ApiReply& check_oauth_refused(const ApiReply& reply, unsigned status, std::string_view error);
/// Checks the response about an inactive token (RFC 7662, section 2.2).
const ApiReply& check_inactive(const ApiReply& reply);

/// The parts of an access token: the first one is the header, the second one the claims.
[[nodiscard]] boost::json::object part_of(const std::string& access_token, std::size_t part);
[[nodiscard]] std::string key_of(const std::string& access_token);

/// The public keys of the installation, by id.
[[nodiscard]] boost::json::array published_keys(ApiClient& client);
[[nodiscard]] std::vector<std::string> published_key_ids(ApiClient& client);

/// A furnished account with a service that introspects tokens and reports usage. The functions
/// throw if the server refuses a request.
class Provider {
 public:
  explicit Provider(Installation& site);

  /// Issues a token for the tenant's project; earlier ones stay valid for a while.
  std::string issue_service_token();
  void end_service_tokens();
  [[nodiscard]] std::string authorization() const { return "Bearer " + service_token; }

  ApiReply post_form(const std::string& target, const Form& form,
                     const std::string& authorization = {});
  ApiReply exchange(const std::string& token);
  /// The same, and it must succeed.
  TokenPair exchanged(const std::string& token);
  /// Exchanges a new consumer token.
  TokenPair begin();

  ApiReply introspect(const std::string& token);
  bool is_active(const std::string& token);
  ApiReply revoke(const std::string& token);

  [[nodiscard]] std::string usage_path() const;
  [[nodiscard]] ApiRequest usage_request(std::int64_t amount, const std::string& key,
                                         const std::string& event = "message") const;
  ApiReply use(std::int64_t amount, const std::string& key, const std::string& event = "message");
  std::int64_t items_used();

  /// Sets a limit as root, at a path below that of all limits.
  ApiReply limit(const std::string& path, const std::string& body);
  /// The path of the limits of the attached service.
  [[nodiscard]] std::string attachment_limits() const;

  Tenant tenant;
  std::string service_token{};
};

}  // namespace gatehouse::testing
