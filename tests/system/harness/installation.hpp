/// Gatehouse installed in a temporary folder: a database, a Maildir, a root user, and one or
/// several servers.
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

/// The default number of servers: GATEHOUSE_TEST_SERVERS in the environment, or one.
[[nodiscard]] std::size_t usual_servers();

class Installation {
 public:
  /// `arguments`: additional ones for `serve`.
  explicit Installation(std::vector<std::string> arguments = {},
                        std::size_t servers = usual_servers());

  /// The folder of its files.
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  /// The value for `--database`.
  [[nodiscard]] const std::string& database() const { return database_.url(); }
  /// The encryption keys, which servers create next to an SQLite database.
  [[nodiscard]] std::filesystem::path key_file() const;
  [[nodiscard]] std::filesystem::path maildir() const { return folder_.path() / "mail"; }
  /// The standard error output of a server.
  [[nodiscard]] std::filesystem::path log(std::size_t which = 0) const;

  [[nodiscard]] ServerProcess& server(std::size_t which = 0) { return *servers_.at(which); }
  /// Restarts a server that was stopped or killed.
  void start(std::size_t which = 0);

  /// A client of one of the servers, in rotation.
  [[nodiscard]] ApiClient connect() const { return connect_to(turn_++ % servers_.size()); }
  [[nodiscard]] ApiClient connect_to(std::size_t which) const {
    return ApiClient(servers_.at(which)->port());
  }
  [[nodiscard]] Mailbox& mailbox() { return mailbox_; }
  [[nodiscard]] const Person& root() const { return root_; }

  /// A unique address, and a unique code for the catalogue.
  [[nodiscard]] std::string fresh_email();
  [[nodiscard]] std::string fresh_code();
  /// Adds a service to the catalogue; returns its code.
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

/// The shared installation for tests without special requirements; each test creates its own
/// accounts.
[[nodiscard]] Installation& shared_installation();

}  // namespace gatehouse::testing
