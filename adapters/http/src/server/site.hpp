/// What all connections of a server share.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gatehouse/http/handler.hpp>
#include <gatehouse/http/server.hpp>

#include "server/framing.hpp"
#include "server/response_writer.hpp"
#include "server/tls_context.hpp"
#include "server/worker_pool.hpp"

namespace gatehouse::http::server {

/// Counts connections against their limit.
class Slots {
 public:
  explicit Slots(std::size_t limit) : limit_(limit) {}

  /// The right to one connection, given back when it is destroyed.
  class Slot {
   public:
    Slot(Slot&& other) noexcept : slots_(std::exchange(other.slots_, nullptr)) {}
    Slot(const Slot&) = delete;
    Slot& operator=(Slot&&) = delete;
    Slot& operator=(const Slot&) = delete;
    ~Slot() {
      if (slots_ != nullptr) slots_->give_back();
    }

   private:
    friend class Slots;
    explicit Slot(Slots* slots) : slots_(slots) {}
    Slots* slots_;
  };

  /// Without a free slot, `wake` given to on_free() is called once when there is one again.
  [[nodiscard]] std::optional<Slot> take() {
    if (auto slot = try_take()) return slot;
    wanted_ = true;
    // One may have been given back before it was known to be wanted.
    auto slot = try_take();
    if (slot) wanted_ = false;
    return slot;
  }

  /// To be set before the first take(); may be called on any thread.
  void on_free(std::function<void()> wake) { wake_ = std::move(wake); }
  /// There will be no more calls of `wake`, nor of take().
  void forget() noexcept { wanted_ = false; }

 private:
  std::optional<Slot> try_take() {
    auto used = used_.load();
    while (used < limit_) {
      if (used_.compare_exchange_weak(used, used + 1)) return Slot(this);
    }
    return std::nullopt;
  }

  void give_back() {
    --used_;
    if (wanted_.exchange(false)) wake_();
  }

  const std::size_t limit_;
  std::atomic<std::size_t> used_ = 0;
  std::atomic<bool> wanted_ = false;
  std::function<void()> wake_;
};

struct Counters {
  std::atomic<std::uint64_t> accepted = 0;
  std::atomic<std::uint64_t> accept_errors = 0;
  std::atomic<std::uint64_t> overloaded = 0;
  std::atomic<std::size_t> connections = 0;
};

struct Site {
  explicit Site(const ServerOptions& given)
      : options(given),
        tls(given.tls ? std::make_unique<TlsSource>(*given.tls) : nullptr),
        plain_security_fields(security_fields({})),
        tls_security_fields(
            security_fields(std::chrono::duration_cast<std::chrono::seconds>(given.hsts_max_age))),
        slots(given.max_connections),
        lanes(given) {}

  const ServerOptions options;
  /// Null when connections are not encrypted.
  const std::unique_ptr<TlsSource> tls;
  /// Of answers that are not encrypted, and of those that are.
  const std::string plain_security_fields;
  const std::string tls_security_fields;
  /// Set before the first connection is taken, as are the next two.
  Handler* handler = nullptr;
  HeadRules head_rules{};
  std::vector<Observer*> observers;
  Slots slots;
  Lanes lanes;
  Counters counters;
  /// Answers say that the connection closes.
  std::atomic<bool> stopping = false;
};

}  // namespace gatehouse::http::server
