/// Takes connections and hands them round to the I/O threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/io_thread.hpp"
#include "server/site.hpp"

namespace gatehouse::http::server {

class Acceptor {
 public:
  /// Listens at once, as Server's constructor says. Lives on the first of `threads`.
  Acceptor(Site& site, const std::vector<std::unique_ptr<IoThread>>& threads);

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  /// To be called when all threads run.
  void start();
  /// From any thread.
  void stop() noexcept;

 private:
  void accept();
  void on_accepted(const boost::system::error_code& error, Socket socket, IoThread& thread,
                   Slots::Slot slot);
  void accept_after_pause();

  Site& site_;
  const std::vector<std::unique_ptr<IoThread>>& threads_;
  boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor> acceptor_;
  boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor> pause_;
  std::uint16_t port_ = 0;
  std::size_t next_thread_ = 0;
  bool accepting_ = false;
};

}  // namespace gatehouse::http::server
