/// The protocol of one connection as a state machine: events in, actions out. It has no socket, no
/// clock and no thread, so that tests and fuzzers drive it octet by octet.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/http_server/handler.hpp>

#include "connection_slots.hpp"
#include "framing.hpp"
#include "input_buffer.hpp"
#include "memory.hpp"
#include "output_buffer.hpp"
#include "request_parser.hpp"
#include "shared.hpp"
#include "thread_share.hpp"

namespace gatehouse::http::server {

/// When an event happened: for deadlines, and for the Date field.
struct Now {
  std::chrono::steady_clock::time_point time;
  std::time_t date = 0;
};

/// What is to be done next. The machine waits for one thing at a time, so that nothing is read
/// while an answer is being made, and a client that sends faster than it is answered is held up by
/// TCP.
enum class Action : std::uint8_t {
  /// Nothing new: what was asked for last is still waited for, or only the deadline.
  wait,
  /// Do the handshake of TLS; then handshake_done(), or handshake_met_plain_http().
  shake_hands,
  /// Read into space() when there is input; then received(). With `read_unless_idle`, hang up
  /// instead where nothing has come that is not read yet.
  read,
  read_unless_idle,
  /// Cancel what is being read; then received() or lost(), whatever comes of it.
  cancel,
  /// Write of unsent() what can be written at once; then wrote().
  write,
  /// Wait until there is room for output; then writable().
  await_output,
  /// Call work() on this thread; then worked().
  work,
  /// Have work() called on pool(); then worked(). Where the pool takes no more: not_taken().
  submit,
  /// Say that nothing more comes (close_notify, end of the stream); then close_notify_sent().
  close_notify,
  /// Read, whatever it is, and throw it away; then received().
  discard,
  /// Close; the second says so to a client whose answer is not cut off (close_notify).
  close,
  hang_up,
};

/// The life of a connection:
///
///     handshake ─► head ──► admitting ─► body ─► whole ─► working ─► (next) head
///                  │ │          │                 ▲  ▲       │ │ └─► pausing ─► head
///                  │ └──────────┴► discarded_body │  └───────┘ └─► part_wanted ◄─┐
///                  └──────────────────────────────┘                    │         │
///     any ─► last_answer ─► lingering                                   └► part_awaited
///
/// A whole header is planned by the handler at once. `admitting` is there for requests that a pool
/// has to let in before their bodies are read; `discarded_body` for bodies of requests that have
/// been answered; `pausing` for those that wait before they are refused. An answer that comes in
/// parts goes on with `part_wanted`, as soon as the client has taken everything before it, and
/// `part_awaited` while a pool makes the next one.
///
/// All functions but work() and turn_away() are for one thread. work() may run on another one, and
/// nothing else is called meanwhile but tick(), drain(), gives_up() and end(), which then touch
/// nothing that work() uses.
class ConnectionMachine {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  /// All that is referred to outlives the machine. `peer` is the other end of the connection.
  ConnectionMachine(Shared& shared, ThreadShare& thread, ConnectionSlots::Slot& slot,
                    const std::optional<IpAddress>& peer, bool is_encrypted);
  ConnectionMachine(const ConnectionMachine&) = delete;
  ConnectionMachine& operator=(const ConnectionMachine&) = delete;
  ~ConnectionMachine() = default;

  // ---- Events. Each says what to do next.

  [[nodiscard]] Action start(Now now);
  [[nodiscard]] Action handshake_done(Now now);
  /// The client began an HTTP request instead; the answer is not encrypted.
  [[nodiscard]] Action handshake_met_plain_http(Now now);
  /// So many octets have come, into space() if they were to be read.
  [[nodiscard]] Action received(std::size_t count, Now now);
  /// Reading has failed, or the client has closed.
  [[nodiscard]] Action lost(Now now);
  /// So many of the unsent octets were written; `is_blocked` when there was no room for more.
  [[nodiscard]] Action wrote(std::size_t count, bool is_blocked, Now now);
  /// There is no room for the goodbye.
  [[nodiscard]] Action close_notify_blocked(Now now);
  [[nodiscard]] Action writable(Now now);
  [[nodiscard]] Action close_notify_sent(Now now);
  /// work() has returned, or turn_away().
  [[nodiscard]] Action worked(Now now);
  [[nodiscard]] Action not_taken(Now now);
  /// To be called again and again: deadlines are looked at.
  [[nodiscard]] Action tick(Now now);
  /// The server stops: closes if nothing of a request has come, else after the answer.
  [[nodiscard]] Action drain(Now now, bool has_unread_input);
  /// The slot was asked to give up what it holds for the client, and agrees.
  [[nodiscard]] Action gives_up() noexcept;

  /// The connection is closed. True when it is to be reset, since its end alone would look like the
  /// end of a body to HTTP/1.0.
  [[nodiscard]] bool end(Now now) noexcept;

  // ---- What actions work with.

  [[nodiscard]] std::pair<char*, std::size_t> space() { return input_.space(); }
  [[nodiscard]] const OutputBuffer& output() const noexcept { return output_; }
  [[nodiscard]] Pool pool() const noexcept;
  [[nodiscard]] const Claim& claim() const noexcept;
  /// Does what `work` and `submit` ask for, by the handler.
  void work() noexcept;
  /// In place of work(), when the pool is closed before its turn.
  void turn_away() noexcept;

