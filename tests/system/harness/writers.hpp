/// Clients that write without end, and remember what was acknowledged.
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

/// They create consumers, log in and mint tokens in a furnished account, each client until its
/// server is gone. The servers take turns among them.
class Writers {
 public:
  explicit Writers(Tenant& tenant);

  /// How much was acknowledged until now.
  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  void wait_for(std::size_t acknowledged) const;
  /// How often a server answered with anything but what was asked for.
  [[nodiscard]] std::size_t refusals() const noexcept { return refusals_; }

  /// Ends those whose servers are still there.
  void join() { threads_.clear(); }

  /// Checks that all that was acknowledged is there. Call it once.
  void check_kept();

 private:
  /// Sends the same request until there is no answer; `member` of each answer is kept.
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
