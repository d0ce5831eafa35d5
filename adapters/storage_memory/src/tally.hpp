/// How many records of a table share a key.
#pragma once

#include <cstddef>
#include <map>
#include <tuple>
#include <type_traits>
#include <utility>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/kernel/index.hpp>

namespace gatehouse::memory {

template <class... Parts>
std::tuple<std::remove_cvref_t<Parts>...> copy_of(const std::tuple<Parts...>& parts) {
  return parts;
}

/// A view of a table, like Ordered, which describes link(), unlink() and relink().
template <class Record, class Counter>
class Tally {
  using Key = decltype(copy_of(Counter::key(std::declval<const Record&>())));
  using Counts = std::map<Key, std::size_t, kernel::IndexOrder<Counter, Record>>;

 public:
  using Node = typename Counts::node_type;

  bool link(const Record* record) {
    ++counts_[copy_of(Counter::key(*record))];
    return true;
  }

  /// Returns the node of a count that has become zero, and an empty node otherwise.
  Node unlink(const Record* record) noexcept {
    const auto place = counts_.find(Counter::key(*record));
    invariant(place != counts_.end() && place->second > 0);
    if (--place->second > 0) return {};
    return counts_.extract(place);
  }

  void relink(Node&& node, const Record* record) noexcept {
    if (node.empty()) {
      const auto place = counts_.find(Counter::key(*record));
      invariant(place != counts_.end());
      ++place->second;
    } else {
      node.mapped() = 1;
      counts_.insert(std::move(node));
    }
  }

  template <class... Parts>
  std::size_t count(const Parts&... parts) const {
    const auto found = counts_.find(std::tie(parts...));
    return found == counts_.end() ? 0 : found->second;
  }

 private:
  Counts counts_;
};

}  // namespace gatehouse::memory
