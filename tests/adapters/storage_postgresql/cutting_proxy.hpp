/// Stands between a storage and its server, and cuts the connection at a word.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace gatehouse::testing {

class CuttingProxy {
 public:
  /// Takes connections on a free port of 127.0.0.1 and passes on what is said to `server_port`
  /// there.
  explicit CuttingProxy(const std::string& server_port);
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;
  ~CuttingProxy();

  [[nodiscard]] const std::string& port() const noexcept { return port_; }

  enum class Cut {
    /// The word does not reach the server.
    before_the_server,
    /// The word reaches the server, and its answer does not come back.
    after_the_server,
  };
  /// From now on, the next connection on which a client says `word` is cut, once.
  void cut_at(const std::string& word, Cut how);

 private:
  struct Line {
    int client;
    int server;
  };

  void accept_until_closed();
  void carry(Line line);
  /// Takes what one end says to the other. False when the line is to be cut.
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
