#include "connection.hpp"

#include <algorithm>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <boost/asio/socket_base.hpp>

#include "patient_post.hpp"

namespace gatehouse::http::server {

namespace asio = boost::asio;

namespace {

/// Tells a secret from others, without a copy of it.
std::string mark_of(std::string_view secret) {
  return std::to_string(std::hash<std::string_view>()(secret));
}

}  // namespace

Connection::Connection(Socket socket, const asio::ip::address& peer, IoThread& thread, Site& site,
                       Places::Held place)
    : socket_(std::move(socket)),
      thread_(thread),
      site_(site),
      place_(std::move(place)),
      limits_(site.head_rules.own),
      input_(std::max(site.head_rules.own.header, site.head_rules.relayed.header) + 4096),
      peer_address_(plain(peer)),
      peer_(peer_address_ ? format(*peer_address_) : std::string()),
      peer_is_proxy_(peer_address_ && is_in(site.options.trusted_proxies, *peer_address_)),
      holding_(site.memory) {
  ++site_.counters.connections;
}

Connection::~Connection() { --site_.counters.connections; }

void Connection::start() noexcept {
  guarded([this] {
    place_->occupy(weak_from_this());
    if (!site_.tls) return await_first_request();
    tls_ = std::make_unique<TlsSession>(*site_.tls->current(), socket_);
    phase_ = Phase::handshake;
    deadline_ = Clock::now() + site_.options.header_deadline;
    proceed();
  });
}

void Connection::close() noexcept {
  if (std::exchange(closed_, true)) return;
  boost::system::error_code ignored;
  if (parts_) {
    // While a lane makes a part, it is the lane's.
    if (phase_ != Phase::part_awaited) end_parts(true);
    // Resets the connection: an end alone would look like the end of the body to HTTP/1.0.
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  }
  set_in_flight(false);
  socket_.close(ignored);
  thread_.remove(*this);
}

void Connection::give_way() noexcept {
  patient_post(thread_.context().get_executor(), [self = shared_from_this()] {
    self->guarded([&] {
      if (self->place_->gives_way()) self->hang_up();
    });
  });
}

void Connection::give_up() noexcept {
  patient_post(thread_.context().get_executor(), [self = shared_from_this()] {
    self->guarded([&] {
      if (!self->place_->gives_up()) return;
      const bool receives_body = self->wait_ == Wait::input && self->phase_ == Phase::body;
      if (!receives_body) return self->close();
      self->interrupt({503, "the server has no memory left for slow requests"});
    });
  });
}

void Connection::hang_up() noexcept {
  // Not when an answer is cut off: the client must be able to tell.
  if (tls_ && unsent() == 0 && !parts_) (void)tls_->say_goodbye();
  close();
}

void Connection::check_deadline(Clock::time_point now) noexcept {
  const bool is_late = now >= deadline_;
  if ((!is_late && phase_ != Phase::part_wanted) || interruption_) return;
  guarded([&] {
    if (is_late && wait_ == Wait::input && !is_idle() && phase_ != Phase::discarded_body) {
      interrupt(
          {408, phase_ == Phase::head ? "the header took too long" : "the body took too long"});
    } else if (is_late && wait_ == Wait::refusal) {
      answer_overload();
      proceed();
    } else if (is_late) {
      hang_up();
    } else if (wait_ == Wait::nothing) {
      want_part();
    }
  });
}

/// Has the client told why, and the connection closed, instead of waiting for more input.
void Connection::interrupt(const Refusal& refusal) noexcept {
  interruption_ = refusal;
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

// ---- Requests

void Connection::proceed() {
  while (!closed_) {
    if (phase_ == Phase::last_answer || unsent() >= output_high_water || output_.has_shared()) {
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
      case Phase::admitting:
        if (!admit_request()) return;
        break;
      case Phase::whole:
        if (!answer_request()) return;
        break;
      case Phase::part_wanted:
        if (flush()) want_part();
        return;
      case Phase::answering:
      case Phase::part_awaited:
      case Phase::last_answer: return;
    }
  }
}

bool Connection::shake_hands() {
  wait_ = Wait::handshake;
  switch (tls_->shake_hands()) {
    case TlsSession::Step::done:
      phase_ = Phase::head;
      first_due_ = Clock::now() + site_.options.header_deadline;
      return true;
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
      handler_ = &site_.mux->find(request_.path);
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
        handler_->refuse(417, request_.path, "the only expectation met is 100-continue"));
  }
  std::variant<Plan, Response> planned;
  try {
    planned = handler_->plan(request_);
  } catch (...) {
    planned = handler_->failure(request_);
  }
  if (const auto* response = std::get_if<Response>(&planned)) return answer_early(*response);

  plan_ = std::get<Plan>(std::move(planned));
  if (parser_->done()) {
    phase_ = Phase::whole;
  } else if (framing.length() && *framing.length() > plan_.body_limit) {
    answer_early(handler_->refuse(413, request_.path, "the body is too large"));
  } else if (plan_.admission) {
    phase_ = Phase::admitting;
  } else {
    expect_body();
  }
}

bool Connection::admit_request() {
  if (*plan_.admission == Lane::direct) {
    refusal_ = judge();
    on_admitted();
    return true;
  }
  if (!write_now()) return false;
  begin_work();
  request_.arrived = Clock::now();
  if (site_.lanes.submit(*plan_.admission, {}, shared_from_this())) return false;

  ++site_.counters.overloaded;
  answer_early(handler_->refuse(503, request_.path, "the server is overloaded"));
  return true;
}

std::optional<Response> Connection::judge() noexcept {
  try {
    return handler_->admit(request_, plan_);
  } catch (...) {
    return handler_->failure(request_);
  }
}

void Connection::on_admitted() {
  if (const auto refusal = std::exchange(refusal_, std::nullopt)) {
    answer_early(*refusal);
  } else {
    expect_body();
  }
}

void Connection::expect_body() {
  if (plan_.discards_body) {
    parser_->discard_body(plan_.body_limit);
  } else {
    parser_->keep_body(plan_.body_limit);
  }
  owes_continue_ = parser_->framing().expects_continue();
  phase_ = Phase::body;
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
  begin_work();
  // On the first lane, where there are two.
  if (!has_arrived_) request_.arrived = Clock::now();
  has_arrived_ = true;
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

/// On the lanes where parties take turns, a request has one. Those that wait for the storage are
/// entered before it is known who asks: there a caller goes by its address and by what it shows.
void Connection::name_party() {
  if (!plan_.claim.party.empty()) return;
  switch (plan_.lane) {
    case Lane::reading:
    case Lane::storage:
      plan_.claim.standing = Claim::Standing::known;
      plan_.claim.matter = mark_of(request_.header("Authorization"));
      [[fallthrough]];
    case Lane::hashing:
    case Lane::verifying:
    case Lane::mail: plan_.claim.party = network_of(request_.address); break;
    case Lane::direct:
    case Lane::lookup: break;
  }
}

void Connection::answer_overload() {
  wait_ = Wait::nothing;
  deadline_ = Clock::time_point::max();
  answer(handler_->refuse(503, request_.path, "the server is overloaded"), parser_->keep_alive());
}

/// What happens next does not depend on the client.
void Connection::begin_work() noexcept {
  wait_ = Wait::nothing;
  deadline_ = Clock::time_point::max();
  place_->work();
  place_->hold(0, {});
}

void Connection::run() noexcept {
  // It was set before this was handed to the lane, and stays until the lane has answered.
  switch (phase_) {
    case Phase::admitting: refusal_ = judge(); break;
    case Phase::part_awaited: make_part(); break;
    default: outcome_ = respond(); break;
  }
  thread_.post_answered(shared_from_this());
}

void Connection::turn_away() noexcept {
  try {
    auto response = handler_->refuse(503, request_.path, "the server is stopping");
    switch (phase_) {
      case Phase::admitting: refusal_ = std::move(response); break;
      // Its status has been sent.
      case Phase::part_awaited: parts_->has_failed = true; break;
      default: outcome_ = std::move(response); break;
    }
  } catch (...) {
    outcome_ = handler_->failure(request_);
  }
  thread_.post_answered(shared_from_this());
}

std::variant<Plan, Response> Connection::respond() noexcept {
  try {
    auto outcome = handler_->handle(request_, plan_);
    const auto* response = std::get_if<Response>(&outcome);
    if (response != nullptr && !is_well_formed(*response)) {
      throw std::logic_error("an answer has a malformed field");
    }
    return outcome;
  } catch (...) {
    return handler_->failure(request_);
  }
}

void Connection::on_answered() noexcept {
  guarded([this] {
    switch (phase_) {
      case Phase::admitting: on_admitted(); break;
      case Phase::part_awaited: on_part(); break;
      default: on_outcome(); break;
    }
    proceed();
  });
}

void Connection::on_outcome() {
  auto outcome = std::exchange(outcome_, {});
  if (auto* plan = std::get_if<Plan>(&outcome)) {
    plan_ = std::move(*plan);
    phase_ = Phase::whole;
  } else {
    answer(std::get<Response>(outcome), parser_->keep_alive());
  }
}

void Connection::begin_next_request() {
  phase_ = Phase::head;
  first_due_.reset();
  scan_ = {};
  skipped_blank_line_ = false;
  parser_.reset();
  head_is_kept_ = false;
  owes_continue_ = false;
  has_arrived_ = false;
  request_due_.reset();
  plan_ = {};
}

}  // namespace gatehouse::http::server
