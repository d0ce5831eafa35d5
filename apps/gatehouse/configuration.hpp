/// What the operator chose, from flags, environment and configuration file.
#pragma once

#include <string>

#include <gatehouse/http/server.hpp>
#include <gatehouse/password_argon2/argon2_password_hasher.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse::app {

struct Configuration {
  /// "serve", "create-root", "migrate", "openapi" or "version".
  std::string command;

  std::string database = "sqlite:gatehouse.db";
  std::string mail = "maildir:mail";
  std::string mail_from = "Gatehouse <gatehouse@localhost>";
  std::string listen = "127.0.0.1:8080";
  /// Empty: http:// and the address that is listened on.
  std::string public_url;
  bool migrate = true;
  std::string log_level = "info";
  /// Of the root user to create.
  std::string email;

  Settings settings;
  Argon2Options argon2;
  http::ServerOptions server;
};

}  // namespace gatehouse::app
