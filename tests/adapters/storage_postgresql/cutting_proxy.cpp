#include "cutting_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string_view>

namespace gatehouse::testing {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

const sockaddr* generic(const sockaddr_in& address) {
  return static_cast<const sockaddr*>(static_cast<const void*>(&address));
}

/// Returns true if there is data or an event within a moment.
bool wait(std::array<pollfd, 2>& ends) { return ::poll(ends.data(), ends.size(), 20) > 0; }

}  // namespace

CuttingProxy::CuttingProxy(const std::string& server_port)
    : server_port_(server_port), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener_, generic(address), size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, static_cast<sockaddr*>(static_cast<void*>(&address)), &size) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  port_ = std::to_string(ntohs(address.sin_port));
  acceptor_ = std::jthread([this] { accept_until_closed(); });
}

CuttingProxy::~CuttingProxy() {
  stopping_ = true;
  acceptor_.join();
  carriers_.clear();
  ::close(listener_);
}

void CuttingProxy::cut_at(const std::string& word, Cut how) {
  const std::lock_guard lock(mutex_);
  word_ = word;
  how_ = how;
}

void CuttingProxy::accept_until_closed() {
  std::array<pollfd, 2> ends{pollfd{listener_, POLLIN, 0}, pollfd{-1, 0, 0}};
  while (!stopping_) {
    if (!wait(ends)) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = loopback(static_cast<std::uint16_t>(std::stoi(server_port_)));
    if (::connect(server, generic(address), sizeof address) != 0) ::shutdown(client, SHUT_RDWR);
    carriers_.emplace_back([this, line = Line{client, server}] { carry(line); });
  }
}

void CuttingProxy::carry(Line line) {
  std::array<pollfd, 2> ends{pollfd{line.client, POLLIN, 0}, pollfd{line.server, POLLIN, 0}};
  bool open = true;
  while (open && !stopping_) {
    if (!wait(ends)) continue;
    if (ends[0].revents != 0) open = pass_on(line, true);
    if (open && ends[1].revents != 0) open = pass_on(line, false);
  }
  ::close(line.client);
  ::close(line.server);
}

bool CuttingProxy::pass_on(Line line, bool from_client) {
  std::array<char, 65536> octets;
  const int from = from_client ? line.client : line.server;
  const int to = from_client ? line.server : line.client;
  const auto count = ::recv(from, octets.data(), octets.size(), 0);
  if (count <= 0) return false;
  const std::string_view said(octets.data(), static_cast<std::size_t>(count));
  const bool cut = from_client && says_the_word(said);
  if (cut && how_ == Cut::before_the_server) return false;
  if (::send(to, said.data(), said.size(), MSG_NOSIGNAL) != count) return false;
  if (!cut) return true;
  // The response shows that the server has executed the statement.
  ::recv(line.server, octets.data(), octets.size(), 0);
  return false;
}

bool CuttingProxy::says_the_word(std::string_view said) {
  const std::lock_guard lock(mutex_);
  if (word_.empty() || said.find(word_) == std::string_view::npos) return false;
  word_.clear();
  return true;
}

}  // namespace gatehouse::testing
