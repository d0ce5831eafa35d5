/// One connection: executes the actions of its state machine on a socket.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include <boost/asio/ip/address.hpp>
#include <boost/system/error_code.hpp>

#include "connection_machine.hpp"
#include "connection_slots.hpp"
#include "io_thread.hpp"
#include "server_state.hpp"
#include "tls_session.hpp"
#include "work.hpp"

namespace gatehouse::http::server {

/// Runs on its IoThread. Only run() and turn_away() are called on other threads; give_way() and
/// give_up() are thread-safe. At most one operation is pending on the socket.
class Connection final : public Work,
                         public SlotHolder,
                         public std::enable_shared_from_this<Connection> {
 public:
  Connection(Socket socket, const boost::asio::ip::address& peer, IoThread& thread,
             ServerState& server_state, ConnectionSlots::Held slot);
  ~Connection() override;

  void start() noexcept;
  void check_deadline(Clock::time_point now) noexcept;
  /// Closes the connection if no part of a request has been received, otherwise after the response.
  void drain() noexcept;
  void close() noexcept;

  void run() noexcept override;
  void turn_away() noexcept override;
  void give_way() noexcept override;
  void give_up() noexcept override;
  void on_answered() noexcept;

  /// Index in the connection list of IoThread.
  std::size_t index = 0;

 private:
  /// Executes the action and those that follow from it, until one has to wait for an event.
  void perform(Action action, Now time);

  [[nodiscard]] Action shake_hands(Now time);
  [[nodiscard]] Action write(Now time);
  [[nodiscard]] Action submit(Now time);
  [[nodiscard]] Action close_notify(Now time);
  void read();
  /// Reads into the machine's buffer, or discards the input.
  void receive();
  void read_decrypted();
  void on_received(const boost::system::error_code& error, std::size_t count);
  void on_encrypted(const boost::system::error_code& error);
  void await_output();
  void await_encrypted(Socket::wait_type ready);
  void await_turn();
  void cancel() noexcept;
  /// Closes the connection with close_notify unless a response is truncated.
  void hang_up() noexcept;
  /// Whether unread input may be available.
  [[nodiscard]] bool has_unread_input() const noexcept;

  /// Runs a step on the connection's thread unless the connection is closed. An exception closes
  /// it.
  template <class Step>
  void guarded(Step step) noexcept;

  Socket socket_;
  /// Null if the connection is not encrypted.
  std::unique_ptr<TlsSession> tls_;
  IoThread& thread_;
  ServerState& server_state_;
  const ConnectionSlots::Held slot_;
  ConnectionMachine machine_;
  bool shakes_hands_ = false;
  bool is_cancelled_ = false;
  bool closed_ = false;
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
