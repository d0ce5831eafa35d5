/// A map with a bounded number of entries that evicts the least recently used ones. Thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <iterator>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

#include <gatehouse/base/invariant.hpp>

namespace gatehouse {

template <class Key, class Value>
class BoundedCache {
 public:
  /// `capacity` is the maximum number of entries. They are divided among shards, so that threads
  /// rarely contend for a lock. A small capacity may be exceeded by a few entries.
  explicit BoundedCache(std::size_t capacity)
      : capacity_of_part_((capacity + parts_count - 1) / parts_count) {}

  /// Returns a copy of the value and marks it as used.
  [[nodiscard]] std::optional<Value> find(const Key& key) {
    Part& part = part_of(key);
    const std::lock_guard lock(part.mutex);
    const auto found = part.places.find(key);
    if (found == part.places.end()) return std::nullopt;
    invariant(found->second->first == key);
    part.use(found->second);
    return found->second->second;
  }

  void put(const Key& key, Value value) {
    if (capacity_of_part_ == 0) return;
    Part& part = part_of(key);
    // Evicted entries are destroyed after the lock is released.
    Entries former;
    const std::lock_guard lock(part.mutex);
    const auto found = part.places.find(key);
    if (found != part.places.end()) {
      std::swap(found->second->second, value);
      part.use(found->second);
      return;
    }
    if (part.entries.size() >= capacity_of_part_) {
      const std::size_t erased = part.places.erase(part.entries.back().first);
      invariant(erased == 1);
      former.splice(former.begin(), part.entries, std::prev(part.entries.end()));
    }
    part.entries.emplace_front(key, std::move(value));
    try {
      part.places.emplace(key, part.entries.begin());
    } catch (...) {
      part.entries.pop_front();
      throw;
    }
    part.check();
    invariant(part.entries.size() <= capacity_of_part_);
  }

  /// Erases the entry if `condition(value)` holds.
  template <class Condition>
  void erase_if(const Key& key, Condition condition) {
    Part& part = part_of(key);
    Entries former;
    const std::lock_guard lock(part.mutex);
    const auto found = part.places.find(key);
    if (found == part.places.end() || !condition(found->second->second)) return;
    former.splice(former.begin(), part.entries, found->second);
    part.places.erase(found);
    part.check();
  }

  [[nodiscard]] std::size_t size() const {
    std::size_t count = 0;
    for (const Part& part : parts_) {
      const std::lock_guard lock(part.mutex);
      count += part.entries.size();
    }
    return count;
  }

 private:
  static constexpr std::size_t parts_count = 16;

  using Entries = std::list<std::pair<Key, Value>>;

  struct Part {
    mutable std::mutex mutex;
    /// Ordered by last use, the most recent first.
    Entries entries;
    std::unordered_map<Key, typename Entries::iterator> places;

    void use(typename Entries::iterator entry) {
      if (entry != entries.begin()) entries.splice(entries.begin(), entries, entry);
    }

    /// `entries` and `places` correspond one to one.
    void check() const noexcept { invariant(entries.size() == places.size()); }
  };

  Part& part_of(const Key& key) { return parts_[std::hash<Key>()(key) % parts_count]; }

  const std::size_t capacity_of_part_;
  std::array<Part, parts_count> parts_;
};

}  // namespace gatehouse
