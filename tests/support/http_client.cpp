#include "support/http_client.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gatehouse::testing {
namespace {

bool equal_but_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

[[noreturn]] void fail(const std::string& what) {
  throw HttpClientError(what + ": " + std::generic_category().message(errno));
}

bool is_ready(int socket, short events, std::chrono::milliseconds patience) {
  pollfd one{socket, events, 0};
  return ::poll(&one, 1, static_cast<int>(patience.count())) > 0;
}

sockaddr loopback(const char* address, std::uint16_t port) {
  sockaddr_in specific{};
  specific.sin_family = AF_INET;
  specific.sin_port = htons(port);
  if (::inet_pton(AF_INET, address, &specific.sin_addr) != 1) fail(address);
  sockaddr generic{};
  static_assert(sizeof generic == sizeof specific);
  std::memcpy(&generic, &specific, sizeof generic);
  return generic;
}

}  // namespace

std::string HttpAnswer::header(std::string_view name) const {
  const auto found = std::ranges::find_if(
      headers, [&](const auto& field) { return equal_but_case(field.first, name); });
  return found == headers.end() ? std::string() : found->second;
}

std::size_t HttpAnswer::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      headers, [&](const auto& field) { return equal_but_case(field.first, name); }));
}

HttpClient::HttpClient(std::uint16_t port, std::chrono::milliseconds deadline, const char* from)
    : deadline_(deadline) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket_ < 0) fail("socket");
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const sockaddr own = loopback(from == nullptr ? "127.0.0.1" : from, 0);
  const sockaddr server = loopback("127.0.0.1", port);
  if ((from != nullptr && ::bind(socket_, &own, sizeof own) != 0) ||
      ::connect(socket_, &server, sizeof server) != 0) {
    const int error = errno;
    ::close(std::exchange(socket_, -1));
    errno = error;
    fail("connect");
  }
}

HttpClient::HttpClient(HttpClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      deadline_(other.deadline_),
      received_(std::move(other.received_)) {}

HttpClient::~HttpClient() {
  if (socket_ >= 0) ::close(socket_);
}

void HttpClient::send(std::string_view octets) {
  while (!octets.empty()) octets.remove_prefix(write_some(octets));
}

std::size_t HttpClient::write_some(std::string_view octets) {
  if (!is_ready(socket_, POLLOUT, deadline_)) throw HttpClientError("send: timed out");
  const auto count = ::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (count < 0 && errno != EAGAIN && errno != EINTR) fail("send");
  return count < 0 ? 0 : static_cast<std::size_t>(count);
}

void HttpClient::finish_sending() { ::shutdown(socket_, SHUT_WR); }

bool HttpClient::receive() {
  std::array<char, 16 * 1024> octets;
  const auto count = read_some(octets.data(), octets.size());
  received_.append(octets.data(), count);
  return count > 0;
}

std::size_t HttpClient::read_some(char* octets, std::size_t size) {
  if (!is_ready(socket_, POLLIN, deadline_)) throw HttpClientError("receive: timed out");
  const auto count = ::recv(socket_, octets, size, 0);
  if (count < 0) fail("receive");
  return static_cast<std::size_t>(count);
}

std::string HttpClient::take_line() {
  std::size_t end = 0;
  while ((end = received_.find("\r\n")) == std::string::npos) {
    if (!receive()) throw HttpClientError("closed in the middle of a header: " + received_);
  }
  auto line = received_.substr(0, end);
  received_.erase(0, end + 2);
  return line;
}

HttpAnswer HttpClient::read(Method method) {
  HttpAnswer answer;
  const auto status_line = take_line();
  if (!status_line.starts_with("HTTP/1.1 ")) throw HttpClientError("not HTTP: " + status_line);
  answer.status = static_cast<unsigned>(std::stoul(status_line.substr(9, 3)));
  for (auto line = take_line(); !line.empty(); line = take_line()) {
    const auto colon = line.find(": ");
    if (colon == std::string::npos) throw HttpClientError("not a field: " + line);
    answer.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  if (method == Method::head || answer.status < 200 || answer.status == 204) return answer;
  if (answer.count("Transfer-Encoding") == 1) {
    if (answer.count("Content-Length") != 0) throw HttpClientError("two lengths");
    answer.body = take_chunks();
    return answer;
  }
  if (answer.count("Content-Length") != 1) throw HttpClientError("not one Content-Length");
  answer.body = take(std::stoul(answer.header("Content-Length")));
  return answer;
}

std::string HttpClient::take(std::size_t length) {
  while (received_.size() < length) {
    if (!receive()) throw HttpClientError("closed in the middle of a body");
  }
  auto octets = received_.substr(0, length);
  received_.erase(0, length);
  return octets;
}

std::string HttpClient::take_chunks() {
  std::string body;
  for (;;) {
    const auto line = take_line();
    std::size_t end = 0;
    const auto length = std::stoul(line, &end, 16);
    if (end != line.size()) throw HttpClientError("not the size of a chunk: " + line);
    body += take(length);
    if (!take_line().empty()) throw HttpClientError("a chunk is longer than it says");
    if (length == 0) return body;
  }
}

std::string HttpClient::read_to_end() {
  while (receive()) {
  }
  return std::exchange(received_, {});
}

bool HttpClient::is_closed_by_server() {
  if (!received_.empty()) return false;
  if (!is_ready(socket_, POLLIN, deadline_)) return false;
  char octet = 0;
  const auto count = ::recv(socket_, &octet, 1, MSG_PEEK);
  return count == 0 || (count < 0 && errno == ECONNRESET);
}

bool HttpClient::has_input(std::chrono::milliseconds patience) {
  return !received_.empty() || is_ready(socket_, POLLIN, patience);
}

}  // namespace gatehouse::testing
