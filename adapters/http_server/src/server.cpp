#include <gatehouse/http_server/server.hpp>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "acceptor.hpp"
#include "connection.hpp"
#include "io_thread.hpp"
#include "server_state.hpp"

namespace gatehouse::http {
namespace {

std::size_t io_thread_count(const ServerOptions& options) {
  if (options.io_threads > 0) return options.io_threads;
  return std::max(1U, std::thread::hardware_concurrency());
}

std::chrono::milliseconds tick(const ServerOptions& options) {
  using namespace std::chrono_literals;
  const auto shortest =
      std::min({options.header_deadline, options.body_deadline, options.idle_deadline});
  return std::clamp<std::chrono::milliseconds>(shortest / 4, 10ms, 500ms);
}

ServerOptions checked(ServerOptions options) {
  options.max_connections = std::max<std::size_t>(options.max_connections, 1);
  options.max_connections_per_address =
      std::max<std::size_t>(options.max_connections_per_address, 1);
  return options;
}

}  // namespace

class Server::Implementation {
 public:
  explicit Implementation(const ServerOptions& options)
      : server_state_(checked(options)),
        threads_(make_threads(options)),
        acceptor_(server_state_, threads_) {
    try {
      for (const auto& thread : threads_) {
        thread->start([this] { on_thread_ended(); });
        const std::lock_guard lock(mutex_);
        ++running_;
      }
    } catch (...) {
      stop();
      throw;
    }
  }

  ~Implementation() { stop(); }

  void start(const Mux& mux, std::vector<Observer*> observers) {
    server_state_.serve(mux, std::move(observers));
    acceptor_.start();
  }

  [[nodiscard]] std::uint16_t port() const noexcept { return acceptor_.port(); }

  [[nodiscard]] std::size_t io_threads() const noexcept { return threads_.size(); }

  [[nodiscard]] ServerStatistics statistics() const noexcept {
    const auto& counters = server_state_.counters;
    std::size_t in_flight = 0;
    for (const auto& thread : threads_) in_flight += thread->in_flight();
    return {.connections = counters.connections,
            .accepted = counters.accepted,
            .accept_errors = counters.accept_errors,
            .displaced = server_state_.slots.displaced(),
            .turned_away = server_state_.slots.turned_away(),
            .held = server_state_.memory.held(),
            .cut_for_memory = server_state_.slots.cut(),
            .refused_for_memory = counters.refused_for_memory,
            .overloaded = counters.overloaded,
            .in_flight = in_flight,
            .lookup = server_state_.pools.statistics(Pool::lookup),
            .reading = server_state_.pools.statistics(Pool::reading),
            .storage = server_state_.pools.statistics(Pool::storage),
            .hashing = server_state_.pools.statistics(Pool::hashing),
            .verifying = server_state_.pools.statistics(Pool::verifying),
            .mail = server_state_.pools.statistics(Pool::mail)};
  }

  void reload_tls() {
    if (server_state_.tls) server_state_.tls->reload();
  }

  void stop() {
    if (!server_state_.stopping.exchange(true)) {
      acceptor_.stop();
      for (const auto& thread : threads_) thread->drain();
    }
    if (is_own_thread()) return;

    const std::lock_guard one_at_a_time(stop_mutex_);
    if (stopped_) return;
    if (!ends_within(server_state_.options.stop_deadline * 3 / 4)) {
      server_state_.pools.turn_away_waiting();
      if (!ends_within(server_state_.options.stop_deadline * 3 / 20)) {
        for (const auto& thread : threads_) thread->abort();
      }
    }
    for (const auto& thread : threads_) thread->join();
    server_state_.pools.stop();
    server_state_.slots.forget();
    stopped_ = true;
  }

 private:
  static std::vector<std::unique_ptr<server::IoThread>> make_threads(const ServerOptions& options) {
    std::vector<std::unique_ptr<server::IoThread>> threads;
    for (std::size_t i = 0; i < io_thread_count(options); ++i) {
      threads.push_back(std::make_unique<server::IoThread>(i, tick(options)));
    }
    return threads;
  }

  /// Waits until all connections have ended, and returns whether they did in time.
  [[nodiscard]] bool ends_within(std::chrono::milliseconds wait) {
    std::unique_lock lock(mutex_);
    return ended_.wait_for(lock, wait, [this] { return running_ == 0; });
  }

  void on_thread_ended() {
    {
      const std::lock_guard lock(mutex_);
      --running_;
    }
    ended_.notify_all();
  }

  [[nodiscard]] bool is_own_thread() const noexcept {
    return server_state_.pools.is_current() ||
           std::ranges::any_of(threads_, [](const auto& thread) { return thread->is_current(); });
  }

  // Connections refer to server_state_ and may live as long as the threads that hold them.
  server::ServerState server_state_;
  std::vector<std::unique_ptr<server::IoThread>> threads_;
  server::Acceptor acceptor_;

  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t running_ = 0;

  std::mutex stop_mutex_;
  bool stopped_ = false;
};

bool is_this_machine(std::string_view address) noexcept {
  return address == "127.0.0.1" || address == "::1";
}

Server::Server(const ServerOptions& options)
    : implementation_(std::make_unique<Implementation>(options)) {}

Server::Server(const ServerOptions& options, const Mux& mux) : Server(options) { start(mux); }

Server::~Server() = default;

std::uint16_t Server::port() const noexcept { return implementation_->port(); }

ServerStatistics Server::statistics() const noexcept { return implementation_->statistics(); }

void Server::start(const Mux& mux, std::vector<Observer*> observers) {
  implementation_->start(mux, std::move(observers));
}

std::size_t Server::io_threads() const noexcept { return implementation_->io_threads(); }

void Server::reload_tls() { implementation_->reload_tls(); }

void Server::stop() { implementation_->stop(); }

}  // namespace gatehouse::http
