/// A thread with its event loop and its connections.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "thread_share.hpp"

namespace gatehouse::http::server {

class Connection;

using Clock = std::chrono::steady_clock;
using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;

/// All functions except post(), drain(), abort() and join() must be called on the thread itself.
class IoThread {
 public:
  /// Deadlines are checked at intervals of `tick`.
  IoThread(std::size_t number, std::chrono::milliseconds tick);
  IoThread(const IoThread&) = delete;
  IoThread& operator=(const IoThread&) = delete;
  /// The thread must have ended.
  ~IoThread();

  /// Starts the thread. It calls `on_end` when it ends.
  void start(std::function<void()> on_end);

  [[nodiscard]] boost::asio::io_context& context() noexcept { return context_; }

  void add(const std::shared_ptr<Connection>& connection);
  void remove(Connection& connection) noexcept;
  [[nodiscard]] ThreadShare& share() noexcept { return share_; }
  /// Thread-safe.
  [[nodiscard]] std::size_t in_flight() const noexcept {
    return share_.in_flight.load(std::memory_order_relaxed);
  }

  /// Resumes `connection` with the response produced by a pool. Cannot fail.
  void post_answered(const std::shared_ptr<Connection>& connection) noexcept;

  /// Closes idle connections, and ends the thread after the last of the others.
  void drain() noexcept;
  /// Closes all connections and ends the thread.
  void abort() noexcept;
  void join();
  [[nodiscard]] bool is_current() const noexcept { return id_ == std::this_thread::get_id(); }

 private:
  void run() noexcept;
  void await_tick();
  void end_if_drained() noexcept;

  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<Executor> work_{context_.get_executor()};
  boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor> timer_{
      context_};
  const std::chrono::milliseconds tick_;
  ThreadShare share_;
  std::vector<std::shared_ptr<Connection>> connections_;
  bool ticking_ = false;
  bool draining_ = false;
  /// Whether the thread has been joined.
  bool has_ended_ = false;
  std::function<void()> on_end_;
  std::thread thread_;
  std::thread::id id_;
};

}  // namespace gatehouse::http::server