  /// Between requests, with nothing of the next one received.
  [[nodiscard]] bool is_idle() const noexcept { return phase_ == Phase::head && input_.empty(); }
  /// An answer is cut off when the connection closes now.
  [[nodiscard]] bool owes_answer() const noexcept { return output_.unsent() > 0 || parts_; }

 private:
  enum class Phase : std::uint8_t {
    handshake,
    head,
    admitting,
    body,
    discarded_body,
    whole,
    working,
    pausing,
    part_wanted,
    part_awaited,
    last_answer,
    lingering,
  };

  /// The next action, noted as what is waited for.
  Action pend(Action action) noexcept {
    pending_ = action;
    return action;
  }
  [[nodiscard]] Action next(Now now);
  [[nodiscard]] bool must_write_first() const noexcept;

  /// False when more input is needed.
  [[nodiscard]] bool read_head(Now now);
  void skip_blank_line();
  [[nodiscard]] bool read_body(Now now);
  void expect_body();
  void keep_head();
  /// What a request has that does not stand in it.
  void complete_request();
  void find_client();
  [[nodiscard]] Action await_input(Now now);
  [[nodiscard]] Action interrupt(const Refusal& refusal) noexcept;
  void give_up_buffers(Now now);

  /// On this thread, or on a pool when what can be written at once has been written.
  [[nodiscard]] Action begin_work(Now now);
  void await_work() noexcept;
  void name_party();
  void plan_request(Now now);
  void respond() noexcept;
  [[nodiscard]] std::optional<Response> call_admit() noexcept;
  void make_part() noexcept;
  void on_admitted(Now now);
  void on_outcome(Now now);
  void answer_overload(Now now);
  void begin_next_request();

  [[nodiscard]] Handler& handler_of(std::string_view path) const noexcept;
  void refuse(const Refusal& refusal, Now now);
  /// Answers before the body was read.
  void answer_early(const Response& response, Now now);
  void answer(const Response& response, bool keep_alive, Now now);
  /// Whether the connection lives on, which it does not when the server stops.
  [[nodiscard]] bool write_answer(const Response& response, bool keep_alive, Now now);
  void tell_observers(const Response& response, std::string_view id, std::size_t sent, Now now,
                      bool is_cut = false) noexcept;
  void set_in_flight(bool in_flight) noexcept;

  /// Begins to wait for the parts that come after the first.
  void begin_parts(const Response& response, std::string_view id, bool keep_alive,
                   std::size_t sent);
  /// Has a pool make the next part, or puts it off.
  [[nodiscard]] Action want_part(Now now);
  void put_off_part(Now now);
  [[nodiscard]] Action on_part(Now now);
  void end_parts(bool is_cut, Now now) noexcept;
  [[nodiscard]] Action await_output(Now now);

  /// Counts what is held for the client; false when there is no room for it.
  [[nodiscard]] bool account(Now now, bool anyway = false) noexcept;
  [[nodiscard]] bool has_room_for(const Response& response) noexcept;

  /// Output beyond this is written before the next request is looked at.
  static constexpr std::size_t output_high_water = std::size_t{16} * 1024;

  Shared& shared_;
  ThreadShare& thread_;
  ConnectionSlots::Slot& slot_;
  const std::optional<IpAddress> peer_address_;
  const std::string peer_;
  const bool peer_is_proxy_;
  bool is_encrypted_;

  Phase phase_ = Phase::head;
  Action pending_ = Action::wait;
  /// Why waiting for input was ended, until that has taken effect.
  std::optional<Refusal> interruption_;
  /// What is written is no reason to wait: a pool has work to do.
  bool is_write_optional_ = false;

  Instant deadline_ = Instant::max();
  /// When the first request must have begun.
  std::optional<Instant> first_due_;
  /// When the header or body being received must be whole.
  std::optional<Instant> request_due_;
  std::optional<Instant> output_due_;
  /// When the next part of an answer must be begun.
  std::optional<Instant> part_due_;
  std::size_t output_mark_ = 0;
  std::size_t linger_left_ = 0;

  InputBuffer input_;
  HeadScan scan_;
  bool skipped_blank_line_ = false;
  /// Those of the request being read, and the handler of its path.
  HeadLimits limits_;
  Handler* handler_ = nullptr;
  std::optional<RequestParser> parser_;
  std::string_view head_;
  /// The header, when the body comes later and the input is needed for it.
  std::string kept_head_;
  bool head_is_kept_ = false;
  bool owes_continue_ = false;
  /// Whether it has been handed to a pool whole.
  bool has_arrived_ = false;
  std::string body_;
  Request request_;
  Plan plan_;
  /// The outcome of the work, until it is answered.
  std::optional<std::variant<Plan, Response>> outcome_;
  std::optional<Response> refusal_;
  /// Of the request, where a trusted proxy names another client than itself.
  std::string client_;
  /// Of the request, when it brings none.
  std::string own_id_;
  bool in_flight_ = false;
  /// Octets of the request so far.
  std::size_t received_ = 0;
  Instant received_at_;

  OutputBuffer output_;
  Holding holding_;
  /// Since when the client has not moved it on.
  Instant held_since_;
  /// Of an answer that comes in parts.
  struct Parts {
    std::shared_ptr<BodySource> source;
    std::string next;
    bool is_last = false;
    bool has_failed = false;
    bool is_chunked = false;
    bool keeps_alive = false;
    /// For the observers, when it ends.
    Response answered;
    std::string id;
    std::size_t sent = 0;
  };
  std::unique_ptr<Parts> parts_;
};

}  // namespace gatehouse::http::server
