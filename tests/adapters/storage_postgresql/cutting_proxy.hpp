/// A proxy between a storage and its server that closes the connection at a keyword.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace gatehouse::testing {

class CuttingProxy {
 public:
  /// Accepts connections on a free port of 127.0.0.1 and forwards them to `server_port`.
  explicit CuttingProxy(const std::string& server_port);
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;
  ~CuttingProxy();

  [[nodiscard]] const std::string& port() const noexcept { return port_; }

  enum class Cut {
    /// The statement does not reach the server.
    before_the_server,
    /// The statement reaches the server, and its response is dropped.
    after_the_server,
  };
  /// The next connection on which a client sends `word` is closed, once.
  void cut_at(const std::string& word, Cut how);

 private:
  struct Line {
    int client;
    int server;
  };

  void accept_until_closed();
  void carry(Line line);
  /// Forwards data in one direction. Returns false when the connection must be closed.
  [[nodiscard]] bool pass_on(Line line, bool from_client);
  [[nodiscard]] bool says_the_word(std::string_view said);

  std::string server_port_;
  std::string port_;
  int listener_ = -1;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::string word_;
  Cut how_ = Cut::before_the_server;
  std::vector<std::jthread> carriers_;
  std::jthread acceptor_;
};

}  // namespace gatehouse::testing
