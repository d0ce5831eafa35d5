/// Gatehouse installed in a temporary folder: a database, a Maildir, a root user, the server, or
/// several of them on the one database.
#pragma once

#include <atomic>
#include <cstddef>
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

/// How many servers there are where a test does not say: GATEHOUSE_TEST_SERVERS of the environment,
/// or one.
[[nodiscard]] std::size_t usual_servers();

class Installation {
 public:
  /// `arguments`: more of them for `serve`.
  explicit Installation(std::vector<std::string> arguments = {},
                        std::size_t servers = usual_servers());

  /// Where its files are.
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  /// As `--database` names it.
  [[nodiscard]] const std::string& database() const { return database_.url(); }
  /// The encryption keys: beside an SQLite database the server makes them.
  [[nodiscard]] std::filesystem::path key_file() const;
  [[nodiscard]] std::filesystem::path maildir() const { return folder_.path() / "mail"; }
  /// What a server writes to standard error.
  [[nodiscard]] std::filesystem::path log(std::size_t which = 0) const;

  [[nodiscard]] ServerProcess& server(std::size_t which = 0) { return *servers_.at(which); }
  /// Starts a server again, after it was stopped or killed.
  void start(std::size_t which = 0);

  /// A client of one of the servers, which take turns.
  [[nodiscard]] ApiClient connect() const { return connect_to(turn_++ % servers_.size()); }
  [[nodiscard]] ApiClient connect_to(std::size_t which) const {
    return ApiClient(servers_.at(which)->port());
  }
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
  std::vector<std::unique_ptr<ServerProcess>> servers_;
  mutable std::atomic<std::size_t> turn_ = 0;
  Person root_;
  std::atomic<int> count_ = 0;
};

/// One for all tests of a program that need nothing special of it; each opens accounts of its own.
[[nodiscard]] Installation& shared_installation();

}  // namespace gatehouse::testing
