#include "connection.hpp"

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/socket_base.hpp>

#include "client_address.hpp"
#include "patient_post.hpp"

namespace gatehouse::http::server {

namespace asio = boost::asio;

namespace {

Now now() noexcept { return {Clock::now(), std::time(nullptr)}; }

bool is_blocked(const boost::system::error_code& error) noexcept {
  return error == asio::error::would_block || error == asio::error::try_again;
}

}  // namespace

Connection::Connection(Socket socket, const asio::ip::address& peer, IoThread& thread,
                       ServerState& server_state, ConnectionSlots::Held slot)
    : socket_(std::move(socket)),
      thread_(thread),
      server_state_(server_state),
      slot_(std::move(slot)),
      machine_(server_state, thread.share(), *slot_, plain(peer), server_state.tls != nullptr) {
  ++server_state_.counters.connections;
}

Connection::~Connection() { --server_state_.counters.connections; }

void Connection::start() noexcept {
  guarded([this] {
    slot_->occupy(weak_from_this());
    if (server_state_.tls)
      tls_ = std::make_unique<TlsSession>(*server_state_.tls->current(), socket_);
    const Now time = now();
    perform(machine_.start(time), time);
  });
}

void Connection::close() noexcept {
  if (std::exchange(closed_, true)) return;
  boost::system::error_code ignored;
  if (machine_.end(now())) socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  socket_.close(ignored);
  thread_.remove(*this);
}

void Connection::give_way() noexcept {
  patient_post(thread_.context().get_executor(), [self = shared_from_this()] {
    self->guarded([&] {
      if (self->slot_->gives_way()) self->hang_up();
    });
  });
}

void Connection::give_up() noexcept {
  patient_post(thread_.context().get_executor(), [self = shared_from_this()] {
    self->guarded([&] {
      if (self->slot_->gives_up()) self->perform(self->machine_.gives_up(), now());
    });
  });
}

void Connection::check_deadline(Clock::time_point time) noexcept {
  guarded([&] {
    const Now at{time, std::time(nullptr)};
    perform(machine_.tick(at), at);
  });
}

void Connection::drain() noexcept {
  guarded([this] {
    const Now time = now();
    perform(machine_.drain(time, has_unread_input()), time);
  });
}

void Connection::run() noexcept {
  machine_.work();
  thread_.post_answered(shared_from_this());
}

void Connection::turn_away() noexcept {
  machine_.turn_away();
  thread_.post_answered(shared_from_this());
}

void Connection::on_answered() noexcept {
  guarded([this] {
    const Now time = now();
    perform(machine_.worked(time), time);
  });
}

void Connection::perform(Action action, Now time) {
  for (;;) {
    switch (action) {
      case Action::shake_hands: action = shake_hands(time); break;
      case Action::write: action = write(time); break;
      case Action::work:
        machine_.work();
        // Time may have passed, but the Date field can keep its value.
        time.time = Clock::now();
        action = machine_.worked(time);
        break;
      case Action::submit: action = submit(time); break;
      case Action::close_notify: action = close_notify(time); break;
      case Action::read_unless_idle:
        if (!has_unread_input()) return hang_up();
        return read();
      case Action::read: return read();
      case Action::discard: return receive();
      case Action::await_output: return await_output();
      case Action::cancel: return cancel();
      case Action::hang_up: return hang_up();
      case Action::close: return close();
      case Action::wait: return;
    }
  }
}

Action Connection::shake_hands(Now time) {
  shakes_hands_ = true;
  switch (tls_->shake_hands()) {
    case TlsSession::Step::done: shakes_hands_ = false; return machine_.handshake_done(time);
    case TlsSession::Step::wants_input: await_encrypted(Socket::wait_read); return Action::wait;
    case TlsSession::Step::wants_output: await_encrypted(Socket::wait_write); return Action::wait;
    case TlsSession::Step::again: await_turn(); return Action::wait;
    case TlsSession::Step::ended:
    case TlsSession::Step::failed: break;
  }
  if (!tls_->met_plain_http()) return Action::close;
  tls_.reset();
  return machine_.handshake_met_plain_http(time);
}

Action Connection::write(Now time) {
  std::size_t written = 0;
  boost::system::error_code error;
  while (written < machine_.output().unsent()) {
    const auto octets = machine_.output().unsent_octets(written);
    written += tls_ ? tls_->write_some(octets.front(), error) : socket_.write_some(octets, error);
    if (error) break;
  }
  if (error && !is_blocked(error)) return Action::close;
  return machine_.wrote(written, static_cast<bool>(error), time);
}

Action Connection::submit(Now time) {
  if (server_state_.pools.submit(machine_.pool(), machine_.claim(), shared_from_this())) {
    return Action::wait;
  }
  return machine_.not_taken(time);
}

Action Connection::close_notify(Now time) {
  if (tls_) {
    const auto step = tls_->close_notify();
    if (step == TlsSession::Step::wants_output) return machine_.close_notify_blocked(time);
    if (step != TlsSession::Step::done) return Action::close;
  }
  boost::system::error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  return error ? Action::close : machine_.close_notify_sent(time);
}

void Connection::read() {
  if (!tls_) return receive();
  if (tls_->has_unread()) return await_turn();
  await_encrypted(Socket::wait_read);
}

void Connection::receive() {
  const auto [data, size] = machine_.space();
  socket_.async_read_some(asio::buffer(data, size),
                          [self = shared_from_this()](const auto& error, std::size_t count) {
                            self->guarded([&] { self->on_received(error, count); });
                          });
}

void Connection::on_received(const boost::system::error_code& error, std::size_t count) {
  is_cancelled_ = false;
  const Now time = now();
  perform(error ? machine_.lost(time) : machine_.received(count, time), time);
}

/// Resumes after other connections have had their turn.
void Connection::await_turn() {
  asio::post(socket_.get_executor(),
             [self = shared_from_this()] { self->guarded([&] { self->on_encrypted({}); }); });
}

void Connection::await_encrypted(Socket::wait_type ready) {
  socket_.async_wait(ready, [self = shared_from_this()](const auto& error) {
    self->guarded([&] { self->on_encrypted(error); });
  });
}

/// The input may be an incomplete record or one internal to TLS. Neither extends the deadline.
void Connection::on_encrypted(const boost::system::error_code& error) {
  if (error || is_cancelled_) return on_received(asio::error::operation_aborted, 0);
  if (!shakes_hands_) return read_decrypted();
  const Now time = now();
  perform(shake_hands(time), time);
}

void Connection::read_decrypted() {
  const auto [data, size] = machine_.space();
  const auto read = tls_->read(data, size);
  switch (read.step) {
    case TlsSession::Step::done: return on_received({}, read.count);
    case TlsSession::Step::wants_output: return await_encrypted(Socket::wait_write);
    case TlsSession::Step::wants_input:
      if (server_state_.stopping && machine_.is_idle() && !has_unread_input()) return hang_up();
      return await_encrypted(Socket::wait_read);
    case TlsSession::Step::again: return await_turn();
    case TlsSession::Step::ended: return hang_up();
    case TlsSession::Step::failed: return close();
  }
}

void Connection::await_output() {
  socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const auto& error) {
    self->guarded([&] {
      if (error) return self->close();
      const Now time = now();
      self->perform(self->machine_.writable(time), time);
    });
  });
}

/// The machine then receives the outcome of the pending operation.
void Connection::cancel() noexcept {
  is_cancelled_ = true;
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void Connection::hang_up() noexcept {
  // A truncated response must not end with close_notify, so that the client can detect it.
  if (tls_ && !machine_.owes_answer()) (void)tls_->close_notify();
  close();
}

bool Connection::has_unread_input() const noexcept {
  boost::system::error_code error;
  return (socket_.available(error) > 0 && !error) || (tls_ && tls_->has_unread());
}

}  // namespace gatehouse::http::server
