/// A blocking HTTP client that sends exactly the given octets, well-formed or not.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::testing {

struct HttpAnswer {
  unsigned status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  /// The first field with that name, ignoring case; empty when it is missing.
  [[nodiscard]] std::string header(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
};

/// The server closed the connection, sent malformed HTTP, or did not respond in time.
class HttpClientError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A connection to 127.0.0.1.
class HttpClient {
 public:
  /// Operations that take longer than `deadline` fail. `from` is the client's own address, which
  /// must be in 127.0.0.0/8; 127.0.0.1 if it is null.
  explicit HttpClient(std::uint16_t port,
                      std::chrono::milliseconds deadline = std::chrono::seconds(20),
                      const char* from = nullptr);
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  HttpClient(HttpClient&& other) noexcept;
  HttpClient& operator=(HttpClient&&) = delete;
  virtual ~HttpClient();

  /// Throws when the server has closed its side.
  void send(std::string_view octets);
  /// Closes the sending direction.
  void finish_sending();

  enum class Method : bool { head, other };
  /// Reads the next response; a response to HEAD has no body whatever its Content-Length.
  [[nodiscard]] HttpAnswer read(Method method = Method::other);
  [[nodiscard]] HttpAnswer exchange(std::string_view request) {
    send(request);
    return read();
  }

  /// Reads until the server closes the connection; throws when the server resets it.
  [[nodiscard]] std::string read_to_end();

  /// Whether the server closes the connection without sending more data.
  [[nodiscard]] virtual bool is_closed_by_server();
  /// Whether data or the end of the connection can be read within `patience`.
  [[nodiscard]] virtual bool has_input(std::chrono::milliseconds patience);

 protected:
  /// Both fail after the deadline; they return the number of octets, 0 at the end.
  virtual std::size_t write_some(std::string_view octets);
  virtual std::size_t read_some(char* octets, std::size_t size);

  [[nodiscard]] int socket() const noexcept { return socket_; }
  [[nodiscard]] std::chrono::milliseconds deadline() const noexcept { return deadline_; }
  /// Received data that was not read yet.
  [[nodiscard]] const std::string& received() const noexcept { return received_; }

 private:
  /// Returns false at the end of the connection.
  bool receive();
  std::string take_line();
  std::string take(std::size_t length);
  std::string take_chunks();

  int socket_ = -1;
  std::chrono::milliseconds deadline_;
  std::string received_;
};

}  // namespace gatehouse::testing
