/// A secondary index over the records of a table.
#pragma once

#include <cstddef>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/ports/storage/page.hpp>

#include "key_order.hpp"

namespace gatehouse::memory {

/// Contains pointers to the records, ordered by `key`. A key without the record's id is unique: the
/// table refuses a second record with it. Any other key ends with the id.
template <class Record, auto key>
class Index {
  using Pointers = std::set<const Record*, KeyOrder<Record, key>>;

 public:
  using Node = typename Pointers::node_type;
  using Iterator = typename Pointers::const_iterator;

  /// Replaces std::ranges::subrange, which clang 14 cannot compile with libstdc++ 12.
  struct Range {
    Iterator first;
    Iterator last;

    Iterator begin() const noexcept { return first; }
    Iterator end() const noexcept { return last; }
  };

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

  /// The first record whose key begins with these parts, or null.
  template <class... Parts>
  const Record* find(const Parts&... parts) const {
    const auto found = pointers_.find(std::tie(parts...));
    return found == pointers_.end() ? nullptr : *found;
  }

  /// The last record, or null.
  const Record* last() const noexcept { return pointers_.empty() ? nullptr : *pointers_.rbegin(); }

  /// All records whose keys begin with these parts.
  template <class... Parts>
  Range range(const Parts&... parts) const {
    const auto prefix = std::tie(parts...);
    return {pointers_.lower_bound(prefix), pointers_.upper_bound(prefix)};
  }

  /// All records from the first one whose key begins with `from`, to the last one whose key begins
  /// with `to`.
  template <class From, class To>
  Range between(const From& from, const To& to) const {
    return {pointers_.lower_bound(from), pointers_.upper_bound(to)};
  }

  /// All records up to the last one whose key begins with these parts.
  template <class... Parts>
  Range up_to(const Parts&... parts) const {
    return {pointers_.begin(), pointers_.upper_bound(std::tie(parts...))};
  }

  /// All records after the last one whose key begins with these parts.
  template <class... Parts>
  Range beyond(const Parts&... parts) const {
    return {pointers_.upper_bound(std::tie(parts...)), pointers_.end()};
  }

  /// The number of records whose keys begin with these parts.
  template <class... Parts>
  std::size_t count(const Parts&... parts) const {
    const Range all = range(parts...);
    return static_cast<std::size_t>(std::distance(all.begin(), all.end()));
  }

  /// A page of the records whose keys are these parts followed by the page's key.
  template <class Key, class... Parts>
  std::vector<Record> list(const Page<Key>& page, const Parts&... parts) const {
    const auto prefix = std::tie(parts...);
    return copies({page.after ? pointers_.upper_bound(std::tie(parts..., *page.after))
                              : pointers_.lower_bound(prefix),
                   pointers_.upper_bound(prefix)},
                  page.limit);
  }

  /// A page of all records in this order; only the key of the page's `after` is used.
  std::vector<Record> page(const Page<Record>& page) const {
    return copies(
        {page.after ? pointers_.upper_bound(&*page.after) : pointers_.begin(), pointers_.end()},
        page.limit);
  }

  /// At most `limit` records of a range.
  static std::vector<Record> copies(Range range, std::size_t limit) {
    std::vector<Record> records;
    for (auto place = range.begin(); place != range.end() && records.size() < limit; ++place) {
      records.push_back(**place);
    }
    return records;
  }

 private:
  Pointers pointers_;
};

}  // namespace gatehouse::memory
