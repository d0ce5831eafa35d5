#include "connection_slots.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include <gatehouse/base/invariant.hpp>

#include "client_address.hpp"

namespace gatehouse::http::server {

namespace ip = boost::asio::ip;

ConnectionSlots::ConnectionSlots(const ServerOptions& options)
    : limit_(options.max_connections),
      share_(options.max_connections_per_address),
      has_no_share_([exempt = options.is_exempt_from_share,
                     proxies = options.trusted_proxies](const ip::address& address) {
        if (exempt && exempt(address.to_string())) return true;
        const auto known = proxies.empty() ? std::nullopt : plain(address);
        return known && is_in(proxies, *known);
      }) {}

ConnectionSlots::Source ConnectionSlots::source_of(const ip::address& address) {
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

ConnectionSlots::Instant ConnectionSlots::now() noexcept {
  return std::chrono::steady_clock::now().time_since_epoch().count();
}

ConnectionSlots::Entered ConnectionSlots::enter(const ip::address& address) {
  const bool has_share = !has_no_share_(address);
  auto slot = std::make_unique<Slot>(*this);
  // The last reference may be dropped here, so this must be destroyed after the lock is released.
  std::shared_ptr<SlotHolder> leaves;
  Refusal refusal = Refusal::wait;
  {
    const std::lock_guard lock(mutex_);
    const auto group = groups_.try_emplace(source_of(address)).first;
    const bool share_is_full = has_share && group->second.count >= share_;
    if (!share_is_full && count_ < limit_) {
      ++count_;
      ++group->second.count;
      invariant(count_ <= limit_ && group->second.count <= count_);
      slot->group_ = group;
      slot->is_entered_ = true;
      return {std::move(slot), {}};
    }
    const std::size_t leaving = share_is_full ? group->second.leaving : leaving_;
    Slot* const chosen =
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

void ConnectionSlots::make_room() {
  std::shared_ptr<SlotHolder> leaves;
  {
    const std::lock_guard lock(mutex_);
    Slot* const chosen = leaving_ > 0 ? nullptr : choose(order_);
    if (chosen == nullptr) return;
    mark_leaving(*chosen);
    leaves = chosen->occupant_.lock();
  }
  if (leaves) leaves->give_way();
}

bool ConnectionSlots::reclaim(std::size_t octets, std::chrono::nanoseconds patience) {
  struct Holder {
    double weight;
    Slot* slot;
  };
  std::vector<Holder> holders;
  std::vector<std::shared_ptr<SlotHolder>> chosen;
  std::size_t reclaimed = 0;
  {
    const std::lock_guard lock(mutex_);
    const Instant now = ConnectionSlots::now();
    for (const auto& [listed, slot] : order_) {
      const std::size_t held = slot->held_.load(std::memory_order_relaxed);
      const Instant age = now - slot->held_since_.load(std::memory_order_relaxed);
      if (held == 0 || slot->is_giving_up_ || age < patience.count()) continue;
      holders.push_back({static_cast<double>(held) * static_cast<double>(age), slot});
    }
    std::ranges::sort(holders, std::greater(), &Holder::weight);
    for (const auto& [weight, slot] : holders) {
      if (reclaimed >= octets) break;
      auto occupant = slot->occupant_.lock();
      if (!occupant) continue;
      slot->is_giving_up_ = true;
      slot->given_up_from_ = slot->held_since_.load(std::memory_order_relaxed);
      reclaimed += slot->held_.load(std::memory_order_relaxed);
      chosen.push_back(std::move(occupant));
    }
  }
  // Without the lock, since this may drop the last reference to a connection.
  for (const auto& occupant : chosen) occupant->give_up();
  return reclaimed >= octets;
}

/// Returns the longest idle slot of the list, or null if all are active.
ConnectionSlots::Slot* ConnectionSlots::choose(Order& order) noexcept {
  const Instant now = ConnectionSlots::now();
  while (!order.empty()) {
    const auto [listed, slot] = *order.begin();
    // All other slots have just been moved to their positions.
    if (listed >= now) return nullptr;
    const Instant since = slot->waiting_since_.load(std::memory_order_relaxed);
    if (since <= listed) return slot;
    unlist(*slot);
    list(*slot, std::min(since, now));
  }
  return nullptr;
}

void ConnectionSlots::mark_leaving(Slot& slot) noexcept {
  invariant(slot.is_listed_ && !slot.is_leaving_);
  slot.chosen_at_ = slot.listed_;
  unlist(slot);
  slot.is_leaving_ = true;
  ++leaving_;
  ++slot.group_->second.leaving;
}

void ConnectionSlots::list(Slot& slot, Instant since) noexcept {
  invariant(slot.is_entered_ && !slot.is_listed_);
  slot.in_all_.value() = slot.in_group_.value() = {since, &slot};
  const auto in_all = order_.insert(std::move(slot.in_all_));
  const auto in_group = slot.group_->second.order.insert(std::move(slot.in_group_));
  invariant(in_all.inserted && in_group.inserted);
  slot.listed_ = since;
  slot.is_listed_ = true;
}

void ConnectionSlots::unlist(Slot& slot) noexcept {
  if (!std::exchange(slot.is_listed_, false)) return;
  slot.in_all_ = order_.extract({slot.listed_, &slot});
  slot.in_group_ = slot.group_->second.order.extract({slot.listed_, &slot});
  // The nodes are kept, so that listing the slot again does not allocate.
  invariant(!slot.in_all_.empty() && !slot.in_group_.empty());
}

void ConnectionSlots::leave(Slot& slot) noexcept {
  if (!slot.is_entered_) return;
  std::unique_lock lock(mutex_);
  unlist(slot);
  Group& group = slot.group_->second;
  if (slot.is_leaving_) {
    invariant(leaving_ > 0 && group.leaving > 0);
    --leaving_;
    --group.leaving;
    ++displaced_;
  }
  invariant(count_ >= group.count && group.count > 0);
  --count_;
  if (--group.count == 0) groups_.erase(slot.group_);
  const bool wake = wakes();
  lock.unlock();
  if (wake) wake_();
}

void ConnectionSlots::stay(Slot& slot) noexcept {
  std::unique_lock lock(mutex_);
  if (!std::exchange(slot.is_leaving_, false)) return;
  invariant(leaving_ > 0 && slot.group_->second.leaving > 0);
  --leaving_;
  --slot.group_->second.leaving;
  list(slot, now());
  const bool wake = wakes();
  lock.unlock();
  if (wake) wake_();
}

void ConnectionSlots::forget() noexcept {
  const std::lock_guard lock(mutex_);
  wanted_ = false;
}

ConnectionSlots::Slot::Slot(ConnectionSlots& slots) : slots_(slots) {
  Order nodes{{0, this}, {1, this}};
  in_all_ = nodes.extract(nodes.begin());
  in_group_ = nodes.extract(nodes.begin());
}

void ConnectionSlots::Slot::occupy(std::weak_ptr<SlotHolder> occupant) noexcept {
  const std::lock_guard lock(slots_.mutex_);
  occupant_ = std::move(occupant);
  const Instant since = now();
  waiting_since_.store(since, std::memory_order_relaxed);
  slots_.list(*this, since);
}

bool ConnectionSlots::Slot::gives_up() noexcept {
  const std::lock_guard lock(slots_.mutex_);
  is_giving_up_ = false;
  const bool gives_up = held_.load(std::memory_order_relaxed) > 0 &&
                        held_since_.load(std::memory_order_relaxed) <= given_up_from_;
  if (gives_up) ++slots_.cut_;
  return gives_up;
}

bool ConnectionSlots::Slot::gives_way() noexcept {
  if (waiting_since_.load(std::memory_order_relaxed) <= chosen_at_) return true;
  slots_.stay(*this);
  return false;
}

}  // namespace gatehouse::http::server
