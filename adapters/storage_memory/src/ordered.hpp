/// The records of a table in the order of one of its indexes.
#pragma once

#include <set>
#include <tuple>
#include <utility>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/kernel/index.hpp>

namespace gatehouse::memory {

/// Contains pointers to the records.
template <class Record, class Index>
class Ordered {
  using Pointers = std::set<const Record*, kernel::IndexOrder<Index, Record>>;

 public:
  using Node = typename Pointers::node_type;

  /// The interface of a view: link() adds a record, or returns false when its key is taken;
  /// unlink() removes it and returns its node, and relink() reinserts the node without allocating.
  bool link(const Record* record) { return pointers_.insert(record).second; }
  Node unlink(const Record* record) noexcept {
    Node node = pointers_.extract(record);
    invariant(!node.empty() && node.value() == record);
    return node;
  }
  void relink(Node&& node, const Record* record) noexcept {
    invariant(node.value() == record);
    const auto placed = pointers_.insert(std::move(node));
    invariant(placed.inserted);
  }

  /// A record whose key begins with these parts, or null.
  template <class... Parts>
  const Record* find(const Parts&... parts) const {
    const auto found = pointers_.find(std::tie(parts...));
    return found == pointers_.end() ? nullptr : *found;
  }

  template <class Range, class Visit>
  void visit(const Range& range, Visit&& visit) const {
    for (auto [place, end] = kernel::bounds(pointers_, range); place != end && visit(**place);
         ++place) {
    }
  }

 private:
  Pointers pointers_;
};

}  // namespace gatehouse::memory
