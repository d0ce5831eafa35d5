/// Rate limits per network source.
///
/// Each process counts separately and in memory: several servers together allow a multiple of the
/// allowance, and a restart resets the counts.
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

/// The client address of a request. Without an address (the program does not know it), nothing is
/// counted.
using Source = std::optional<IpAddress>;

/// The allowance of one source: `times` events at once (at least 1), and as many in each `period`.
struct Allowance {
  int times = 1;
  Duration period = std::chrono::hours(1);
};

/// Counts per source: an IPv4 address, or the /64 network of an IPv6 address, which is the usual
/// assignment of one subscriber. Thread-safe. Holds at most 65,536 sources and evicts the least
/// recently counted. Throws std::invalid_argument for an empty allowance.
class Throttle {
 public:
  Throttle(Clock& clock, const Allowance& allowance);

  /// Counts one event. If the source has used up its allowance, counts nothing and returns the time
  /// until the next event is allowed.
  [[nodiscard]] std::optional<Duration> take(const Source& source);
  /// Takes back one counted event.
  void give_back(const Source& source);

 private:
  using Place = std::string;

  struct Count {
    /// The time, by Clock::elapsed(), at which the source has its full allowance again.
    Duration whole_at{};
    std::list<Place>::iterator turn;
  };

  [[nodiscard]] Duration share() const noexcept { return allowance_.period / allowance_.times; }

  Clock& clock_;
  const Allowance allowance_;
  std::mutex mutex_;
  std::map<Place, Count> counts_;
  /// Ordered by last count, the least recent first.
  std::list<Place> turns_;
};

}  // namespace gatehouse
