/// Accepts connections and distributes them among the I/O threads.
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
  /// Starts listening at once, like Server's constructor. Runs on the first of `threads`.
  Acceptor(ServerState& server_state, const std::vector<std::unique_ptr<IoThread>>& threads);

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  /// Must be called after all threads have started.
  void start();
  /// Thread-safe.
  void stop() noexcept;

 private:
  void accept();
  void on_accepted(const boost::system::error_code& error);
  /// Assigns a slot to the most recently accepted connection.
  void admit();
  void hand_over(ConnectionSlots::Held slot);
  /// Resumes after a pause, or when a slot may be free.
  void pause(std::chrono::milliseconds time);
  void go_on();

  ServerState& server_state_;
  const std::vector<std::unique_ptr<IoThread>>& threads_;
  boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor> acceptor_;
  boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor> pause_;
  std::uint16_t port_ = 0;
  std::size_t next_thread_ = 0;
  bool accepting_ = false;
  /// The most recently accepted connection while it waits for a slot, and its source address.
  std::optional<Socket> taken_;
  boost::asio::ip::tcp::endpoint peer_;
};

}  // namespace gatehouse::http::server
