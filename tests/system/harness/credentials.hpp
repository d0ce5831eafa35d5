/// An account with protected APIs: the credential API, and decisions for its gateways.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenant.hpp"

namespace gatehouse::testing {

/// As a path segment: all characters but letters and digits are percent-encoded.
[[nodiscard]] std::string segment(std::string_view text);
/// The value of Authorization that a client of a gateway sends with its credential.
[[nodiscard]] std::string basic(std::string_view username, std::string_view password);

/// A body for creating or saving a credential without address restriction and expiry.
[[nodiscard]] std::string credential_body(const std::string& username,
                                          const std::string& password = "pw");
[[nodiscard]] std::string password_body(const std::string& password);
/// An access list with one item.
[[nodiscard]] std::string access_body(const std::string& name,
                                      const std::string& type = "API_PROXY");
/// An array with one name.
[[nodiscard]] std::string names_body(const std::string& name);

/// Checks the response to a successful write of the credential API.
const ApiReply& check_done(const ApiReply& reply);
/// Checks one with a list; returns its items.
boost::json::array check_listed(const ApiReply& reply);
/// Checks a refusal of the credential API, with the error name of the status.
const ApiReply& check_refused(const ApiReply& reply, unsigned status);
const ApiReply& check_refused(const ApiReply& reply, unsigned status, std::string_view error);
/// Checks a refusal in the format of the API of the path.
const ApiReply& check_error_at(std::string_view path, const ApiReply& reply, unsigned status);

/// A request of a gateway for a decision.
struct Inquiry {
  std::string proxy = "Calculator";
  std::string username = "u1";
  std::string password = "pw";
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string method = "GET";
};

/// An account with a project, an API proxy called "Calculator" and a gateway. The functions throw
/// if the server refuses a request.
class Estate {
 public:
  explicit Estate(Installation& site, std::string project = "Aka Project");

  /// The path below the project, or below the project of another name.
  [[nodiscard]] std::string at(const std::string& path) const { return at(project, path); }
  [[nodiscard]] static std::string at(const std::string& project_name, const std::string& path);

  /// Sends a request about the project as the admin.
  ApiReply get(const std::string& path);
  ApiReply send(const std::string& method, const std::string& path,
                std::optional<std::string> body = {});
  /// The same with another client.
  ApiReply send_as(const std::string& token, const std::string& method, const std::string& path,
                   std::optional<std::string> body = {});
  /// The same for another project, or "admin".
  ApiReply send_to(const std::string& project_name, const std::string& method,
                   const std::string& path, std::optional<std::string> body = {});

  void add_proxy(const std::string& name);
  /// Creates a credential with the password "pw" and a grant on the proxy.
  void add_credential(const std::string& username, const std::string& proxy = "Calculator");
  std::string add_gateway();
  /// Gives the permission in the project of that id.
  void permit(const Person& developer, const std::string& project_id);

  /// Requests a decision.
  ApiReply ask(const Inquiry& inquiry = {});
  /// "allowed", or the reason for the refusal.
  std::string verdict(const Inquiry& inquiry = {});
  /// Reconnects after a restart of the server.
  void reconnect() { tenant.client.connect_to(tenant.site.server().port()); }

  Tenant tenant;
  std::string project;
  std::string project_id;
  std::string gateway_id;
  std::string gateway;
};

}  // namespace gatehouse::testing
