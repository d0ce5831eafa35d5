#include "server/acceptor.hpp"

#include <string>
#include <system_error>
#include <utility>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include "server/connection.hpp"
#include "server/patient_post.hpp"

namespace gatehouse::http::server {

namespace asio = boost::asio;
using boost::asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds pause_after_error{100};

std::string describe(const ServerOptions& options) {
  const bool is_v6 = options.address.find(':') != std::string::npos;
  return "cannot listen on " + (is_v6 ? "[" + options.address + "]" : options.address) + ":" +
         std::to_string(options.port);
}

tcp::endpoint endpoint(const ServerOptions& options) {
  if (options.address == "localhost") return {asio::ip::address_v4::loopback(), options.port};
  error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) {
    throw std::system_error(std::make_error_code(std::errc::invalid_argument),
                            describe(options) + ": not a numeric address");
  }
  return {address, options.port};
}

void require(const error_code& error, const ServerOptions& options) {
  if (error) throw std::system_error(error, describe(options));
}

template <class Listener>
void bind(Listener& listener, const ServerOptions& options) {
  const auto where = endpoint(options);
  error_code error;
  listener.open(where.protocol(), error);
  require(error, options);
  // Lets a server start again at once; a second one on the same port fails nevertheless.
  listener.set_option(tcp::acceptor::reuse_address(true), error);
  require(error, options);
  listener.bind(where, error);
  require(error, options);
}

}  // namespace

Acceptor::Acceptor(Site& site, const std::vector<std::unique_ptr<IoThread>>& threads)
    : site_(site),
      threads_(threads),
      acceptor_(threads.front()->context()),
      pause_(threads.front()->context()) {
  bind(acceptor_, site_.options);
  error_code error;
  acceptor_.listen(tcp::acceptor::max_listen_connections, error);
  require(error, site_.options);
  port_ = acceptor_.local_endpoint().port();

  site_.slots.on_free([this] { asio::post(acceptor_.get_executor(), [this] { accept(); }); });
}

void Acceptor::start() {
  asio::post(acceptor_.get_executor(), [this] { accept(); });
}

void Acceptor::stop() noexcept {
  patient_post(acceptor_.get_executor(), [this] {
    error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
  });
}

void Acceptor::accept() {
  if (accepting_ || !acceptor_.is_open()) return;
  try {
    auto slot = site_.slots.take();
    if (!slot) return;
    auto& thread = *threads_[next_thread_];
    next_thread_ = (next_thread_ + 1) % threads_.size();
    acceptor_.async_accept(thread.context(), [this, &thread, slot = std::move(*slot)](
                                                 const error_code& error, Socket socket) mutable {
      accepting_ = false;
      on_accepted(error, std::move(socket), thread, std::move(slot));
    });
    accepting_ = true;
  } catch (const std::bad_alloc&) {
    accept_after_pause();
  }
}

void Acceptor::on_accepted(const error_code& error, Socket socket, IoThread& thread,
                           Slots::Slot slot) {
  if (!acceptor_.is_open()) return;
  if (error == asio::error::connection_aborted) return accept();
  if (error) {
    ++site_.counters.accept_errors;
    return accept_after_pause();
  }
  ++site_.counters.accepted;
  try {
    error_code unset;
    socket.set_option(tcp::no_delay(true), unset);
    if (!socket.non_blocking(true, unset)) {
      auto connection =
          std::make_shared<Connection>(std::move(socket), thread, site_, std::move(slot));
      asio::post(thread.context(),
                 [&thread, connection = std::move(connection)] { thread.add(connection); });
    }
  } catch (const std::exception&) {
    // Memory is short: this client is turned away.
    ++site_.counters.accept_errors;
  }
  accept();
}

void Acceptor::accept_after_pause() {
  pause_.expires_after(pause_after_error);
  pause_.async_wait([this](const error_code&) { accept(); });
}

}  // namespace gatehouse::http::server

namespace gatehouse::http {

void try_address(const ServerOptions& options) {
  boost::asio::io_context context;
  boost::asio::ip::tcp::acceptor acceptor(context);
  server::bind(acceptor, options);
}

}  // namespace gatehouse::http
