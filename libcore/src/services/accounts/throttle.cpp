#include <gatehouse/services/accounts/throttle.hpp>

#include <algorithm>
#include <stdexcept>

#include <gatehouse/base/invariant.hpp>

namespace gatehouse {
namespace {

constexpr std::size_t most_places = 65'536;
constexpr std::size_t octets_of_network = 8;

std::string place_of(const IpAddress& address) {
  const IpAddress::Bytes& bytes = address.bytes();
  const auto end = address.is_v4() ? bytes.end() : bytes.begin() + octets_of_network;
  return {bytes.begin(), end};
}

}  // namespace

Throttle::Throttle(Clock& clock, const Allowance& allowance)
    : clock_(clock), allowance_(allowance) {
  if (allowance.times < 1 || share() <= Duration::zero()) {
    throw std::invalid_argument(
        "an allowance needs at least one event, and a microsecond for each");
  }
}

// The count is represented by one time (the generic cell rate algorithm, ITU-T I.371): each event
// postpones the time at which the source has its full allowance again by a share of the period.
std::optional<Duration> Throttle::take(const Source& source) {
  if (!source) return std::nullopt;
  const Duration now = clock_.elapsed();
  const std::lock_guard lock(mutex_);
  const Place place = place_of(*source);
  auto found = counts_.find(place);
  const Duration whole_at = found == counts_.end() ? now : std::max(found->second.whole_at, now);
  const Duration over = whole_at + share() - now - share() * allowance_.times;
  if (over > Duration::zero()) return over;

  if (found == counts_.end()) {
    if (counts_.size() >= most_places) {
      counts_.erase(turns_.front());
      turns_.pop_front();
    }
    const auto turn = turns_.insert(turns_.end(), place);
    found = counts_.emplace(place, Count{whole_at, turn}).first;
  }
  invariant(*found->second.turn == place);
  invariant(counts_.size() == turns_.size() && counts_.size() <= most_places);
  found->second.whole_at = whole_at + share();
  turns_.splice(turns_.end(), turns_, found->second.turn);
  return std::nullopt;
}

void Throttle::give_back(const Source& source) {
  if (!source) return;
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(place_of(*source));
  if (found != counts_.end()) found->second.whole_at -= share();
}

}  // namespace gatehouse
