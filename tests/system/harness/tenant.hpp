/// An account with records of every kind.
#pragma once

#include <string>

#include "installation.hpp"

namespace gatehouse::testing {

/// Request bodies.
[[nodiscard]] std::string registration_body(const std::string& email);
[[nodiscard]] std::string approval_body(const std::string& code, const std::string& email);
[[nodiscard]] std::string login_body(const std::string& email, const std::string& password);
[[nodiscard]] std::string user_body(const std::string& email);
[[nodiscard]] std::string email_body(const std::string& email);
[[nodiscard]] std::string name_body(const std::string& name);
[[nodiscard]] std::string attach_service_body(const std::string& code);
[[nodiscard]] std::string attach_consumer_body(const std::string& consumer);
[[nodiscard]] std::string mint_body(const std::string& consumer, const std::string& project,
                                    const std::string& code);

/// Converts ASCII letters to upper case.
[[nodiscard]] std::string in_capitals(std::string text);

/// The password in user_body() and approval_body(), as in the examples of the documentation.
inline constexpr const char* usual_password = "123";

struct Registration {
  std::string id;
  std::string email;
  /// From the mail.
  std::string code;
};

/// These functions throw if the server refuses.
[[nodiscard]] Registration register_account(Installation& site);
[[nodiscard]] Registration register_account(Installation& site, const std::string& email);
/// A reset token, from the mail.
[[nodiscard]] std::string request_reset(Installation& site, const std::string& email);

class Tenant {
 public:
  /// Registers and approves an account, which has only an admin.
  explicit Tenant(Installation& site);

  /// Adds a developer, a billing user, a project, an attached service, an attached consumer, and a
  /// consumer token for them.
  Tenant& furnish();

  /// `collection`: "admins", "developers" or "billings".
  Person add_user(const std::string& collection);
  std::string add_project();
  std::string add_consumer();
  std::string attach_consumer(const std::string& project_id);
  void attach_service(const std::string& project_id, const std::string& code);
  std::string mint_token();
  /// Begins another session.
  [[nodiscard]] std::string log_in(const Person& person);

  /// All data of a furnished account that its admin can read, to detect changes.
  [[nodiscard]] std::string sight();

  /// Sends a request as the admin.
  ApiReply get(const std::string& path) { return client.get("/api/v1" + path, admin.token); }
  ApiReply post(const std::string& path, std::string body);
  ApiReply put(const std::string& path, std::string body);
  ApiReply patch(const std::string& path, std::string body);
  ApiReply remove(const std::string& path);

  Installation& site;
  ApiClient client;
  /// The account's id, and its e-mail.
  std::string account{};
  std::string email;
  Person admin;
  Person developer{};
  Person billing{};
  std::string project{};
  std::string service{};
  std::string consumer{};
  std::string consumer_token{};

 private:
  int projects_ = 0;
};

}  // namespace gatehouse::testing
