/// Clients that write continuously and record acknowledged requests.
#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "tenant.hpp"

namespace gatehouse::testing {

/// They create consumers, log in and issue tokens in a furnished account, each client until its
/// server ends. The clients are distributed over the servers.
class Writers {
 public:
  explicit Writers(Tenant& tenant);

  /// The number of requests acknowledged so far.
  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  void wait_for(std::size_t acknowledged) const;
  /// The number of unexpected responses.
  [[nodiscard]] std::size_t refusals() const noexcept { return refusals_; }

  /// Stops the clients whose servers are still running.
  void join() { threads_.clear(); }

  /// Checks that all acknowledged records exist. Must be called once.
  void check_kept();

 private:
  /// Repeats the request until there is no response; `member` of each response is recorded.
  void repeat(const ApiRequest& request, const char* member, std::vector<std::string>& kept);

  Tenant& tenant_;
  std::mutex mutex_;
  std::atomic<std::size_t> count_ = 0;
  std::atomic<std::size_t> refusals_ = 0;
  std::vector<std::string> consumers_;
  std::vector<std::string> sessions_;
  std::vector<std::string> tokens_;
  std::vector<std::jthread> threads_;
};

}  // namespace gatehouse::testing
