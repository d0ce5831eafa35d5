/// Counts responses by operation and status, their durations, and decisions by verdict.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include <gatehouse/http_server/observer.hpp>

#include "operations/exposition.hpp"

namespace gatehouse::app {

/// Each I/O thread has its own counters, without locks or contended cache lines. Readers sum them
/// up.
class RequestMetrics final : public http::Observer {
 public:
  /// `operations` are the names of the operations by RequestLabels::operation.
  RequestMetrics(std::vector<std::string_view> operations, std::size_t threads);
  ~RequestMetrics() override;

  void on_answer(const http::Exchange& exchange) noexcept override;

  void write(Exposition& out) const;

 private:
  struct Counts;
  struct Shard;

  template <class Count>
  [[nodiscard]] std::uint64_t sum(Count count) const;
  void write_answers(Exposition& out) const;
  void write_durations(Exposition& out) const;
  void write_decisions(Exposition& out) const;

  const std::vector<std::string_view> operations_;
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace gatehouse::app
