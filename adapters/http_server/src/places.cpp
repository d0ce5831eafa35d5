#include "places.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include <gatehouse/base/invariant.hpp>

#include "client_address.hpp"

namespace gatehouse::http::server {

namespace ip = boost::asio::ip;

Places::Places(const ServerOptions& options)
    : limit_(options.max_connections),
      share_(options.max_connections_per_address),
      has_no_share_([exempt = options.is_exempt_from_share,
                     proxies = options.trusted_proxies](const ip::address& address) {
        if (exempt && exempt(address.to_string())) return true;
        const auto known = proxies.empty() ? std::nullopt : plain(address);
        return known && is_in(proxies, *known);
      }) {}

Places::Source Places::source_of(const ip::address& address) {
  Source source{};
  if (address.is_v4()) {
    source = ip::make_address_v6(ip::v4_mapped, address.to_v4()).to_bytes();
  } else {
    constexpr std::size_t network_octets = 8;
    const auto octets = address.to_v6().to_bytes();
    std::copy_n(octets.begin(), network_octets, source.begin());
  }
  return source;
}

Places::Instant Places::now() noexcept {
  return std::chrono::steady_clock::now().time_since_epoch().count();
}

Places::Entered Places::enter(const ip::address& address) {
  const bool has_share = !has_no_share_(address);
  auto place = std::make_unique<Place>(*this);
  // Its last reference may be dropped here, so this must come after the lock is released.
  std::shared_ptr<Occupant> leaves;
  Refusal refusal = Refusal::wait;
  {
    const std::lock_guard lock(mutex_);
    const auto group = groups_.try_emplace(source_of(address)).first;
    const bool share_is_full = has_share && group->second.count >= share_;
    if (!share_is_full && count_ < limit_) {
      ++count_;
      ++group->second.count;
      invariant(count_ <= limit_ && group->second.count <= count_);
      place->group_ = group;
      place->is_entered_ = true;
      return {std::move(place), {}};
    }
    const std::size_t leaving = share_is_full ? group->second.leaving : leaving_;
    Place* const chosen =
        leaving > 0 ? nullptr : choose(share_is_full ? group->second.order : order_);
    if (chosen != nullptr) {
      mark_leaving(*chosen);
      leaves = chosen->occupant_.lock();
    }
    if (share_is_full && leaving == 0 && chosen == nullptr) {
      ++turned_away_;
      refusal = Refusal::turned_away;
    } else {
      wanted_ = true;
    }
    if (group->second.count == 0) groups_.erase(group);
  }
  if (leaves) leaves->give_way();
  return {nullptr, refusal};
}

void Places::make_room() {
  std::shared_ptr<Occupant> leaves;
  {
    const std::lock_guard lock(mutex_);
    Place* const chosen = leaving_ > 0 ? nullptr : choose(order_);
    if (chosen == nullptr) return;
    mark_leaving(*chosen);
    leaves = chosen->occupant_.lock();
  }
  if (leaves) leaves->give_way();
}

bool Places::reclaim(std::size_t octets, std::chrono::nanoseconds patience) {
  struct Holder {
    double weight;
    Place* place;
  };
  std::vector<Holder> holders;
  std::vector<std::shared_ptr<Occupant>> chosen;
  std::size_t reclaimed = 0;
  {
    const std::lock_guard lock(mutex_);
    const Instant now = Places::now();
    for (const auto& [listed, place] : order_) {
      const std::size_t held = place->held_.load(std::memory_order_relaxed);
      const Instant age = now - place->held_since_.load(std::memory_order_relaxed);
      if (held == 0 || place->is_giving_up_ || age < patience.count()) continue;
      holders.push_back({static_cast<double>(held) * static_cast<double>(age), place});
    }
    std::ranges::sort(holders, std::greater(), &Holder::weight);
    for (const auto& [weight, place] : holders) {
      if (reclaimed >= octets) break;
      auto occupant = place->occupant_.lock();
      if (!occupant) continue;
      place->is_giving_up_ = true;
      place->given_up_from_ = place->held_since_.load(std::memory_order_relaxed);
      reclaimed += place->held_.load(std::memory_order_relaxed);
      chosen.push_back(std::move(occupant));
    }
  }
  // Outside of the lock: what is dropped last here may be the connection.
  for (const auto& occupant : chosen) occupant->give_up();
  return reclaimed >= octets;
}

/// The longest idle one of the list; null when all are active.
Places::Place* Places::choose(Order& order) noexcept {
  const Instant now = Places::now();
  while (!order.empty()) {
    const auto [listed, place] = *order.begin();
    // All others have been put where they are just now.
    if (listed >= now) return nullptr;
    const Instant since = place->waiting_since_.load(std::memory_order_relaxed);
    if (since <= listed) return place;
    unlist(*place);
    list(*place, std::min(since, now));
  }
  return nullptr;
}

void Places::mark_leaving(Place& place) noexcept {
  invariant(place.is_listed_ && !place.is_leaving_);
  place.chosen_at_ = place.listed_;
  unlist(place);
  place.is_leaving_ = true;
  ++leaving_;
  ++place.group_->second.leaving;
}

void Places::list(Place& place, Instant since) noexcept {
  invariant(place.is_entered_ && !place.is_listed_);
  place.in_all_.value() = place.in_group_.value() = {since, &place};
  const auto in_all = order_.insert(std::move(place.in_all_));
  const auto in_group = place.group_->second.order.insert(std::move(place.in_group_));
  invariant(in_all.inserted && in_group.inserted);
  place.listed_ = since;
  place.is_listed_ = true;
}

void Places::unlist(Place& place) noexcept {
  if (!std::exchange(place.is_listed_, false)) return;
  place.in_all_ = order_.extract({place.listed_, &place});
  place.in_group_ = place.group_->second.order.extract({place.listed_, &place});
  // Whole again, so that it can be listed without memory.
  invariant(!place.in_all_.empty() && !place.in_group_.empty());
}

void Places::leave(Place& place) noexcept {
  if (!place.is_entered_) return;
  std::unique_lock lock(mutex_);
  unlist(place);
  Group& group = place.group_->second;
  if (place.is_leaving_) {
    invariant(leaving_ > 0 && group.leaving > 0);
    --leaving_;
    --group.leaving;
    ++displaced_;
  }
  invariant(count_ >= group.count && group.count > 0);
  --count_;
  if (--group.count == 0) groups_.erase(place.group_);
  const bool wake = wakes();
  lock.unlock();
  if (wake) wake_();
}

void Places::stay(Place& place) noexcept {
  std::unique_lock lock(mutex_);
  if (!std::exchange(place.is_leaving_, false)) return;
  invariant(leaving_ > 0 && place.group_->second.leaving > 0);
  --leaving_;
  --place.group_->second.leaving;
  list(place, now());
  const bool wake = wakes();
  lock.unlock();
  if (wake) wake_();
}

void Places::forget() noexcept {
  const std::lock_guard lock(mutex_);
  wanted_ = false;
}

Places::Place::Place(Places& places) : places_(places) {
  Order nodes{{0, this}, {1, this}};
  in_all_ = nodes.extract(nodes.begin());
  in_group_ = nodes.extract(nodes.begin());
}

void Places::Place::occupy(std::weak_ptr<Occupant> occupant) noexcept {
  const std::lock_guard lock(places_.mutex_);
  occupant_ = std::move(occupant);
  const Instant since = now();
  waiting_since_.store(since, std::memory_order_relaxed);
  places_.list(*this, since);
}

bool Places::Place::gives_up() noexcept {
  const std::lock_guard lock(places_.mutex_);
  is_giving_up_ = false;
  const bool gives_up = held_.load(std::memory_order_relaxed) > 0 &&
                        held_since_.load(std::memory_order_relaxed) <= given_up_from_;
  if (gives_up) ++places_.cut_;
  return gives_up;
}

bool Places::Place::gives_way() noexcept {
  if (waiting_since_.load(std::memory_order_relaxed) <= chosen_at_) return true;
  places_.stay(*this);
  return false;
}

}  // namespace gatehouse::http::server
