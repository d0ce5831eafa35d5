#include "io_thread.hpp"

#include <utility>

#include <gatehouse/base/invariant.hpp>

#include "connection.hpp"
#include "patient_post.hpp"

namespace gatehouse::http::server {

IoThread::IoThread(std::size_t number, std::chrono::milliseconds tick)
    : tick_(tick), share_(number) {}

IoThread::~IoThread() = default;

void IoThread::start(std::function<void()> on_end) {
  on_end_ = std::move(on_end);
  thread_ = std::thread([this] { run(); });
  id_ = thread_.get_id();
}

void IoThread::run() noexcept {
  for (;;) {
    try {
      context_.run();
      break;
    } catch (...) {
      // Connections handle their own exceptions. Others, such as a failed allocation for a timer,
      // must not affect the remaining connections.
    }
  }
  on_end_();
}

void IoThread::add(const std::shared_ptr<Connection>& connection) {
  // Dropping the connection closes its socket.
  if (has_ended_) return;
  connection->index = connections_.size();
  connections_.push_back(connection);
  connection->start();
  if (!ticking_) await_tick();
  if (draining_) connection->drain();
}

void IoThread::remove(Connection& connection) noexcept {
  const auto slot = connection.index;
  invariant(slot < connections_.size() && connections_[slot].get() == &connection);
  std::swap(connections_[slot], connections_.back());
  connections_[slot]->index = slot;
  connections_.pop_back();
  end_if_drained();
}

void IoThread::post_answered(const std::shared_ptr<Connection>& connection) noexcept {
  patient_post(context_.get_executor(), [connection] { connection->on_answered(); });
}

void IoThread::await_tick() {
  timer_.expires_after(tick_);
  timer_.async_wait([this](const boost::system::error_code&) {
    ticking_ = false;
    const auto now = Clock::now();
    // Backwards, because the last connection takes the place of a closed one.
    for (auto left = connections_.size(); left > 0; --left) {
      if (left <= connections_.size()) connections_[left - 1]->check_deadline(now);
    }
    if (!connections_.empty()) await_tick();
  });
  ticking_ = true;
}

void IoThread::drain() noexcept {
  patient_post(context_.get_executor(), [this] {
    draining_ = true;
    const auto connections = connections_;
    for (const auto& connection : connections) connection->drain();
    end_if_drained();
  });
}

void IoThread::abort() noexcept {
  patient_post(context_.get_executor(), [this] {
    draining_ = true;
    const auto connections = connections_;
    for (const auto& connection : connections) connection->close();
    end_if_drained();
  });
}

void IoThread::end_if_drained() noexcept {
  if (draining_ && connections_.empty()) context_.stop();
}

void IoThread::join() {
  if (!thread_.joinable()) return;
  thread_.join();
  // Closes connections that were accepted too late to be processed.
  has_ended_ = true;
  context_.restart();
  context_.poll();
}

}  // namespace gatehouse::http::server
