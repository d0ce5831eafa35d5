// ConnectionMachine: events and reading.
#include "connection_machine.hpp"

#include <algorithm>
#include <stdexcept>

#include <gatehouse/base/invariant.hpp>

#include "client_address.hpp"

namespace gatehouse::http::server {
namespace {

/// Limits of the lingering close, which lets the client receive the last response: closing with
/// unread input would reset the connection.
constexpr std::size_t linger_limit = std::size_t{1024} * 1024;
constexpr std::chrono::milliseconds linger_deadline{1000};
constexpr std::chrono::milliseconds linger_deadline_when_stopping{200};
/// Larger buffers are released when the connection becomes idle.
constexpr std::size_t kept_capacity = 1024;
/// Input capacity in excess of the largest header.
constexpr std::size_t input_beyond_header = 4096;

void give_up_large(std::string& text) {
  if (text.capacity() > kept_capacity) std::string().swap(text);
}

}  // namespace

ConnectionMachine::ConnectionMachine(Shared& shared, ThreadShare& thread,
                                     ConnectionSlots::Slot& slot,
                                     const std::optional<IpAddress>& peer, bool is_encrypted)
    : shared_(shared),
      thread_(thread),
      slot_(slot),
      peer_address_(peer),
      peer_(peer ? format(*peer) : std::string()),
      peer_is_proxy_(peer && is_in(shared.options.trusted_proxies, *peer)),
      is_encrypted_(is_encrypted),
      input_(std::max(shared.head_rules.own.header, shared.head_rules.relayed.header) +
             input_beyond_header),
      limits_(shared.head_rules.own),
      holding_(shared.memory) {}

// ---- Events

Action ConnectionMachine::start(Now now) {
  if (!is_encrypted_) {
    first_due_ = now.time + shared_.options.header_deadline;
    return await_input(now);
  }
  phase_ = Phase::handshake;
  deadline_ = now.time + shared_.options.header_deadline;
  return pend(Action::shake_hands);
}

Action ConnectionMachine::handshake_done(Now now) {
  invariant(phase_ == Phase::handshake && pending_ == Action::shake_hands);
  phase_ = Phase::head;
  first_due_ = now.time + shared_.options.header_deadline;
  return next(now);
}

Action ConnectionMachine::handshake_met_plain_http(Now now) {
  invariant(phase_ == Phase::handshake && pending_ == Action::shake_hands);
  is_encrypted_ = false;
  refuse({400, "this port accepts only TLS: use an https URL"}, now);
  return next(now);
}

Action ConnectionMachine::received(std::size_t count, Now now) {
  invariant(pending_ == Action::read || pending_ == Action::discard);
  pending_ = Action::wait;
  if (const auto interruption = std::exchange(interruption_, std::nullopt)) {
    refuse(*interruption, now);
    return next(now);
  }
  if (phase_ == Phase::lingering) {
    if (count >= linger_left_) return Action::close;
    linger_left_ -= count;
    return pend(Action::discard);
  }
  input_.commit(count);
  return next(now);
}

Action ConnectionMachine::lost(Now now) {
  invariant(pending_ == Action::read || pending_ == Action::discard ||
            pending_ == Action::shake_hands);
  pending_ = Action::wait;
  const auto interruption = std::exchange(interruption_, std::nullopt);
  if (!interruption) return Action::close;
  refuse(*interruption, now);
  return next(now);
}

Action ConnectionMachine::wrote(std::size_t count, bool is_blocked, Now now) {
  invariant(pending_ == Action::write);
  output_.advance(count);
  if (output_.unsent() == 0) {
    output_.clear();
    output_due_.reset();
  }
  if (is_blocked && !is_write_optional_) return await_output(now);
  return next(now);
}

Action ConnectionMachine::close_notify_blocked(Now now) {
  invariant(pending_ == Action::close_notify);
  return await_output(now);
}

Action ConnectionMachine::writable(Now now) {
  invariant(pending_ == Action::await_output);
  pending_ = Action::wait;
  return next(now);
}

Action ConnectionMachine::close_notify_sent(Now now) {
  invariant(phase_ == Phase::last_answer && pending_ == Action::close_notify);
  invariant(output_.unsent() == 0);
  phase_ = Phase::lingering;
  linger_left_ = linger_limit;
  slot_.wait_from(now.time);
  deadline_ = now.time + (shared_.stopping ? linger_deadline_when_stopping : linger_deadline);
  // The remaining input is not needed any more.
  input_.consume(input_.view().size());
  give_up_buffers(now);
  return pend(Action::discard);
}

Action ConnectionMachine::worked(Now now) {
  invariant(pending_ == Action::work || pending_ == Action::submit);
  pending_ = Action::wait;
  switch (phase_) {
    case Phase::admitting: on_admitted(now); break;
    case Phase::part_awaited: return on_part(now);
    default: on_outcome(now); break;
  }
  return next(now);
}

Action ConnectionMachine::not_taken(Now now) {
  invariant(pending_ == Action::submit);
  pending_ = Action::wait;
  if (phase_ == Phase::part_awaited) {
    put_off_part(now);
    return Action::wait;
  }
  ++shared_.counters.overloaded;
  if (phase_ == Phase::admitting) {
    answer_early(handler_->refuse(503, request_.path, "the server is overloaded"), now);
    return next(now);
  }
  const bool hashes = plan_.pool == Pool::hashing || plan_.pool == Pool::verifying;
  if (hashes && shared_.options.refusal_delay.count() > 0 && !shared_.stopping) {
    phase_ = Phase::pausing;
    deadline_ = now.time + shared_.options.refusal_delay;
    return Action::wait;
  }
  answer_overload(now);
  return next(now);
}

Action ConnectionMachine::tick(Now now) {
  const bool is_late = now.time >= deadline_;
  if (interruption_) return Action::wait;
  if (!is_late) {
    const bool may_go_on = phase_ == Phase::part_wanted && pending_ == Action::wait;
    return may_go_on ? want_part(now) : Action::wait;
  }
  const bool reads = pending_ == Action::read;
  if (reads && !is_idle() && phase_ != Phase::discarded_body) {
    return interrupt(
        {408, phase_ == Phase::head ? "the header took too long" : "the body took too long"});
  }
  if (phase_ == Phase::pausing) {
    answer_overload(now);
    return next(now);
  }
  return Action::hang_up;
}

Action ConnectionMachine::drain(Now now, bool has_unread_input) {
  switch (phase_) {
    case Phase::lingering:
      deadline_ = std::min(deadline_, now.time + linger_deadline_when_stopping);
      return Action::wait;
    case Phase::handshake: return Action::close;
    case Phase::pausing: answer_overload(now); return next(now);
    default: break;
  }
  const bool is_unused = pending_ == Action::read && is_idle() && !has_unread_input;
  return is_unused ? Action::hang_up : Action::wait;
}

Action ConnectionMachine::gives_up() noexcept {
  const bool receives_body = pending_ == Action::read && phase_ == Phase::body;
  if (!receives_body) return Action::close;
  return interrupt({503, "the server has no memory left for slow requests"});
}

bool ConnectionMachine::end(Now now) noexcept {
  const bool cuts_parts = parts_ != nullptr;
  // While a pool produces a part, it owns `parts_`.
  if (cuts_parts && phase_ != Phase::part_awaited) end_parts(true, now);
  set_in_flight(false);
  return cuts_parts;
}

/// Cancels the pending read, to send a refusal and close the connection.
Action ConnectionMachine::interrupt(const Refusal& refusal) noexcept {
  invariant(pending_ == Action::read);
  interruption_ = refusal;
  return Action::cancel;
}

// ---- Reading

bool ConnectionMachine::must_write_first() const noexcept {
  const std::size_t unsent = output_.unsent();
  return unsent > 0 &&
         (phase_ == Phase::last_answer || unsent >= output_high_water || output_.has_shared());
}

Action ConnectionMachine::next(Now now) {
  for (;;) {
    if (must_write_first()) {
      is_write_optional_ = false;
      return pend(Action::write);
    }
    switch (phase_) {
      case Phase::head:
        if (!read_head(now)) return await_input(now);
        break;
      case Phase::body:
      case Phase::discarded_body:
        if (!read_body(now)) return await_input(now);
        break;
      case Phase::admitting:
      case Phase::whole: return begin_work(now);
      case Phase::part_wanted:
        if (output_.unsent() == 0) return want_part(now);
        is_write_optional_ = false;
        return pend(Action::write);
      case Phase::last_answer: return pend(Action::close_notify);
      case Phase::handshake:
      case Phase::working:
      case Phase::pausing:
      case Phase::part_awaited:
      case Phase::lingering: return Action::wait;
    }
  }
}

bool ConnectionMachine::read_head(Now now) {
  skip_blank_line();
  const auto received = input_.view();
  if (received.empty() || (received == "\r" && !skipped_blank_line_)) return false;

  const auto state = scan_.scan(received);
  const auto extent =
      state == HeadScan::State::complete ? received.substr(0, scan_.size()) : received;
  limits_ = shared_.head_rules.of(extent);
  if (const auto refusal = check_size(extent, limits_)) {
    refuse(*refusal, now);
  } else if (state == HeadScan::State::malformed) {
    refuse({400, "a line of the header does not end with CR LF"}, now);
  } else if (state == HeadScan::State::incomplete) {
    return false;
  } else {
    head_ = extent;
    request_due_.reset();
    parser_.emplace(request_, body_, limits_);
    if (const auto malformed = parser_->read_head(head_)) {
      refuse(*malformed, now);
    } else {
      input_.consume(head_.size());
      received_ = head_.size();
      received_at_ = now.time;
      set_in_flight(true);
      if (request_.id.empty()) own_id_ = thread_.ids.next();
      complete_request();
      handler_ = &handler_of(request_.path);
      plan_request(now);
    }
  }
  return true;
}

/// One empty line before the request line is tolerated (RFC 9112 section 2.2).
void ConnectionMachine::skip_blank_line() {
  if (skipped_blank_line_ || !input_.view().starts_with("\r\n")) return;
  input_.consume(2);
  skipped_blank_line_ = true;
}

void ConnectionMachine::expect_body() {
  if (plan_.discards_body) {
    parser_->discard_body(plan_.body_limit);
  } else {
    parser_->keep_body(plan_.body_limit);
  }
  owes_continue_ = parser_->framing().expects_continue();
  phase_ = Phase::body;
}

bool ConnectionMachine::read_body(Now now) {
  if (!input_.empty()) {
    const auto progress = parser_->read_body(input_.view());
    input_.consume(progress.used);
    received_ += progress.used;
    if (progress.refusal) {
      // A request whose body is discarded has been answered already.
      if (phase_ == Phase::discarded_body) {
        phase_ = Phase::last_answer;
      } else {
        refuse(*progress.refusal, now);
      }
      return true;
    }
    if (parser_->done()) {
      if (phase_ == Phase::discarded_body) {
        begin_next_request();
      } else {
        phase_ = Phase::whole;
      }
      return true;
    }
    owes_continue_ = false;
  }
  if (phase_ == Phase::body && !head_is_kept_) keep_head();
  return false;
}

void ConnectionMachine::keep_head() {
  kept_head_ = head_;
  Request same;
  std::string unused;
  // Parsing succeeded before. This time, the views refer to the copy.
  if (RequestParser(same, unused, limits_).read_head(kept_head_)) throw std::logic_error("head");
  request_ = std::move(same);
  complete_request();
  head_is_kept_ = true;
}

void ConnectionMachine::complete_request() {
  request_.remote = peer_;
  request_.address = peer_address_;
  if (peer_is_proxy_) find_client();
  if (request_.id.empty()) request_.id = own_id_;
}

void ConnectionMachine::find_client() {
  const auto client = client_behind_proxies(shared_.options.trusted_proxies, request_.headers);
  if (!client) return;
  client_ = format(*client);
  request_.remote = client_;
  request_.address = client;
}

Action ConnectionMachine::await_input(Now now) {
  if (std::exchange(owes_continue_, false)) {
    output_.text().append("HTTP/1.1 100 Continue\r\n\r\n");
  }
  // Recorded before the client sees the response, so that connections used one after another also
  // become idle in that order.
  slot_.wait_from(now.time);
  if (output_.unsent() > 0) {
    is_write_optional_ = false;
    return pend(Action::write);
  }
  const auto& options = shared_.options;
  if (is_idle()) {
    give_up_buffers(now);
    deadline_ = first_due_.value_or(now.time + options.idle_deadline);
    pend(Action::read);
    return shared_.stopping ? Action::read_unless_idle : Action::read;
  }
  if (!request_due_) {
    request_due_ =
        now.time + (phase_ == Phase::head ? options.header_deadline : options.body_deadline);
  }
  deadline_ = *request_due_;
  if (!account(now)) {
    ++shared_.counters.refused_for_memory;
    // The request has been answered already.
    if (phase_ == Phase::discarded_body) return Action::close;
    refuse({503, "the server has no memory left for this request"}, now);
    return next(now);
  }
  return pend(Action::read);
}

void ConnectionMachine::give_up_buffers(Now now) {
  input_.shrink();
  give_up_large(body_);
  give_up_large(kept_head_);
  output_.shrink(kept_capacity);
  if (holding_.octets() > 0) (void)account(now);
}

}  // namespace gatehouse::http::server
