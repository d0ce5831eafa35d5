/// Tokens of consumers, and the services that they are shown to.
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

/// A POST of a form, with that value of Authorization if there is any.
[[nodiscard]] ApiRequest form_request(const std::string& target, std::string form,
                                      const std::string& authorization = {});
[[nodiscard]] ApiRequest exchange_request(const std::string& token);

/// What came out of an exchange.
struct TokenPair {
  std::string access;
  std::string refresh;
};

/// Checks the answer to an exchange (RFC 6749, section 5.1).
TokenPair check_exchanged(const ApiReply& reply);
/// Checks a refusal of the token endpoints (RFC 6749, section 5.2).
const ApiReply& check_oauth_refused(const ApiReply& reply, unsigned status, std::string_view error);
/// The one answer about a token that is not good (RFC 7662, section 2.2).
const ApiReply& check_inactive(const ApiReply& reply);

/// What an access token says: its first part is the header, the second one the claims.
[[nodiscard]] boost::json::object part_of(const std::string& access_token, std::size_t part);
[[nodiscard]] std::string key_of(const std::string& access_token);

/// The keys that the installation publishes, by id.
[[nodiscard]] boost::json::array published_keys(ApiClient& client);
[[nodiscard]] std::vector<std::string> published_key_ids(ApiClient& client);

/// A furnished account with a service that asks about the tokens it is shown, and counts what is
/// used. What throws here was refused by the server.
class Provider {
 public:
  explicit Provider(Installation& site);

  /// Of the tenant's project; those before it are good for a while longer.
  std::string issue_service_token();
  void end_service_tokens();
  [[nodiscard]] std::string authorization() const { return "Bearer " + service_token; }

  ApiReply post_form(const std::string& target, const Form& form,
                     const std::string& authorization = {});
  ApiReply exchange(const std::string& token);
  /// The same where it has to work.
  TokenPair exchanged(const std::string& token);
  /// What a fresh consumer token is exchanged for.
  TokenPair begin();

  ApiReply introspect(const std::string& token);
  bool is_active(const std::string& token);
  ApiReply revoke(const std::string& token);

  [[nodiscard]] std::string usage_path() const;
  [[nodiscard]] ApiRequest usage_request(std::int64_t amount, const std::string& key,
                                         const std::string& event = "message") const;
  ApiReply use(std::int64_t amount, const std::string& key, const std::string& event = "message");
  std::int64_t items_used();

  /// Root sets a limit, at a path below that of all limits.
  ApiReply limit(const std::string& path, const std::string& body);
  /// The path of that of the attached service.
  [[nodiscard]] std::string attachment_limits() const;

  Tenant tenant;
  std::string service_token{};
};

}  // namespace gatehouse::testing
