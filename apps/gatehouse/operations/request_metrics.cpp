#include "operations/request_metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include <gatehouse/http_gate/gate.hpp>
#include <gatehouse/services/api_security/access_facts.hpp>

namespace gatehouse::app {
namespace {

using std::chrono::nanoseconds;

/// For one writer and any number of readers.
class Counter {
 public:
  void add(std::uint64_t more) noexcept {
    value_.store(value_.load(std::memory_order_relaxed) + more, std::memory_order_relaxed);
  }
  [[nodiscard]] std::uint64_t value() const noexcept {
    return value_.load(std::memory_order_relaxed);
  }

 private:
  std::atomic<std::uint64_t> value_ = 0;
};

constexpr auto statuses =
    std::to_array<unsigned>({200, 201, 202, 204, 304, 400, 401, 402, 403, 404, 405, 408,
                             409, 411, 413, 414, 415, 417, 424, 431, 500, 501, 503, 505});
/// The last slot is for all other statuses.
constexpr std::size_t status_slots = statuses.size() + 1;

constexpr auto slot_of_status = [] {
  std::array<std::uint8_t, 600> slots{};
  slots.fill(statuses.size());
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    slots[statuses[i]] = static_cast<std::uint8_t>(i);
  }
  return slots;
}();

std::string status_text(std::size_t slot) {
  return slot < statuses.size() ? std::to_string(statuses[slot]) : "other";
}

struct Bucket {
  nanoseconds most;
  std::string_view seconds;
};

constexpr auto buckets = std::to_array<Bucket>({{nanoseconds(500'000), "0.0005"},
                                                {nanoseconds(1'000'000), "0.001"},
                                                {nanoseconds(2'500'000), "0.0025"},
                                                {nanoseconds(5'000'000), "0.005"},
                                                {nanoseconds(10'000'000), "0.01"},
                                                {nanoseconds(25'000'000), "0.025"},
                                                {nanoseconds(50'000'000), "0.05"},
                                                {nanoseconds(100'000'000), "0.1"},
                                                {nanoseconds(250'000'000), "0.25"},
                                                {nanoseconds(500'000'000), "0.5"},
                                                {nanoseconds(1'000'000'000), "1"},
                                                {nanoseconds(2'500'000'000), "2.5"},
                                                {nanoseconds(5'000'000'000), "5"},
                                                {nanoseconds(10'000'000'000), "10"}});

const std::vector<std::string_view>& verdicts() {
  static const std::vector<std::string_view> names = {"allowed",
                                                      name(Refusal::wrong_secret),
                                                      name(Refusal::disabled),
                                                      name(Refusal::expired),
                                                      name(Refusal::address_not_allowed),
                                                      name(Refusal::not_granted),
                                                      name(Refusal::grant_expired)};
  return names;
}

constexpr std::size_t most_verdicts = 8;

}  // namespace

struct RequestMetrics::Counts {
  std::array<Counter, status_slots> answers;
  /// The last one is for durations above all buckets.
  std::array<Counter, buckets.size() + 1> durations;
  Counter nanoseconds_in_all;
};

struct alignas(64) RequestMetrics::Shard {
  explicit Shard(std::size_t count) : operations(count) {}

  std::vector<Counts> operations;
  std::array<Counter, most_verdicts> decisions;
};

RequestMetrics::RequestMetrics(std::vector<std::string_view> operations, std::size_t threads)
    : operations_(std::move(operations)) {
  for (std::size_t i = 0; i < threads; ++i) {
    shards_.push_back(std::make_unique<Shard>(operations_.size()));
  }
}

RequestMetrics::~RequestMetrics() = default;

void RequestMetrics::on_answer(const http::Exchange& exchange) noexcept {
  Shard& shard = *shards_[exchange.thread];
  Counts& counts = shard.operations[exchange.labels.operation];
  counts.answers[slot_of_status[exchange.status % slot_of_status.size()]].add(1);
  if (const auto text = exchange.labels.extra.text(http::gate::verdict_label); !text.empty()) {
    const auto verdict = std::ranges::find(verdicts(), text);
    if (verdict != verdicts().end()) {
      shard.decisions[static_cast<std::size_t>(verdict - verdicts().begin())].add(1);
    }
  }
  // Input that was not a valid request has no meaningful duration.
  if (exchange.method.empty()) return;
  const auto fits = [&](const Bucket& bucket) { return exchange.duration <= bucket.most; };
  const auto bucket = std::ranges::find_if(buckets, fits) - buckets.begin();
  counts.durations[static_cast<std::size_t>(bucket)].add(1);
  counts.nanoseconds_in_all.add(static_cast<std::uint64_t>(exchange.duration.count()));
}

void RequestMetrics::write(Exposition& out) const {
  write_answers(out);
  write_durations(out);
  write_decisions(out);
}

template <class Count>
std::uint64_t RequestMetrics::sum(Count count) const {
  std::uint64_t all = 0;
  for (const auto& shard : shards_) all += count(*shard).value();
  return all;
}

void RequestMetrics::write_answers(Exposition& out) const {
  out.metric("gatehouse_http_requests_total", "counter", "Answers, by operation and status.");
  for (std::size_t i = 0; i < operations_.size(); ++i) {
    for (std::size_t slot = 0; slot < status_slots; ++slot) {
      const auto count =
          sum([&](const Shard& shard) -> auto& { return shard.operations[i].answers[slot]; });
      if (count == 0) continue;
      out.sample({{"operation", operations_[i]}, {"status", status_text(slot)}}, count);
    }
  }
}

void RequestMetrics::write_durations(Exposition& out) const {
  out.metric("gatehouse_http_request_duration_seconds", "histogram",
             "From the whole header of a request to its answer.");
  for (std::size_t i = 0; i < operations_.size(); ++i) {
    std::array<std::uint64_t, buckets.size() + 1> sums{};
    std::uint64_t all = 0;
    for (std::size_t bucket = 0; bucket < sums.size(); ++bucket) {
      all +=
          sum([&](const Shard& shard) -> auto& { return shard.operations[i].durations[bucket]; });
      sums[bucket] = all;
    }
    if (all == 0) continue;
    for (std::size_t bucket = 0; bucket < buckets.size(); ++bucket) {
      out.part("_bucket", {{"operation", operations_[i]}, {"le", buckets[bucket].seconds}},
               sums[bucket]);
    }
    out.part("_bucket", {{"operation", operations_[i]}, {"le", "+Inf"}}, all);
    const auto taken =
        sum([&](const Shard& shard) -> auto& { return shard.operations[i].nanoseconds_in_all; });
    out.part("_sum", {{"operation", operations_[i]}}, static_cast<double>(taken) / 1e9);
    out.part("_count", {{"operation", operations_[i]}}, all);
  }
}

void RequestMetrics::write_decisions(Exposition& out) const {
  out.metric("gatehouse_decisions_total", "counter",
             "Decisions for gateways, by verdict and, where it was refused, reason.");
  for (std::size_t i = 0; i < verdicts().size(); ++i) {
    const auto count = sum([&](const Shard& shard) -> auto& { return shard.decisions[i]; });
    const bool allowed = i == 0;
    out.sample({{"verdict", allowed ? "allowed" : "refused"},
                {"reason", allowed ? std::string_view() : verdicts()[i]}},
               count);
  }
}

}  // namespace gatehouse::app
