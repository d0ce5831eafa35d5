/// Gatehouse installed in a temporary folder: a database, a Maildir, a root user, the server.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gatehouse/testing/temporary_folder.hpp>

#include "api_client.hpp"
#include "database.hpp"
#include "mailbox.hpp"
#include "server_process.hpp"

namespace gatehouse::testing {

struct Person {
  std::string id;
  std::string email;
  std::string password;
  std::string token;
};

class Installation {
 public:
  /// `arguments`: more of them for `serve`.
  explicit Installation(std::vector<std::string> arguments = {});

  /// Where its files are.
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  /// As `--database` names it.
  [[nodiscard]] const std::string& database() const { return database_.url(); }
  [[nodiscard]] std::filesystem::path maildir() const { return folder_.path() / "mail"; }
  /// What the server writes to standard error.
  [[nodiscard]] std::filesystem::path log() const { return folder_.path() / "log"; }

  [[nodiscard]] ServerProcess& server() { return *server_; }
  /// Starts the server again, after it was stopped or killed.
  void start();

  [[nodiscard]] ApiClient connect() const { return ApiClient(server_->port()); }
  [[nodiscard]] Mailbox& mailbox() { return mailbox_; }
  [[nodiscard]] const Person& root() const { return root_; }

  /// An address, and a code of the catalogue, that nobody was given before.
  [[nodiscard]] std::string fresh_email();
  [[nodiscard]] std::string fresh_code();
  /// A new service of the catalogue; its code.
  std::string add_service();
  void add_service(const std::string& code);

 private:
  TemporaryFolder folder_;
  Database database_{folder_.path()};
  std::vector<std::string> arguments_;
  Mailbox mailbox_{maildir()};
  std::unique_ptr<ServerProcess> server_;
  Person root_;
  std::atomic<int> count_ = 0;
};

/// One for all tests of a program that need nothing special of it; each opens accounts of its own.
[[nodiscard]] Installation& shared_installation();

}  // namespace gatehouse::testing
