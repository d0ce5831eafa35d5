/// How often something may be done from one place in the network.
///
/// A process counts for itself, in memory: several servers allow as many times as much, and a
/// restart begins again.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/ports/clock.hpp>

namespace gatehouse {

/// The address that a request comes from; nothing where a program does not know it, and then
/// nothing is counted.
using Source = std::optional<IpAddress>;

/// What one place may do: so many times at once (1 or more), and as many again in each period.
struct Allowance {
  int times = 1;
  Duration period = std::chrono::hours(1);
};

/// Counts by place: an IPv4 address, or the /64 network of an IPv6 address, which is what one
/// subscriber has. Any number of threads may use it. Of more than 65,536 places those that were
/// counted longest ago are forgotten. Throws std::invalid_argument for an allowance of nothing.
class Throttle {
 public:
  Throttle(Clock& clock, const Allowance& allowance);

  /// Counts one, unless the place has used up its allowance: then the time until it has one left.
  [[nodiscard]] std::optional<Duration> take(const Source& source);
  /// One that was counted does not count after all.
  void give_back(const Source& source);

 private:
  using Place = std::string;

  struct Count {
    /// When, by Clock::elapsed(), the place has all of its allowance again.
    Duration whole_at{};
    std::list<Place>::iterator turn;
  };

  [[nodiscard]] Duration share() const noexcept { return allowance_.period / allowance_.times; }

  Clock& clock_;
  const Allowance allowance_;
  std::mutex mutex_;
  std::map<Place, Count> counts_;
  /// The one that was counted longest ago comes first.
  std::list<Place> turns_;
};

}  // namespace gatehouse
