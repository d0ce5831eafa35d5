#include "server/connection.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>
#include <variant>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

namespace gatehouse::http::server {

namespace asio = boost::asio;

namespace {

/// Output beyond this is written before the next request is looked at.
constexpr std::size_t output_high_water = 256 * 1024;
/// A client that takes its answer at less than this per idle deadline is given up.
constexpr std::size_t output_progress = 64 * 1024;
/// A body that nobody wants is read up to here, to keep the connection.
constexpr std::size_t discarded_body_limit = 64 * 1024;
/// What is read after the last answer, and for how long, so that the client gets to see it: closing
/// with input unread would reset the connection.
constexpr std::size_t farewell_limit = 1024 * 1024;
constexpr std::chrono::milliseconds farewell_deadline{1000};
constexpr std::chrono::milliseconds farewell_deadline_when_stopping{200};
/// Buffers that grew beyond this are given up when the connection falls idle.
constexpr std::size_t kept_capacity = 16 * 1024;

std::optional<IpAddress> address_of(const Socket& socket) {
  boost::system::error_code error;
  const auto address = socket.remote_endpoint(error).address();
  if (error) return std::nullopt;
  // Without the scope of a link-local address, which is a name of this machine alone.
  if (address.is_v6())
    return IpAddress::parse(asio::ip::address_v6(address.to_v6().to_bytes()).to_string());
  return IpAddress::parse(address.to_string());
}

void give_up_large(std::string& text) {
  if (text.capacity() > kept_capacity) std::string().swap(text);
}

}  // namespace

Connection::Connection(Socket socket, IoThread& thread, Site& site, Slots::Slot slot)
    : socket_(std::move(socket)),
      thread_(thread),
      site_(site),
      slot_(std::move(slot)),
      limits_(site.head_rules.own),
      input_(std::max(site.head_rules.own.header, site.head_rules.relayed.header) + 4096),
      peer_address_(address_of(socket_)),
      peer_(peer_address_ ? format(*peer_address_) : std::string()),
      peer_is_proxy_(peer_address_ && is_in(site.options.trusted_proxies, *peer_address_)) {
  ++site_.counters.connections;
}

Connection::~Connection() { --site_.counters.connections; }

template <class Step>
void Connection::guarded(Step step) noexcept {
  // Whoever is called may drop the thread's reference to this connection.
  const auto self = shared_from_this();
  if (closed_) return;
  try {
    step();
  } catch (...) {
    close();
  }
}

void Connection::start() noexcept {
  guarded([this] {
    if (!site_.tls) return await_input();
    tls_ = std::make_unique<TlsSession>(*site_.tls->current(), socket_);
    phase_ = Phase::handshake;
    deadline_ = Clock::now() + site_.options.header_deadline;
    proceed();
  });
}

void Connection::close() noexcept {
  if (std::exchange(closed_, true)) return;
  set_in_flight(false);
  boost::system::error_code ignored;
  socket_.close(ignored);
  thread_.remove(*this);
}

void Connection::hang_up() noexcept {
  // Not when an answer is cut off: the client must be able to tell.
  if (tls_ && unsent() == 0) (void)tls_->say_goodbye();
  close();
}

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

void Connection::check_deadline(Clock::time_point now) noexcept {
  if (now < deadline_ || expired_) return;
  guarded([this] {
    if (wait_ == Wait::refusal) {
      answer_overload();
      return proceed();
    }
    if (wait_ == Wait::input && !is_idle() && phase_ != Phase::discarded_body) {
      expired_ = true;
      socket_.cancel();
    } else {
      hang_up();
    }
  });
}

// ---- Requests

void Connection::proceed() {
  while (!closed_) {
    if (phase_ == Phase::last_answer || unsent() >= output_high_water) {
      if (!flush()) return;
      if (phase_ == Phase::last_answer) return bid_farewell();
    }
    switch (phase_) {
      case Phase::handshake:
        if (!shake_hands()) return;
        break;
      case Phase::head:
        if (!read_head()) return await_input();
        break;
      case Phase::body:
      case Phase::discarded_body:
        if (!read_body()) return await_input();
        break;
      case Phase::whole:
        if (!answer_request()) return;
        break;
      case Phase::answering:
      case Phase::last_answer: return;
    }
  }
}

bool Connection::shake_hands() {
  wait_ = Wait::handshake;
  switch (tls_->shake_hands()) {
    case TlsSession::Step::done: phase_ = Phase::head; return true;
    case TlsSession::Step::wants_input: await_encrypted(Socket::wait_read); return false;
    case TlsSession::Step::wants_output: await_encrypted(Socket::wait_write); return false;
    case TlsSession::Step::again: await_turn(); return false;
    case TlsSession::Step::ended:
    case TlsSession::Step::failed: break;
  }
  if (tls_->met_plain_http()) {
    tls_.reset();
    refuse({400, "this port takes TLS alone: the URL begins with https"});
    return true;
  }
  close();
  return false;
}

bool Connection::read_head() {
  skip_blank_line();
  const auto received = input_.view();
  if (received.empty() || (received == "\r" && !skipped_blank_line_)) return false;

  const auto state = scan_.scan(received);
  const auto extent =
      state == HeadScan::State::complete ? received.substr(0, scan_.size()) : received;
  limits_ = site_.head_rules.of(extent);
  if (const auto refusal = check_size(extent, limits_)) {
    refuse(*refusal);
  } else if (state == HeadScan::State::malformed) {
    refuse({400, "a line of the header does not end with CR LF"});
  } else if (state == HeadScan::State::incomplete) {
    return false;
  } else {
    head_ = extent;
    request_due_.reset();
    parser_.emplace(request_, body_, limits_);
    if (const auto malformed = parser_->read_head(head_)) {
      refuse(*malformed);
    } else {
      input_.consume(head_.size());
      received_ = head_.size();
      if (!site_.observers.empty()) received_at_ = Clock::now();
      set_in_flight(true);
      if (request_.id.empty()) own_id_ = thread_.new_request_id();
      complete_request();
      plan_request();
    }
  }
  return true;
}

/// RFC 9112 section 2.2: one before the request line is tolerated.
void Connection::skip_blank_line() {
  if (skipped_blank_line_ || !input_.view().starts_with("\r\n")) return;
  input_.consume(2);
  skipped_blank_line_ = true;
}

void Connection::plan_request() {
  const auto& framing = parser_->framing();
  if (framing.expects_unknown() && !limits_.takes_any_target) {
    return answer_early(
        site_.handler->refuse(417, request_.path, "the only expectation met is 100-continue"));
  }
  std::variant<Plan, Response> planned;
  try {
    planned = site_.handler->plan(request_);
  } catch (...) {
    planned = site_.handler->failure(request_);
  }
  if (const auto* response = std::get_if<Response>(&planned)) return answer_early(*response);

  plan_ = std::get<Plan>(std::move(planned));
  if (parser_->done()) {
    phase_ = Phase::whole;
  } else if (framing.length() && *framing.length() > plan_.body_limit) {
    answer_early(site_.handler->refuse(413, request_.path, "the body is too large"));
  } else {
    parser_->keep_body(plan_.body_limit);
    owes_continue_ = framing.expects_continue();
    phase_ = Phase::body;
  }
}

bool Connection::read_body() {
  if (!input_.empty()) {
    const auto progress = parser_->read_body(input_.view());
    input_.consume(progress.used);
    received_ += progress.used;
    if (progress.refusal) {
      // A body that is thrown away has been answered for.
      if (phase_ == Phase::discarded_body) {
        phase_ = Phase::last_answer;
      } else {
        refuse(*progress.refusal);
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

void Connection::keep_head() {
  kept_head_ = head_;
  Request same;
  std::string unused;
  // It was read before without fault; this time the views are of the copy.
  if (RequestParser(same, unused, limits_).read_head(kept_head_)) throw std::logic_error("head");
  request_ = std::move(same);
  complete_request();
  head_is_kept_ = true;
}

void Connection::complete_request() {
  request_.remote = peer_;
  request_.address = peer_address_;
  if (peer_is_proxy_) find_client();
  if (request_.id.empty()) request_.id = own_id_;
}

void Connection::find_client() {
  const auto client = client_behind_proxies(site_.options.trusted_proxies, request_.headers);
  if (!client) return;
  client_ = format(*client);
  request_.remote = client_;
  request_.address = client;
}

bool Connection::answer_request() {
  request_.body = body_;
  while (plan_.lane == Lane::direct) {
    auto outcome = respond();
    if (const auto* response = std::get_if<Response>(&outcome)) {
      answer(*response, parser_->keep_alive());
      return true;
    }
    plan_ = std::get<Plan>(std::move(outcome));
  }
  if (!write_now()) return false;
  phase_ = Phase::answering;
  wait_ = Wait::nothing;
  deadline_ = Clock::time_point::max();
  // Of the first lane, where there are two.
  if (request_.arrived == Clock::time_point{}) request_.arrived = Clock::now();
  name_party();
  if (site_.lanes.submit(plan_.lane, plan_.claim, shared_from_this())) return false;

  ++site_.counters.overloaded;
  const bool hashes = plan_.lane == Lane::hashing || plan_.lane == Lane::verifying;
  if (hashes && site_.options.refusal_delay.count() > 0 && !site_.stopping) {
    wait_ = Wait::refusal;
    deadline_ = Clock::now() + site_.options.refusal_delay;
    return false;
  }
  answer_overload();
  return true;
}

/// On the lanes where parties take turns, a request has one.
void Connection::name_party() {
  switch (plan_.lane) {
    case Lane::hashing:
    case Lane::verifying:
    case Lane::mail:
      if (plan_.claim.party.empty()) plan_.claim.party = network_of(request_.address);
      break;
    case Lane::direct:
    case Lane::lookup:
    case Lane::reading:
    case Lane::storage: break;
  }
}

void Connection::answer_overload() {
  wait_ = Wait::nothing;
  deadline_ = Clock::time_point::max();
  answer(site_.handler->refuse(503, request_.path, "the server is overloaded"),
         parser_->keep_alive());
}

void Connection::run() noexcept {
  outcome_ = respond();
  thread_.post_answered(shared_from_this());
}

void Connection::turn_away() noexcept {
  try {
    outcome_ = site_.handler->refuse(503, request_.path, "the server is stopping");
  } catch (...) {
    outcome_ = site_.handler->failure(request_);
  }
  thread_.post_answered(shared_from_this());
}

std::variant<Plan, Response> Connection::respond() noexcept {
  try {
    auto outcome = site_.handler->handle(request_, plan_);
    const auto* response = std::get_if<Response>(&outcome);
    if (response != nullptr && !is_well_formed(*response)) {
      throw std::logic_error("an answer has a malformed field");
    }
    return outcome;
  } catch (...) {
    return site_.handler->failure(request_);
  }
}

void Connection::on_answered() noexcept {
  guarded([this] {
    auto outcome = std::exchange(outcome_, {});
    if (auto* plan = std::get_if<Plan>(&outcome)) {
      plan_ = std::move(*plan);
      phase_ = Phase::whole;
    } else {
      answer(std::get<Response>(outcome), parser_->keep_alive());
    }
    proceed();
  });
}

void Connection::begin_next_request() {
  phase_ = Phase::head;
  scan_ = {};
  skipped_blank_line_ = false;
  parser_.reset();
  head_is_kept_ = false;
  owes_continue_ = false;
  request_due_.reset();
  plan_ = {};
}

// ---- Answers

void Connection::refuse(const Refusal& refusal) {
  auto path = parser_ ? request_.path : std::string_view{};
  // That a request is relayed is known before its path is.
  if (path.empty() && limits_.takes_any_target) path = site_.head_rules.relayed_prefix;
  answer(site_.handler->refuse(refusal.status, path, refusal.detail), false);
}

void Connection::answer_early(const Response& response) {
  const bool keep_alive = parser_->keep_alive();
  if (parser_->done()) return answer(response, keep_alive);

  // A client that was refused its 100 may or may not send the body: nobody could tell what follows.
  const auto& framing = parser_->framing();
  const bool can_discard =
      !framing.expects_continue() && framing.length().value_or(0) <= discarded_body_limit;
  if (write_answer(response, keep_alive && can_discard)) {
    parser_->discard_body(discarded_body_limit);
    phase_ = Phase::discarded_body;
  } else {
    phase_ = Phase::last_answer;
  }
}

void Connection::answer(const Response& response, bool keep_alive) {
  if (write_answer(response, keep_alive)) {
    begin_next_request();
  } else {
    phase_ = Phase::last_answer;
  }
}

bool Connection::write_answer(const Response& response, bool keep_alive) {
  keep_alive = keep_alive && !site_.stopping.load(std::memory_order_relaxed);
  // Of a header that was not understood, nothing is used.
  const bool is_understood = in_flight_;
  const AnswerForm form{
      .to_head = parser_ && request_.method == "HEAD",
      .to_http_1_0 = parser_ && !parser_->http_1_1(),
      .closes = !keep_alive,
      .request_id = is_understood ? request_.id : thread_.new_request_id(),
      .security_fields = tls_ ? site_.tls_security_fields : site_.plain_security_fields};
  const std::size_t before = output_.size();
  write_response(output_, response, form, thread_.date());
  tell_observers(response, form.request_id, output_.size() - before);
  set_in_flight(false);
  return keep_alive;
}

void Connection::tell_observers(const Response& response, std::string_view id,
                                std::size_t sent) noexcept {
  if (site_.observers.empty()) return;
  Exchange exchange{.thread = thread_.number(),
                    .about = response.about.path.empty() ? plan_.about : response.about,
                    .status = response.status,
                    .method = {},
                    .remote = peer_,
                    .id = id,
                    .sent = sent};
  if (in_flight_) {
    exchange.method = request_.method;
    exchange.remote = request_.remote;
    exchange.duration = Clock::now() - received_at_;
    exchange.received = received_;
  } else {
    exchange.received = input_.view().size();
  }
  for (Observer* observer : site_.observers) observer->on_answer(exchange);
}

void Connection::set_in_flight(bool in_flight) noexcept {
  if (std::exchange(in_flight_, in_flight) == in_flight) return;
  thread_.count_in_flight(in_flight ? 1 : -1);
}

// ---- The socket

void Connection::await_input() {
  if (std::exchange(owes_continue_, false)) output_.append("HTTP/1.1 100 Continue\r\n\r\n");
  if (!flush()) return;

  const auto& options = site_.options;
  const auto now = Clock::now();
  if (is_idle()) {
    input_.shrink();
    give_up_large(body_);
    give_up_large(output_);
    deadline_ = now + options.idle_deadline;
    if (site_.stopping && !has_unread_input()) return hang_up();
  } else {
    if (!request_due_) {
      request_due_ =
          now + (phase_ == Phase::head ? options.header_deadline : options.body_deadline);
    }
    deadline_ = *request_due_;
  }
  receive(Wait::input);
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
  if (std::exchange(expired_, false)) {
    refuse({408, phase_ == Phase::head ? "the header took too long" : "the body took too long"});
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
  if (error || expired_) return on_received(error, 0);
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
    const auto data = asio::buffer(output_.data() + sent_, unsent());
    sent_ += tls_ ? tls_->write_some(data, error) : socket_.write_some(data, error);
    if (error == asio::error::would_block || error == asio::error::try_again) return true;
    if (error) {
      close();
      return false;
    }
  }
  output_.clear();
  sent_ = 0;
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
  if (!output_due_ || sent_ - output_mark_ >= output_progress) {
    output_due_ = Clock::now() + site_.options.idle_deadline;
    output_mark_ = sent_;
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
  deadline_ = Clock::now() + (site_.stopping ? farewell_deadline_when_stopping : farewell_deadline);
  // What is left in the buffer is of no more use.
  input_.consume(input_.view().size());
  receive(Wait::farewell);
}

}  // namespace gatehouse::http::server
