// Connection: what is read from the socket and written to it.
#include "connection.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

namespace gatehouse::http::server {

namespace asio = boost::asio;

namespace {

/// A client that takes its answer at less than this per idle deadline is given up.
constexpr std::size_t output_progress = 64 * 1024;
/// What is read after the last answer, and for how long, so that the client gets to see it: closing
/// with input unread would reset the connection.
constexpr std::size_t farewell_limit = 1024 * 1024;
constexpr std::chrono::milliseconds farewell_deadline{1000};
constexpr std::chrono::milliseconds farewell_deadline_when_stopping{200};
/// Buffers that grew beyond this are given up when the connection falls idle.
constexpr std::size_t kept_capacity = 1024;

void give_up_large(std::string& text) {
  if (text.capacity() > kept_capacity) std::string().swap(text);
}

}  // namespace

void Connection::drain() noexcept {
  guarded([this] {
    if (wait_ == Wait::farewell) {
      deadline_ = std::min(deadline_, Clock::now() + farewell_deadline_when_stopping);
      return;
    }
    if (wait_ == Wait::handshake) return close();
    if (wait_ == Wait::refusal) {
      answer_overload();
      return proceed();
    }
    if (wait_ == Wait::input && is_idle() && !has_unread_input()) hang_up();
  });
}

void Connection::await_first_request() {
  first_due_ = Clock::now() + site_.options.header_deadline;
  await_input();
}

void Connection::await_input() {
  if (std::exchange(owes_continue_, false)) {
    output_.text().append("HTTP/1.1 100 Continue\r\n\r\n");
  }
  // Noted before the client sees its answer: so connections that are used one after another have
  // been idle in that order, too.
  const auto now = Clock::now();
  place_->wait_from(now);
  if (!flush()) return;

  const auto& options = site_.options;
  if (is_idle()) {
    give_up_buffers();
    deadline_ = first_due_.value_or(now + options.idle_deadline);
    if (site_.stopping && !has_unread_input()) return hang_up();
  } else {
    if (!request_due_) {
      request_due_ =
          now + (phase_ == Phase::head ? options.header_deadline : options.body_deadline);
    }
    deadline_ = *request_due_;
    if (!account()) {
      ++site_.counters.refused_for_memory;
      refuse({503, "the server has no memory left for this request"});
      return proceed();
    }
  }
  receive(Wait::input);
}

void Connection::give_up_buffers() {
  input_.shrink();
  give_up_large(body_);
  give_up_large(kept_head_);
  output_.shrink(kept_capacity);
  if (holding_.octets() > 0) (void)account();
}

void Connection::receive(Wait wait) {
  wait_ = wait;
  if (tls_ && wait == Wait::input) {
    return tls_->has_unread() ? await_turn() : await_encrypted(Socket::wait_read);
  }
  const auto [data, size] = input_.space();
  socket_.async_read_some(asio::buffer(data, size),
                          [self = shared_from_this()](const auto& error, std::size_t count) {
                            self->guarded([&] { self->on_received(error, count); });
                          });
}

void Connection::on_received(const boost::system::error_code& error, std::size_t count) {
  const auto waited_for = std::exchange(wait_, Wait::nothing);
  if (const auto interruption = std::exchange(interruption_, std::nullopt)) {
    refuse(*interruption);
    return proceed();
  }
  if (error) return close();
  if (waited_for == Wait::farewell) {
    if (count >= farewell_left_) return close();
    farewell_left_ -= count;
    return receive(Wait::farewell);
  }
  input_.commit(count);
  proceed();
}

/// Whether a request may be waiting to be read.
bool Connection::has_unread_input() const noexcept {
  boost::system::error_code error;
  return (socket_.available(error) > 0 && !error) || (tls_ && tls_->has_unread());
}

/// Goes on when others have had theirs.
void Connection::await_turn() {
  asio::post(socket_.get_executor(),
             [self = shared_from_this()] { self->guarded([&] { self->on_encrypted({}); }); });
}

void Connection::await_encrypted(Socket::wait_type ready) {
  socket_.async_wait(ready, [self = shared_from_this()](const auto& error) {
    self->guarded([&] { self->on_encrypted(error); });
  });
}

/// What has come may be no more than half a record, or one of TLS itself: neither puts off the
/// deadline.
void Connection::on_encrypted(const boost::system::error_code& error) {
  if (error || interruption_) return on_received(error, 0);
  if (phase_ == Phase::handshake) return proceed();
  const auto [data, size] = input_.space();
  const auto read = tls_->read(data, size);
  switch (read.step) {
    case TlsSession::Step::done: return on_received({}, read.count);
    case TlsSession::Step::wants_output: return await_encrypted(Socket::wait_write);
    case TlsSession::Step::wants_input:
      if (site_.stopping && is_idle() && !has_unread_input()) return hang_up();
      return await_encrypted(Socket::wait_read);
    case TlsSession::Step::again: return await_turn();
    case TlsSession::Step::ended: return hang_up();
    case TlsSession::Step::failed: return close();
  }
}

bool Connection::write_now() {
  while (unsent() > 0) {
    boost::system::error_code error;
    const auto octets = output_.unsent_octets();
    output_.advance(tls_ ? tls_->write_some(octets.front(), error)
                         : socket_.write_some(octets, error));
    if (error == asio::error::would_block || error == asio::error::try_again) return true;
    if (error) {
      close();
      return false;
    }
  }
  output_.clear();
  output_due_.reset();
  return true;
}

bool Connection::flush() {
  if (!write_now()) return false;
  if (unsent() == 0) return true;
  await_output();
  return false;
}

void Connection::await_output() {
  const auto now = Clock::now();
  place_->wait_from(now);
  if (!output_due_ || output_.sent() - output_mark_ >= output_progress) {
    output_due_ = now + site_.options.idle_deadline;
    output_mark_ = output_.sent();
    held_since_ = now;
    place_->hold(holding_.octets(), now);
  }
  if (!account()) {
    ++site_.counters.refused_for_memory;
    return close();
  }
  deadline_ = *output_due_;
  wait_ = Wait::output;
  socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const auto& error) {
    self->guarded([&] {
      self->wait_ = Wait::nothing;
      if (error) return self->close();
      self->proceed();
    });
  });
}

void Connection::bid_farewell() {
  if (tls_) {
    const auto step = tls_->say_goodbye();
    if (step == TlsSession::Step::wants_output) return await_output();
    if (step != TlsSession::Step::done) return close();
  }
  boost::system::error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  if (error) return close();
  farewell_left_ = farewell_limit;
  const auto now = Clock::now();
  place_->wait_from(now);
  deadline_ = now + (site_.stopping ? farewell_deadline_when_stopping : farewell_deadline);
  // What is left in the buffers is of no more use.
  input_.consume(input_.view().size());
  give_up_buffers();
  receive(Wait::farewell);
}

}  // namespace gatehouse::http::server
