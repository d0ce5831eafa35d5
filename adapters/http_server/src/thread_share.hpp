/// State shared by the connections of one I/O thread.
#pragma once

#include <atomic>
#include <cstddef>

#include <gatehouse/base/invariant.hpp>

#include "request_id.hpp"
#include "response_writer.hpp"

namespace gatehouse::http::server {

/// For use on the thread itself, except `in_flight`, which other threads read.
struct ThreadShare {
  explicit ThreadShare(std::size_t number_of_thread) : number(number_of_thread) {}

  void count_in_flight(int change) noexcept {
    const std::size_t before = in_flight.load(std::memory_order_relaxed);
    invariant(change >= 0 || before > 0);
    in_flight.store(before + static_cast<std::size_t>(change), std::memory_order_relaxed);
  }

  const std::size_t number;
  RequestIds ids;
  DateText date;
  std::atomic<std::size_t> in_flight = 0;
};

}  // namespace gatehouse::http::server
