/// One connection: reads requests, has them answered in order, writes the answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include <boost/asio/ip/address.hpp>
#include <boost/system/error_code.hpp>

#include <gatehouse/http_server/handler.hpp>

#include "client_address.hpp"
#include "framing.hpp"
#include "input_buffer.hpp"
#include "io_thread.hpp"
#include "memory.hpp"
#include "output_buffer.hpp"
#include "places.hpp"
#include "request_parser.hpp"
#include "site.hpp"
#include "tls_session.hpp"
#include "worker_pool.hpp"

namespace gatehouse::http::server {

/// Lives on its IoThread; run() alone is called on a lane. It waits for one thing at a time: input,
/// room for output, or a lane; so that nothing is read while an answer is being made, and a client
/// that sends faster than it is answered is held up by TCP.
///
/// A request goes through `head`, `admitting` (if it is to be decided on a lane whether its body is
/// read), `body`, `whole` and `answering`. An answer that comes in parts goes on with
/// `part_wanted`, as soon as the client has taken what there was, and `part_awaited` while a lane
/// makes the next.
class Connection final : public Work,
                         public Occupant,
                         public std::enable_shared_from_this<Connection> {
 public:
  Connection(Socket socket, const boost::asio::ip::address& peer, IoThread& thread, Site& site,
             Places::Held place);
  ~Connection() override;

  void start() noexcept;
  void check_deadline(Clock::time_point now) noexcept;
  /// Closes if nothing of a request has come, else after the answer.
  void drain() noexcept;
  void close() noexcept;

  void run() noexcept override;
  void turn_away() noexcept override;
  void give_way() noexcept override;
  void give_up() noexcept override;
  void on_answered() noexcept;

  /// Where IoThread keeps it.
  std::size_t index = 0;

 private:
  enum class Phase : std::uint8_t {
    handshake,
    head,
    admitting,
    body,
    discarded_body,
    whole,
    answering,
    part_wanted,
    part_awaited,
    last_answer
  };
  enum class Wait : std::uint8_t { nothing, handshake, input, output, refusal, farewell };

  void proceed();
  /// True when there is something to go on with.
  [[nodiscard]] bool shake_hands();
  [[nodiscard]] bool read_head();
  void skip_blank_line();
  void plan_request();
  /// False when the decision comes later, from a lane.
  [[nodiscard]] bool admit_request();
  void on_admitted();
  void expect_body();
  [[nodiscard]] bool read_body();
  void keep_head();
  /// What a request has that does not stand in it.
  void complete_request();
  void find_client();
  /// False when the answer comes later, from a lane or after a pause.
  [[nodiscard]] bool answer_request();
  void name_party();
  void answer_overload();
  [[nodiscard]] std::variant<Plan, Response> respond() noexcept;
  void on_outcome();
  [[nodiscard]] std::optional<Response> judge() noexcept;
  void begin_work() noexcept;
  void begin_next_request();

  void refuse(const Refusal& refusal);
  /// Answers before the body was read.
  void answer_early(const Response& response);
  void answer(const Response& response, bool keep_alive);
  /// Whether the connection lives on, which it does not when the server stops.
  [[nodiscard]] bool write_answer(const Response& response, bool keep_alive);
  void tell_observers(const Response& response, std::string_view id, std::size_t sent,
                      bool is_cut = false) noexcept;
  void set_in_flight(bool in_flight) noexcept;

  /// Begins to wait for the parts that come after the first.
  void begin_parts(const Response& response, std::string_view id, bool keep_alive,
                   std::size_t sent);
  /// Has a lane make the next part, or puts it off.
  void want_part();
  void make_part() noexcept;
  void on_part();
  void end_parts(bool is_cut) noexcept;

  /// Counts what is held for the client; false when there is no room for it.
  [[nodiscard]] bool account(bool anyway = false) noexcept;
  [[nodiscard]] bool has_room_for(const Response& response) noexcept;

  void interrupt(const Refusal& refusal) noexcept;
  void await_first_request();
  void await_input();
  void give_up_buffers();
  void receive(Wait wait);
  void on_received(const boost::system::error_code& error, std::size_t count);
  void await_turn();
  void await_encrypted(Socket::wait_type ready);
  void on_encrypted(const boost::system::error_code& error);
  [[nodiscard]] bool is_idle() const noexcept { return phase_ == Phase::head && input_.empty(); }
  [[nodiscard]] bool has_unread_input() const noexcept;
  /// What does not fit into the system's buffer stays; false when the connection is lost.
  [[nodiscard]] bool write_now();
  /// True when all is written; otherwise proceed() is called when it may go on.
  [[nodiscard]] bool flush();
  void await_output();
  void bid_farewell();
  /// Closes where nothing is left to be told but that.
  void hang_up() noexcept;
  [[nodiscard]] std::size_t unsent() const noexcept { return output_.unsent(); }

  /// Runs a step on the connection's thread, unless it is closed; a failure closes it.
  template <class Step>
  void guarded(Step step) noexcept;
  /// Output beyond this is written before the next request is looked at.
  static constexpr std::size_t output_high_water = std::size_t{16} * 1024;

  Socket socket_;
  /// Null when the connection is not encrypted.
  std::unique_ptr<TlsSession> tls_;
  IoThread& thread_;
  Site& site_;
  const Places::Held place_;
  /// Those of the request being read, and the one that answers it.
  HeadLimits limits_;
  Handler* handler_ = nullptr;

  Phase phase_ = Phase::head;
  Wait wait_ = Wait::nothing;
  bool closed_ = false;
  /// Why waiting for input was ended, until that has taken effect.
  std::optional<Refusal> interruption_;
  Clock::time_point deadline_ = Clock::time_point::max();
  /// When the first request must have begun.
  std::optional<Clock::time_point> first_due_;
  /// When the header or body being received must be whole.
  std::optional<Clock::time_point> request_due_;
  std::optional<Clock::time_point> output_due_;
  /// When the next part of an answer must be begun.
  std::optional<Clock::time_point> part_due_;
  std::size_t output_mark_ = 0;
  std::size_t farewell_left_ = 0;

  InputBuffer input_;
  HeadScan scan_;
  bool skipped_blank_line_ = false;
  std::optional<RequestParser> parser_;
  std::string_view head_;
  /// The header, when the body comes later and the input is needed for it.
  std::string kept_head_;
  bool head_is_kept_ = false;
  bool owes_continue_ = false;
  /// Whether it has been handed to a lane whole.
  bool has_arrived_ = false;
  std::string body_;
  Request request_;
  Plan plan_;
  /// What came of the work on a lane.
  std::variant<Plan, Response> outcome_;
  /// Of the other end of the connection.
  const std::optional<IpAddress> peer_address_;
  const std::string peer_;
  const bool peer_is_proxy_;
  /// Of the request, where a trusted proxy names another client than itself.
  std::string client_;
  /// Of the request, when it brings none.
  std::string own_id_;
  bool in_flight_ = false;
  /// Octets of the request so far.
  std::size_t received_ = 0;
  Clock::time_point received_at_;

  OutputBuffer output_;
  Holding holding_;
  /// Since when the client has not moved it on.
  Clock::time_point held_since_;
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
  std::optional<Response> refusal_;
};

template <class Step>
void Connection::guarded(Step step) noexcept {
  // The callee may drop the thread's reference to this connection.
  const auto self = shared_from_this();
  if (closed_) return;
  try {
    step();
  } catch (...) {
    close();
  }
}

}  // namespace gatehouse::http::server
