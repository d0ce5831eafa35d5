/// The protocol of one connection as a state machine with events and actions. It has no socket,
/// clock or thread, so that tests and fuzzers can drive it octet by octet.
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

/// The time of an event, for deadlines and for the Date field.
struct Now {
  std::chrono::steady_clock::time_point time;
  std::time_t date = 0;
};

/// The next action. The machine waits for one thing at a time. Since it does not read while a
/// response is being produced, TCP applies backpressure to a client that sends too fast.
enum class Action : std::uint8_t {
  /// Keep waiting for the pending action, or only for a deadline.
  wait,
  /// Perform the TLS handshake, then call handshake_done() or handshake_met_plain_http().
  shake_hands,
  /// Read into space() when input is available, then call received(). With `read_unless_idle`, hang
  /// up instead if there is no unread input.
  read,
  read_unless_idle,
  /// Cancel the pending read, then call received() or lost() with its result.
  cancel,
  /// Write as much of unsent() as possible without blocking, then call wrote().
  write,
  /// Wait until the socket is writable, then call writable().
  await_output,
  /// Call work() on this thread, then worked().
  work,
  /// Run work() on pool(), then call worked(), or not_taken() if the pool is full.
  submit,
  /// Send close_notify and shut down the sending side, then call close_notify_sent().
  close_notify,
  /// Read and discard input, then call received().
  discard,
  /// Close the connection; `hang_up` sends close_notify first unless a response is truncated.
  close,
  hang_up,
};

/// The states of a connection:
///
///     handshake ─► head ──► admitting ─► body ─► whole ─► working ─► (next) head
///                  │ │          │                 ▲  ▲       │ │ └─► pausing ─► head
///                  │ └──────────┴► discarded_body │  └───────┘ └─► part_wanted ◄─┐
///                  └──────────────────────────────┘                    │         │
///     any ─► last_answer ─► lingering                                   └► part_awaited
///
/// A complete header is passed to the handler's plan() at once. In `admitting`, a pool decides
/// about a request before its body is read. In `discarded_body`, the body of an answered request is
/// read and discarded. In `pausing`, a request waits before it is rejected. A response that comes
/// in parts enters `part_wanted` once the client has received everything before, and `part_awaited`
/// while a pool produces the next part.
///
/// All functions except work() and turn_away() must be called on one thread. work() may run on
/// another. Until it returns, only tick(), drain(), gives_up() and end() may be called; they do not
/// touch the state that work() uses.
class ConnectionMachine {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  /// All referenced objects must outlive the machine. `peer` is the remote address of the
  /// connection.
  ConnectionMachine(Shared& shared, ThreadShare& thread, ConnectionSlots::Slot& slot,
                    const std::optional<IpAddress>& peer, bool is_encrypted);
  ConnectionMachine(const ConnectionMachine&) = delete;
  ConnectionMachine& operator=(const ConnectionMachine&) = delete;
  ~ConnectionMachine() = default;

  // ---- Events. Each returns the next action.

  [[nodiscard]] Action start(Now now);
  [[nodiscard]] Action handshake_done(Now now);
  /// The client sent an HTTP request instead of a handshake. The response is not encrypted.
  [[nodiscard]] Action handshake_met_plain_http(Now now);
  /// `count` octets were received, into space() if the action was `read`.
  [[nodiscard]] Action received(std::size_t count, Now now);
  /// Reading failed, or the client closed the connection.
  [[nodiscard]] Action lost(Now now);
  /// `count` of the unsent octets were written; `is_blocked` if the socket was full.
  [[nodiscard]] Action wrote(std::size_t count, bool is_blocked, Now now);
  /// The socket has no room for close_notify.
  [[nodiscard]] Action close_notify_blocked(Now now);
  [[nodiscard]] Action writable(Now now);
  [[nodiscard]] Action close_notify_sent(Now now);
  /// work() or turn_away() has returned.
  [[nodiscard]] Action worked(Now now);
  [[nodiscard]] Action not_taken(Now now);
  /// Checks the deadlines. Must be called periodically.
  [[nodiscard]] Action tick(Now now);
  /// The server is stopping: closes if no part of a request was received, otherwise after the
  /// response.
  [[nodiscard]] Action drain(Now now, bool has_unread_input);
  /// The connection must release the data held for its client, who has made no progress.
  [[nodiscard]] Action gives_up() noexcept;

  /// Ends the connection. Returns true if the socket must be reset because HTTP/1.0 clients would
  /// take a regular close for the end of the body.
  [[nodiscard]] bool end(Now now) noexcept;

  // ---- Data for the actions.

