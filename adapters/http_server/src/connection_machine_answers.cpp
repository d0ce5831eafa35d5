// ConnectionMachine: processing of requests, responses, and accounting of held memory.
#include <exception>
#include <functional>
#include <stdexcept>

#include <gatehouse/base/invariant.hpp>

#include "connection_machine.hpp"
#include "response_writer.hpp"

namespace gatehouse::http::server {
namespace {

/// An unwanted body up to this size is read, to keep the connection alive.
constexpr std::size_t discarded_body_limit = std::size_t{64} * 1024;
/// Memory that a connection may hold uncounted, and the granularity of counting the rest.
constexpr std::size_t uncounted = std::size_t{8} * 1024;
constexpr std::size_t counted_step = std::size_t{4} * 1024;
/// Memory for responses of at least this size is reserved before they are written.
constexpr std::size_t large_answer = std::size_t{16} * 1024;
/// A client that receives less than this per idle deadline is disconnected.
constexpr std::size_t output_progress = std::size_t{64} * 1024;
/// Reserved for the next part of a response.
constexpr std::size_t usual_part = std::size_t{64} * 1024;

/// Returns an identifier of a secret that is not a copy of it.
std::string mark_of(std::string_view secret) {
  return std::to_string(std::hash<std::string_view>()(secret));
}

}  // namespace

// ---- Work

Pool ConnectionMachine::pool() const noexcept {
  if (phase_ == Phase::admitting) {
    invariant(plan_.admission.has_value());
    return *plan_.admission;
  }
  const bool makes_part = phase_ == Phase::part_awaited;
  return makes_part && plan_.pool == Pool::direct ? Pool::storage : plan_.pool;
}

const Claim& ConnectionMachine::claim() const noexcept {
  static const Claim nothing_in_particular;
  return phase_ == Phase::admitting ? nothing_in_particular : plan_.claim;
}

Action ConnectionMachine::begin_work(Now now) {
  const bool is_whole = phase_ == Phase::whole;
  if (is_whole) request_.body = body_;
  if (pool() == Pool::direct) {
    if (is_whole) phase_ = Phase::working;
    return pend(Action::work);
  }
  if (output_.unsent() > 0 && !is_write_optional_) {
    is_write_optional_ = true;
    return pend(Action::write);
  }
  is_write_optional_ = false;
  // Set by the first of two pools.
  if (!is_whole || !has_arrived_) request_.arrived = now.time;
  if (is_whole) {
    phase_ = Phase::working;
    has_arrived_ = true;
    name_party();
  }
  await_work();
  return pend(Action::submit);
}

/// The next event does not depend on the client.
void ConnectionMachine::await_work() noexcept {
  deadline_ = Instant::max();
  slot_.work();
  slot_.hold(0, {});
}

/// Sets the party of a request on pools where parties take turns. Pools that wait for the storage
/// are entered before the caller is identified, so the address and the Authorization field stand
/// in.
void ConnectionMachine::name_party() {
  if (!plan_.claim.party.empty()) return;
  switch (plan_.pool) {
    case Pool::reading:
    case Pool::storage:
      plan_.claim.standing = Claim::Standing::known;
      plan_.claim.matter = mark_of(request_.header("Authorization"));
      [[fallthrough]];
    case Pool::hashing:
    case Pool::verifying:
    case Pool::mail: plan_.claim.party = network_of(request_.address); break;
    case Pool::direct:
    case Pool::lookup: break;
  }
}

void ConnectionMachine::work() noexcept {
  switch (phase_) {
    case Phase::admitting: refusal_ = call_admit(); break;
    case Phase::part_awaited: make_part(); break;
    default: respond(); break;
  }
}

void ConnectionMachine::turn_away() noexcept {
  if (phase_ == Phase::part_awaited) {
    // The status has been sent already.
    parts_->has_failed = true;
    return;
  }
  const auto refuse = [this]() noexcept {
    try {
      return handler_->refuse(503, request_.path, "the server is stopping");
    } catch (...) {
      return handler_->failure(request_);
    }
  };
  if (phase_ == Phase::admitting) {
    refusal_ = refuse();
  } else {
    outcome_ = refuse();
  }
}

std::optional<Response> ConnectionMachine::call_admit() noexcept {
  try {
    return handler_->admit(request_, plan_);
  } catch (...) {
    return handler_->failure(request_);
  }
}

void ConnectionMachine::respond() noexcept {
  try {
    outcome_ = handler_->handle(request_, plan_);
    const auto* response = std::get_if<Response>(&*outcome_);
    if (response != nullptr && !is_well_formed(*response)) {
      throw std::logic_error("an answer has a malformed field");
    }
  } catch (...) {
    outcome_ = handler_->failure(request_);
  }
}

void ConnectionMachine::plan_request(Now now) {
  const auto& framing = parser_->framing();
  if (framing.expects_unknown() && !limits_.takes_any_target) {
    return answer_early(
        handler_->refuse(417, request_.path, "the only valid expectation is 100-continue"), now);
  }
  std::variant<Plan, Response> planned;
  try {
    planned = handler_->plan(request_);
  } catch (...) {
    planned = handler_->failure(request_);
  }
  if (const auto* response = std::get_if<Response>(&planned)) return answer_early(*response, now);

  plan_ = std::get<Plan>(std::move(planned));
  if (parser_->done()) {
    phase_ = Phase::whole;
  } else if (framing.length() && *framing.length() > plan_.body_limit) {
    answer_early(handler_->refuse(413, request_.path, "the body is too large"), now);
  } else if (plan_.admission) {
    phase_ = Phase::admitting;
  } else {
    expect_body();
  }
}

void ConnectionMachine::on_admitted(Now now) {
  if (const auto refusal = std::exchange(refusal_, std::nullopt)) {
    answer_early(*refusal, now);
  } else {
    expect_body();
  }
}

void ConnectionMachine::on_outcome(Now now) {
  invariant(phase_ == Phase::working && outcome_);
  if (const auto* response = std::get_if<Response>(&*outcome_)) {
    answer(*response, parser_->keep_alive(), now);
  } else {
    plan_ = std::get<Plan>(std::move(*outcome_));
    phase_ = Phase::whole;
  }
  outcome_.reset();
}

void ConnectionMachine::answer_overload(Now now) {
  deadline_ = Instant::max();
  answer(handler_->refuse(503, request_.path, "the server is overloaded"), parser_->keep_alive(),
         now);
}

void ConnectionMachine::begin_next_request() {
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

// ---- Answers

Handler& ConnectionMachine::handler_of(std::string_view path) const noexcept {
  return shared_.mux->find(path);
}

void ConnectionMachine::refuse(const Refusal& refusal, Now now) {
  auto path = parser_ ? request_.path : std::string_view{};
  // The relayed prefix is known before the path is.
  if (path.empty() && limits_.takes_any_target) path = shared_.head_rules.relayed_prefix;
  answer(handler_of(path).refuse(refusal.status, path, refusal.detail), false, now);
}

void ConnectionMachine::answer_early(const Response& response, Now now) {
  const bool keep_alive = parser_->keep_alive();
  if (parser_->done()) return answer(response, keep_alive, now);

  // A client that was refused 100 Continue may or may not send the body, which would make the
  // following input ambiguous.
  const auto& framing = parser_->framing();
  const bool can_discard =
      !framing.expects_continue() && framing.length().value_or(0) <= discarded_body_limit;
  if (write_answer(response, keep_alive && can_discard, now)) {
    parser_->discard_body(discarded_body_limit);
    phase_ = Phase::discarded_body;
  } else {
    phase_ = Phase::last_answer;
  }
}

void ConnectionMachine::answer(const Response& response, bool keep_alive, Now now) {
  keep_alive = write_answer(response, keep_alive, now);
  if (parts_) {
    phase_ = Phase::part_wanted;
  } else if (keep_alive) {
    begin_next_request();
  } else {
    phase_ = Phase::last_answer;
  }
}

bool ConnectionMachine::write_answer(const Response& response, bool keep_alive, Now now) {
  if (!has_room_for(response)) {
    ++shared_.counters.refused_for_memory;
    return write_answer(
        handler_of(request_.path)
            .refuse(503, request_.path, "the server has no memory left for this answer"),
        keep_alive, now);
  }
  const bool to_head = parser_ && request_.method == "HEAD";
  const bool to_http_1_0 = parser_ && !parser_->http_1_1();
  const bool has_parts = response.rest && !to_head;
  keep_alive = keep_alive && !shared_.stopping.load(std::memory_order_relaxed) &&
               !(has_parts && to_http_1_0);
  // Nothing from a header that could not be parsed is used.
  const bool is_understood = in_flight_;
  const AnswerForm form{
      .to_head = to_head,
      .to_http_1_0 = to_http_1_0,
      .closes = !keep_alive,
      .request_id = is_understood ? request_.id : thread_.ids.next(),
      .security_fields =
          is_encrypted_ ? shared_.tls_security_fields : shared_.plain_security_fields,
      .handler_fields = is_understood ? handler_->fields_for(request_) : std::string_view()};
  const std::size_t before = output_.unsent();
  write_response(output_.text(), response, form, thread_.date.at(now.date));
  if (response.shared_body && !to_head) output_.share(response.shared_body);
  const std::size_t sent = output_.unsent() - before;
  if (has_parts) {
    begin_parts(response, form.request_id, keep_alive, sent);
    return keep_alive;
  }
  tell_observers(response, form.request_id, sent, now);
  set_in_flight(false);
  return keep_alive;
}

void ConnectionMachine::tell_observers(const Response& response, std::string_view id,
                                       std::size_t sent, Now now, bool is_cut) noexcept {
  if (shared_.observers.empty()) return;
  Exchange exchange{.thread = thread_.number,
                    .labels = response.labels.path.empty() ? plan_.labels : response.labels,
                    .status = response.status,
                    .is_cut = is_cut,
                    .method = {},
                    .remote = peer_,
                    .id = id,
                    .sent = sent};
  if (in_flight_) {
    exchange.method = request_.method;
    exchange.remote = request_.remote;
    exchange.duration = now.time - received_at_;
    exchange.received = received_;
  } else {
    exchange.received = input_.view().size();
  }
  for (Observer* observer : shared_.observers) observer->on_answer(exchange);
}

void ConnectionMachine::set_in_flight(bool in_flight) noexcept {
  if (std::exchange(in_flight_, in_flight) == in_flight) return;
  thread_.count_in_flight(in_flight ? 1 : -1);
}

// ---- Answers in parts

void ConnectionMachine::begin_parts(const Response& response, std::string_view id, bool keep_alive,
                                    std::size_t sent) {
  parts_ = std::make_unique<Parts>();
  parts_->source = response.rest;
  parts_->is_chunked = parser_->http_1_1();
  parts_->keeps_alive = keep_alive;
  parts_->answered.status = response.status;
  parts_->answered.labels = response.labels;
  parts_->id = id;
  parts_->sent = sent;
}

Action ConnectionMachine::want_part(Now now) {
  invariant(phase_ == Phase::part_wanted && parts_ != nullptr);
  // The client has received everything so far, so it is not to be disconnected.
  slot_.hold(0, {});
  // Memory is reserved before the part is produced. If it is unavailable or the pool is full, the
  // next tick retries. The client is not at fault, but is not kept waiting without limit either.
  const bool has_room = holding_.octets() >= usual_part || holding_.change(usual_part);
  if (!has_room) {
    put_off_part(now);
    return Action::wait;
  }
  phase_ = Phase::part_awaited;
  await_work();
  return pend(Action::submit);
}

void ConnectionMachine::put_off_part(Now now) {
  phase_ = Phase::part_wanted;
  pending_ = Action::wait;
  if (!part_due_) part_due_ = now.time + shared_.options.idle_deadline;
  deadline_ = *part_due_;
}

void ConnectionMachine::make_part() noexcept {
  try {
    parts_->next.clear();
    parts_->is_last = !parts_->source->next(parts_->next);
  } catch (...) {
    parts_->has_failed = true;
  }
}

Action ConnectionMachine::on_part(Now now) {
  phase_ = Phase::part_wanted;
  if (parts_->has_failed) return Action::close;
  part_due_.reset();
  const std::size_t before = output_.unsent();
  if (parts_->is_chunked) {
    write_chunk(output_.text(), parts_->next);
    if (parts_->is_last) write_last_chunk(output_.text());
  } else {
    output_.text().append(parts_->next);
  }
  std::string().swap(parts_->next);
  parts_->sent += output_.unsent() - before;
  // The part already exists, whatever its size.
  (void)account(now, true);
  if (!parts_->is_last) return next(now);
  const bool keeps_alive = parts_->keeps_alive;
  end_parts(false, now);
  if (keeps_alive) {
    begin_next_request();
  } else {
    phase_ = Phase::last_answer;
  }
  return next(now);
}

void ConnectionMachine::end_parts(bool is_cut, Now now) noexcept {
  invariant(parts_ != nullptr);
  const auto parts = std::move(parts_);
  tell_observers(parts->answered, parts->id, parts->sent, now, is_cut);
  set_in_flight(false);
}

// ---- Memory held for the client

Action ConnectionMachine::await_output(Now now) {
  slot_.wait_from(now.time);
  if (!output_due_ || output_.sent() - output_mark_ >= output_progress) {
    output_due_ = now.time + shared_.options.idle_deadline;
    output_mark_ = output_.sent();
    held_since_ = now.time;
    slot_.hold(holding_.octets(), now.time);
  }
  if (!account(now)) {
    ++shared_.counters.refused_for_memory;
    return Action::close;
  }
  deadline_ = *output_due_;
  return pend(Action::await_output);
}

/// Memory for small responses is reserved only once the client fails to receive them.
bool ConnectionMachine::has_room_for(const Response& response) noexcept {
  const std::size_t size = response.body.size();
  if (size < large_answer || response.status >= 500) return true;
  return holding_.change(holding_.octets() + size);
}

bool ConnectionMachine::account(Now now, bool anyway) noexcept {
  const std::size_t all = input_.capacity() + kept_head_.capacity() + body_.capacity() +
                          output_.capacity() + (parts_ ? parts_->next.capacity() : 0);
  const std::size_t counted = all > uncounted ? all - uncounted : 0;
  const std::size_t before = holding_.octets();
  const std::size_t difference = counted > before ? counted - before : before - counted;
  if (difference < counted_step && counted > 0) return true;
  if (anyway) {
    holding_.change_anyway(counted);
  } else if (!holding_.change(counted)) {
    return false;
  }
  if (before == 0 || counted == 0) held_since_ = now.time;
  slot_.hold(counted, held_since_);
  return true;
}

}  // namespace gatehouse::http::server
