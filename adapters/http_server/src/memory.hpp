/// Accounts for memory held for clients, with a limit (see ServerOptions::output_memory).
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>

#include <gatehouse/base/invariant.hpp>

#include "connection_slots.hpp"

namespace gatehouse::http::server {

/// Thread-safe.
class Memory {
 public:
  Memory(const ServerOptions& options, ConnectionSlots& slots)
      : limit_(options.output_memory), patience_(options.held_deadline), slots_(slots) {}

  /// Returns false if the limit would be exceeded and closing connections that have held data for
  /// too long does not free enough.
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
    // Scanning all connections in vain for each request would help an attacker.
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    if (now.count() < not_before_.load(std::memory_order_relaxed)) return false;
    try {
      if (slots_.reclaim(octets, patience_)) return true;
    } catch (const std::exception&) {
      // There is not even enough memory for the list of connections.
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

/// The share of one connection.
class Holding {
 public:
  explicit Holding(Memory& memory) : memory_(memory) {}
  Holding(const Holding&) = delete;
  Holding& operator=(const Holding&) = delete;
  ~Holding() { memory_.give_back(octets_); }

  [[nodiscard]] std::size_t octets() const noexcept { return octets_; }

  /// Acquires or releases the difference. Returns false if the memory is not available.
  [[nodiscard]] bool change(std::size_t octets) noexcept {
    if (octets > octets_ && !memory_.take(octets - octets_)) return false;
    if (octets < octets_) memory_.give_back(octets_ - octets);
    octets_ = octets;
    return true;
  }
  /// Does the same regardless of the limit.
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
