/// An account that protects something: the credential API, and decisions for its gateways.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenant.hpp"

namespace gatehouse::testing {

/// As a segment of a path: all but letters and digits, percent-encoded.
[[nodiscard]] std::string segment(std::string_view text);
/// The value of Authorization with which a client of a gateway shows its credential.
[[nodiscard]] std::string basic(std::string_view username, std::string_view password);

/// A body for creating or saving a credential, which may be used from anywhere for ever.
[[nodiscard]] std::string credential_body(const std::string& username,
                                          const std::string& password = "pw");
[[nodiscard]] std::string password_body(const std::string& password);
/// An access list of one item.
[[nodiscard]] std::string access_body(const std::string& name,
                                      const std::string& type = "API_PROXY");
/// An array of one name.
[[nodiscard]] std::string names_body(const std::string& name);

/// An answer of the credential API that says that it was done, and no more.
const ApiReply& check_done(const ApiReply& reply);
/// One with a list; returns its items.
boost::json::array check_listed(const ApiReply& reply);
/// A refusal of the credential API, with the name of the error that goes with the status.
const ApiReply& check_refused(const ApiReply& reply, unsigned status);
const ApiReply& check_refused(const ApiReply& reply, unsigned status, std::string_view error);
/// A refusal in the words of the API that the path belongs to.
const ApiReply& check_error_at(std::string_view path, const ApiReply& reply, unsigned status);

/// What a gateway asks.
struct Inquiry {
  std::string proxy = "Calculator";
  std::string username = "u1";
  std::string password = "pw";
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string method = "GET";
};

/// An account with a project, an API proxy called "Calculator" and a gateway. Whatever throws here
/// was refused by the server.
class Estate {
 public:
  explicit Estate(Installation& site, std::string project = "Aka Project");

  /// The path below the project, or below that of another name.
  [[nodiscard]] std::string at(const std::string& path) const { return at(project, path); }
  [[nodiscard]] static std::string at(const std::string& project_name, const std::string& path);

  /// Sends a request about the project as the admin.
  ApiReply get(const std::string& path);
  ApiReply send(const std::string& method, const std::string& path,
                std::optional<std::string> body = {});
  /// The same, as somebody else.
  ApiReply send_as(const std::string& token, const std::string& method, const std::string& path,
                   std::optional<std::string> body = {});
  /// The same, about another project, or "admin".
  ApiReply send_to(const std::string& project_name, const std::string& method,
                   const std::string& path, std::optional<std::string> body = {});

  void add_proxy(const std::string& name);
  /// A credential with the password "pw" that may use the proxy.
  void add_credential(const std::string& username, const std::string& proxy = "Calculator");
  std::string add_gateway();
  /// Gives the permission in the project of that id.
  void permit(const Person& developer, const std::string& project_id);

  /// The verdict.
  ApiReply ask(const Inquiry& inquiry = {});
  /// Allowed, or the reason why not.
  std::string verdict(const Inquiry& inquiry = {});
  /// After the server was started again.
  void reconnect() { tenant.client.connect_to(tenant.site.server().port()); }

  Tenant tenant;
  std::string project;
  std::string project_id;
  std::string gateway_id;
  std::string gateway;
};

}  // namespace gatehouse::testing
