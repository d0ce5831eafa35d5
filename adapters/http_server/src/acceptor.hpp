/// Takes connections and hands them round to the I/O threads.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "io_thread.hpp"
#include "server_state.hpp"

namespace gatehouse::http::server {

class Acceptor {
 public:
  /// Listens at once, as Server's constructor says. Lives on the first of `threads`.
  Acceptor(ServerState& server_state, const std::vector<std::unique_ptr<IoThread>>& threads);

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  /// To be called when all threads run.
  void start();
  /// From any thread.
  void stop() noexcept;

 private:
  void accept();
  void on_accepted(const boost::system::error_code& error);
  /// Finds a slot for the connection that was taken last.
  void admit();
  void hand_over(ConnectionSlots::Held slot);
  /// Goes on after a pause, or when a slot may be free.
  void pause(std::chrono::milliseconds time);
  void go_on();

  ServerState& server_state_;
  const std::vector<std::unique_ptr<IoThread>>& threads_;
  boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor> acceptor_;
  boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor> pause_;
  std::uint16_t port_ = 0;
  std::size_t next_thread_ = 0;
  bool accepting_ = false;
  /// The connection that was taken last, as long as it has no slot, and where it comes from.
  std::optional<Socket> taken_;
  boost::asio::ip::tcp::endpoint peer_;
};

}  // namespace gatehouse::http::server
