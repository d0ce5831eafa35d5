#include "acceptor.hpp"

#include <string>
#include <system_error>
#include <utility>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include "connection.hpp"
#include "patient_post.hpp"

namespace gatehouse::http::server {

namespace asio = boost::asio;
using boost::asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds pause_after_error{100};
/// Connections do not signal when they become idle, so they are polled at this interval.
constexpr std::chrono::milliseconds pause_without_place{20};

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

/// Converts IPv4-mapped addresses of IPv6 sockets to IPv4.
asio::ip::address address_of(const tcp::endpoint& peer) {
  auto address = peer.address();
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
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
  // Allows an immediate restart. A second server on the same port still fails.
  listener.set_option(tcp::acceptor::reuse_address(true), error);
  require(error, options);
  listener.bind(where, error);
  require(error, options);
}

}  // namespace

Acceptor::Acceptor(ServerState& server_state, const std::vector<std::unique_ptr<IoThread>>& threads)
    : server_state_(server_state),
      threads_(threads),
      acceptor_(threads.front()->context()),
      pause_(threads.front()->context()) {
  bind(acceptor_, server_state_.options);
  error_code error;
  acceptor_.listen(tcp::acceptor::max_listen_connections, error);
  require(error, server_state_.options);
  port_ = acceptor_.local_endpoint().port();

  server_state_.slots.on_change(
      [this] { patient_post(acceptor_.get_executor(), [this] { go_on(); }); });
}

void Acceptor::start() {
  asio::post(acceptor_.get_executor(), [this] { accept(); });
}

void Acceptor::stop() noexcept {
  patient_post(acceptor_.get_executor(), [this] {
    error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    taken_.reset();
  });
}

void Acceptor::accept() {
  if (accepting_ || taken_ || !acceptor_.is_open()) return;
  try {
    acceptor_.async_accept(threads_[next_thread_]->context(), peer_,
                           [this](const error_code& error, Socket socket) {
                             accepting_ = false;
                             taken_.emplace(std::move(socket));
                             on_accepted(error);
                           });
    accepting_ = true;
  } catch (const std::bad_alloc&) {
    pause(pause_after_error);
  }
}

void Acceptor::on_accepted(const error_code& error) {
  if (!acceptor_.is_open()) return taken_.reset();
  if (error) {
    taken_.reset();
    if (error == asio::error::connection_aborted) return accept();
    ++server_state_.counters.accept_errors;
    // For example, no file descriptor is left; the next connection needs one.
    server_state_.slots.make_room();
    return pause(pause_after_error);
  }
  ++server_state_.counters.accepted;
  admit();
}

void Acceptor::admit() {
  try {
    auto entered = server_state_.slots.enter(address_of(peer_));
    if (entered.slot) {
      hand_over(std::move(entered.slot));
    } else if (entered.refusal == ConnectionSlots::Refusal::wait) {
      return pause(pause_without_place);
    }
  } catch (const std::exception&) {
    // Memory is exhausted, so the client is turned away.
    ++server_state_.counters.accept_errors;
  }
  taken_.reset();
  accept();
}

void Acceptor::hand_over(ConnectionSlots::Held slot) {
  auto& thread = *threads_[next_thread_];
  next_thread_ = (next_thread_ + 1) % threads_.size();
  error_code unset;
  taken_->set_option(tcp::no_delay(true), unset);
  if (taken_->non_blocking(true, unset)) return;
  auto connection = std::make_shared<Connection>(std::move(*taken_), address_of(peer_), thread,
                                                 server_state_, std::move(slot));
  asio::post(thread.context(),
             [&thread, connection = std::move(connection)] { thread.add(connection); });
}

void Acceptor::pause(std::chrono::milliseconds time) {
  pause_.expires_after(time);
  pause_.async_wait([this](const error_code& error) {
    if (!error) go_on();
  });
}

void Acceptor::go_on() {
  if (!acceptor_.is_open()) return taken_.reset();
  if (taken_) return admit();
  accept();
}

}  // namespace gatehouse::http::server

namespace gatehouse::http {

void try_address(const ServerOptions& options) {
  boost::asio::io_context context;
  boost::asio::ip::tcp::acceptor acceptor(context);
  server::bind(acceptor, options);
}

}  // namespace gatehouse::http