  [[nodiscard]] std::pair<char*, std::size_t> space() { return input_.space(); }
  [[nodiscard]] const OutputBuffer& output() const noexcept { return output_; }
  [[nodiscard]] Pool pool() const noexcept;
  [[nodiscard]] const Claim& claim() const noexcept;
  /// Runs the handler, for the actions `work` and `submit`.
  void work() noexcept;
  /// Called instead of work() if the pool is closed first.
  void turn_away() noexcept;

  /// Whether the connection is between requests and has received nothing of the next one.
  [[nodiscard]] bool is_idle() const noexcept { return phase_ == Phase::head && input_.empty(); }
  /// Whether closing the connection now would truncate a response.
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

  /// Records the action as pending and returns it.
  Action pend(Action action) noexcept {
    pending_ = action;
    return action;
  }
  [[nodiscard]] Action next(Now now);
  [[nodiscard]] bool must_write_first() const noexcept;

  /// Returns false if more input is needed.
  [[nodiscard]] bool read_head(Now now);
  void skip_blank_line();
  [[nodiscard]] bool read_body(Now now);
  void expect_body();
  void keep_head();
  /// Sets the request's members that are not part of the message.
  void complete_request();
  void find_client();
  [[nodiscard]] Action await_input(Now now);
  [[nodiscard]] Action interrupt(const Refusal& refusal) noexcept;
  void give_up_buffers(Now now);

  /// Runs the work on this thread, or on a pool once the pending output has been written.
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
  /// Responds before the body is read.
  void answer_early(const Response& response, Now now);
  void answer(const Response& response, bool keep_alive, Now now);
  /// Returns whether the connection stays open, which it does not while the server stops.
  [[nodiscard]] bool write_answer(const Response& response, bool keep_alive, Now now);
  void tell_observers(const Response& response, std::string_view id, std::size_t sent, Now now,
                      bool is_cut = false) noexcept;
  void set_in_flight(bool in_flight) noexcept;

  /// Starts sending the remaining parts of a response after the first.
  void begin_parts(const Response& response, std::string_view id, bool keep_alive,
                   std::size_t sent);
  /// Has a pool produce the next part, or postpones it.
  [[nodiscard]] Action want_part(Now now);
  void put_off_part(Now now);
  [[nodiscard]] Action on_part(Now now);
  void end_parts(bool is_cut, Now now) noexcept;
  [[nodiscard]] Action await_output(Now now);

  /// Accounts for the memory held for the client. Returns false if the limit is reached.
  [[nodiscard]] bool account(Now now, bool anyway = false) noexcept;
  [[nodiscard]] bool has_room_for(const Response& response) noexcept;

  /// Above this amount of output, the next request is not processed before it has been written.
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
  /// The reason for cancelling a read, until the cancellation completes.
  std::optional<Refusal> interruption_;
  /// Set while a pool is working, so that pending output need not be waited for.
  bool is_write_optional_ = false;

  Instant deadline_ = Instant::max();
  /// Deadline for the start of the first request.
  std::optional<Instant> first_due_;
  /// Deadline for the current header or body to be complete.
  std::optional<Instant> request_due_;
  std::optional<Instant> output_due_;
  /// Deadline for the start of the next part of a response.
  std::optional<Instant> part_due_;
  std::size_t output_mark_ = 0;
  std::size_t linger_left_ = 0;

  InputBuffer input_;
  HeadScan scan_;
  bool skipped_blank_line_ = false;
  /// The limits of the current request, and the handler of its path.
  HeadLimits limits_;
  Handler* handler_ = nullptr;
  std::optional<RequestParser> parser_;
  std::string_view head_;
  /// A copy of the header, made if the body follows later and the input buffer is needed for it.
  std::string kept_head_;
  bool head_is_kept_ = false;
  bool owes_continue_ = false;
  /// Whether the complete request has been handed to a pool.
  bool has_arrived_ = false;
  std::string body_;
  Request request_;
  Plan plan_;
  /// The result of the work, until the response is written.
  std::optional<std::variant<Plan, Response>> outcome_;
  std::optional<Response> refusal_;
  /// The client of the request if a trusted proxy names one other than itself.
  std::string client_;
  /// The id of the request if it does not bring its own.
  std::string own_id_;
  bool in_flight_ = false;
  /// Octets of the request received so far.
  std::size_t received_ = 0;
  Instant received_at_;

  OutputBuffer output_;
  Holding holding_;
  /// The time of the client's last progress on the held data.
  Instant held_since_;
  /// State of a response that comes in parts.
  struct Parts {
    std::shared_ptr<BodySource> source;
    std::string next;
    bool is_last = false;
    bool has_failed = false;
    bool is_chunked = false;
    bool keeps_alive = false;
    /// Passed to the observers when the response ends.
    Response answered;
    std::string id;
    std::size_t sent = 0;
  };
  std::unique_ptr<Parts> parts_;
};

}  // namespace gatehouse::http::server
