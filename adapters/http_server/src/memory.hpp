/// What is held in memory for clients, against its limit (see ServerOptions::output_memory).
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>

#include <gatehouse/base/invariant.hpp>

#include "connection_slots.hpp"

namespace gatehouse::http::server {

/// May be used from any thread.
class Memory {
 public:
  Memory(const ServerOptions& options, ConnectionSlots& slots)
      : limit_(options.output_memory), patience_(options.held_deadline), slots_(slots) {}

  /// False when the limit would be passed, and connections that hold something for too long do not
  /// hold as much.
  [[nodiscard]] bool take(std::size_t octets) noexcept {
    const std::size_t held = held_.fetch_add(octets, std::memory_order_relaxed) + octets;
    if (held <= limit_ || reclaim(octets)) return true;
    give_back(octets);
    return false;
  }
  void take_anyway(std::size_t octets) noexcept {
    held_.fetch_add(octets, std::memory_order_relaxed);
  }
  void give_back(std::size_t octets) noexcept {
    const std::size_t held = held_.fetch_sub(octets, std::memory_order_relaxed);
    invariant(held >= octets);
  }

  [[nodiscard]] std::size_t held() const noexcept { return held_.load(std::memory_order_relaxed); }

 private:
  static constexpr std::chrono::milliseconds pause{50};

  [[nodiscard]] bool reclaim(std::size_t octets) noexcept {
    // Looking at all connections, in vain, at each request would serve an attacker.
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    if (now.count() < not_before_.load(std::memory_order_relaxed)) return false;
    try {
      if (slots_.reclaim(octets, patience_)) return true;
    } catch (const std::exception&) {
      // There is no memory left even for a list of those that hold it.
    }
    not_before_.store((now + pause).count(), std::memory_order_relaxed);
    return false;
  }

  const std::size_t limit_;
  const std::chrono::nanoseconds patience_;
  ConnectionSlots& slots_;
  std::atomic<std::size_t> held_ = 0;
  std::atomic<std::chrono::steady_clock::rep> not_before_ = 0;
};

/// The part of one connection.
class Holding {
 public:
  explicit Holding(Memory& memory) : memory_(memory) {}
  Holding(const Holding&) = delete;
  Holding& operator=(const Holding&) = delete;
  ~Holding() { memory_.give_back(octets_); }

  [[nodiscard]] std::size_t octets() const noexcept { return octets_; }

  /// Takes or gives back the difference; false when there is not so much.
  [[nodiscard]] bool change(std::size_t octets) noexcept {
    if (octets > octets_ && !memory_.take(octets - octets_)) return false;
    if (octets < octets_) memory_.give_back(octets_ - octets);
    octets_ = octets;
    return true;
  }
  /// The same, whatever the limit is.
  void change_anyway(std::size_t octets) noexcept {
    if (octets > octets_) memory_.take_anyway(octets - octets_);
    if (octets < octets_) memory_.give_back(octets_ - octets);
    octets_ = octets;
  }

 private:
  Memory& memory_;
  std::size_t octets_ = 0;
};

}  // namespace gatehouse::http::server
