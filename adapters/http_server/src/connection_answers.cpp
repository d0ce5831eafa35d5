// Connection: what is answered, in parts where it is long, and what is held for the client.
#include "connection.hpp"

#include <utility>

namespace gatehouse::http::server {
namespace {

/// An unwanted body is read up to here, to keep the connection.
constexpr std::size_t discarded_body_limit = 64 * 1024;
/// What a connection may hold uncounted, and in how large steps the rest is counted.
constexpr std::size_t uncounted = 8 * 1024;
constexpr std::size_t counted_step = 4 * 1024;
/// Answers from this size on must have room before they are written.
constexpr std::size_t large_answer = 16 * 1024;
/// For the part of an answer that is to be made.
constexpr std::size_t usual_part = 64 * 1024;

}  // namespace

void Connection::refuse(const Refusal& refusal) {
  auto path = parser_ ? request_.path : std::string_view{};
  // That a request is relayed is known before its path is.
  if (path.empty() && limits_.takes_any_target) path = site_.head_rules.relayed_prefix;
  answer(site_.mux->find(path).refuse(refusal.status, path, refusal.detail), false);
}

void Connection::answer_early(const Response& response) {
  const bool keep_alive = parser_->keep_alive();
  if (parser_->done()) return answer(response, keep_alive);

  // A client that was refused its 100 may or may not send the body, and what follows would be
  // ambiguous.
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
  keep_alive = write_answer(response, keep_alive);
  if (parts_) {
    phase_ = Phase::part_wanted;
  } else if (keep_alive) {
    begin_next_request();
  } else {
    phase_ = Phase::last_answer;
  }
}

bool Connection::write_answer(const Response& response, bool keep_alive) {
  if (!has_room_for(response)) {
    ++site_.counters.refused_for_memory;
    return write_answer(
        site_.mux->find(request_.path)
            .refuse(503, request_.path, "the server has no memory left for this answer"),
        keep_alive);
  }
  const bool to_head = parser_ && request_.method == "HEAD";
  const bool to_http_1_0 = parser_ && !parser_->http_1_1();
  const bool has_parts = response.rest && !to_head;
  keep_alive =
      keep_alive && !site_.stopping.load(std::memory_order_relaxed) && !(has_parts && to_http_1_0);
  // Of a header that was not understood, nothing is used.
  const bool is_understood = in_flight_;
  const AnswerForm form{
      .to_head = to_head,
      .to_http_1_0 = to_http_1_0,
      .closes = !keep_alive,
      .request_id = is_understood ? request_.id : thread_.new_request_id(),
      .security_fields = tls_ ? site_.tls_security_fields : site_.plain_security_fields};
  const std::size_t before = output_.unsent();
  write_response(output_.text(), response, form, thread_.date());
  if (response.shared_body && !to_head) output_.share(response.shared_body);
  const std::size_t sent = output_.unsent() - before;
  if (has_parts) {
    begin_parts(response, form.request_id, keep_alive, sent);
    return keep_alive;
  }
  tell_observers(response, form.request_id, sent);
  set_in_flight(false);
  return keep_alive;
}

/// What is not much is given room when it turns out that the client does not take it.
bool Connection::has_room_for(const Response& response) noexcept {
  const std::size_t size = response.body.size();
  if (size < large_answer || response.status >= 500) return true;
  return holding_.change(holding_.octets() + size);
}

bool Connection::account(bool anyway) noexcept {
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
  if (before == 0 || counted == 0) held_since_ = Clock::now();
  place_->hold(counted, held_since_);
  return true;
}

void Connection::tell_observers(const Response& response, std::string_view id, std::size_t sent,
                                bool is_cut) noexcept {
  if (site_.observers.empty()) return;
  Exchange exchange{.thread = thread_.number(),
                    .about = response.about.path.empty() ? plan_.about : response.about,
                    .status = response.status,
                    .is_cut = is_cut,
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

void Connection::begin_parts(const Response& response, std::string_view id, bool keep_alive,
                             std::size_t sent) {
  parts_ = std::make_unique<Parts>();
  parts_->source = response.rest;
  parts_->is_chunked = parser_->http_1_1();
  parts_->keeps_alive = keep_alive;
  parts_->answered.status = response.status;
  parts_->answered.about = response.about;
  parts_->id = id;
  parts_->sent = sent;
}

void Connection::want_part() {
  wait_ = Wait::nothing;
  phase_ = Phase::part_wanted;
  // The client has taken all that there was: it is not the one to be given up.
  place_->hold(0, {});
  // Room is made before the part is. Without it, or with a lane that is full, the next tick tries
  // again; that is not the client's fault, but it is not kept for ever either.
  const bool has_room = holding_.octets() >= usual_part || holding_.change(usual_part);
  if (has_room) {
    phase_ = Phase::part_awaited;
    begin_work();
    if (site_.lanes.submit(plan_.lane == Lane::direct ? Lane::storage : plan_.lane, plan_.claim,
                           shared_from_this())) {
      return;
    }
    phase_ = Phase::part_wanted;
  }
  if (!part_due_) part_due_ = Clock::now() + site_.options.idle_deadline;
  deadline_ = *part_due_;
}

void Connection::make_part() noexcept {
  try {
    parts_->next.clear();
    parts_->is_last = !parts_->source->next(parts_->next);
  } catch (...) {
    parts_->has_failed = true;
  }
}

void Connection::on_part() {
  phase_ = Phase::part_wanted;
  if (parts_->has_failed) return close();
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
  // It is there already, however large it has become.
  (void)account(true);
  if (!parts_->is_last) return;
  const bool keeps_alive = parts_->keeps_alive;
  end_parts(false);
  if (keeps_alive) {
    begin_next_request();
  } else {
    phase_ = Phase::last_answer;
  }
}

void Connection::end_parts(bool is_cut) noexcept {
  const auto parts = std::move(parts_);
  tell_observers(parts->answered, parts->id, parts->sent, is_cut);
  set_in_flight(false);
}

}  // namespace gatehouse::http::server
