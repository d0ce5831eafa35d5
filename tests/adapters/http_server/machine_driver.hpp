/// Drives the state machine of a connection without sockets, threads and clock, for unit tests and
/// fuzzing. Events happen only through calls of this class, which also advances the time.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/http_server/mux.hpp>
#include <gatehouse/http_server/server.hpp>

#include "connection_machine.hpp"

namespace gatehouse::http::testing {

/// Replaces the socket, the I/O thread and the pools of a connection, under control of the caller.
///
///     MachineDriver driver(Mux(handler));
///     driver.start();
///     driver.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
///     driver.taken();   // the octets of the answer
///
/// Observers and options are set up by ServerOptions and `observers`.
class MachineDriver {
 public:
  explicit MachineDriver(const Mux& mux, const ServerOptions& options = {},
                         std::vector<Observer*> observers = {}, bool is_encrypted = false);
  MachineDriver(const MachineDriver&) = delete;
  MachineDriver& operator=(const MachineDriver&) = delete;
  ~MachineDriver();

  void start();

  /// The client sends these octets, in one or more segments; the machine reads as much as it
  /// requests, and the rest stays buffered.
  void send(std::string_view octets);
  /// The client closes its side.
  void disconnect();
  /// The client reads the output; returns what it has read since the last call.
  [[nodiscard]] std::string taken();
  /// The number of octets that the client accepts from now on; unlimited by default.
  void take_up_to(std::size_t octets);
  /// Advances the time and processes expired deadlines.
  void pass(std::chrono::milliseconds time);
  /// Stops the server.
  void stop();
  /// Signals low memory: the connection is asked to release its buffers.
  void ask_to_give_up();

  /// Work for a pool is queued until run_lane(), and refused while this is set.
  void fill_lanes(bool are_full) { lanes_are_full_ = are_full; }
  [[nodiscard]] std::optional<Pool> waiting_pool() const noexcept { return waiting_pool_; }
  [[nodiscard]] const Claim& waiting_claim() const noexcept { return waiting_claim_; }
  /// Runs queued work, at most the given number of items, one after another.
  void run_lane(std::size_t most = 1);
  /// Rejects the queued work, as the pools do when the server stops.
  void turn_away();
  void finish_handshake();
  void meet_plain_http();

  [[nodiscard]] server::Action last_action() const noexcept { return last_; }
  [[nodiscard]] bool is_closed() const noexcept { return is_closed_; }
  /// After closing: whether the connection was reset.
  [[nodiscard]] bool was_reset() const noexcept { return was_reset_; }
  [[nodiscard]] server::ConnectionMachine& machine() noexcept { return *machine_; }
  [[nodiscard]] server::Shared& shared() noexcept { return shared_; }
  [[nodiscard]] std::size_t in_flight() const noexcept { return thread_.in_flight; }

 private:
  void perform(server::Action action);
  [[nodiscard]] server::Action write();
  void read();
  void close();

  server::Now now_{std::chrono::steady_clock::time_point(std::chrono::hours(1)), 0};
  server::Shared shared_;
  server::ThreadShare thread_{0};
  server::ConnectionSlots::Held slot_;
  std::optional<server::ConnectionMachine> machine_;

  server::Action last_ = server::Action::wait;
  std::string unread_;
  std::string taken_;
  std::size_t appetite_;
  bool lanes_are_full_ = false;
  std::optional<Pool> waiting_pool_;
  Claim waiting_claim_;
  bool is_reading_ = false;
  bool is_in_read_ = false;
  bool awaits_output_ = false;
  bool is_closed_ = false;
  bool was_reset_ = false;
};

}  // namespace gatehouse::http::testing
