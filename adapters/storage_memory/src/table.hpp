/// A set of records with views over them, whose changes can all be undone.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <type_traits>
#include <utility>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/kernel/index.hpp>

#include "ordered.hpp"
#include "tally.hpp"
#include "undo_log.hpp"

namespace gatehouse::memory {

/// The view that serves an index.
template <class Record, class Index>
struct ViewOf {
  using type = Ordered<Record, Index>;
};
template <class Record, auto... parts>
struct ViewOf<Record, kernel::Counter<parts...>> {
  using type = Tally<Record, kernel::Counter<parts...>>;
};

/// The records lie in the order of the first index; a view for each other index follows every
/// change.
///
/// Each change is made completely or not at all, and is logged. The address of a record is stable
/// while it is in the table; views rely on that. A removed record is kept as a node in the log, so
/// that restoring it needs no memory and cannot fail.
template <class Record, class First, class... Others>
class Table {
 public:
  explicit Table(UndoLog& log) noexcept : log_(log) {}

  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  template <class Index, class... Parts>
  [[nodiscard]] const Record* find(Index, const Parts&... parts) const {
    if constexpr (std::is_same_v<Index, First>) {
      const auto found = records_.find(std::tie(parts...));
      return found == records_.end() ? nullptr : &*found;
    } else {
      return view<Index>().find(parts...);
    }
  }

  [[nodiscard]] const Record* last() const noexcept {
    return records_.empty() ? nullptr : &*records_.rbegin();
  }

  template <class Index, class Range, class Visit>
  void visit(Index, const Range& range, Visit&& visit) const {
    if constexpr (std::is_same_v<Index, First>) {
      for (auto [place, end] = kernel::bounds(records_, range); place != end && visit(*place);
           ++place) {
      }
    } else {
      view<Index>().visit(range, visit);
    }
  }

  template <class Counter, class... Parts>
  [[nodiscard]] std::size_t count(Counter, const Parts&... parts) const {
    return view<Counter>().count(parts...);
  }

  /// Returns false, and changes nothing, when a key is taken.
  [[nodiscard]] bool insert(Record record) {
    Change& change = log_.add(std::make_unique<Change>(*this));
    change.added = link(std::move(record));
    return change.added != nullptr;
  }

  /// Replaces `old`, which is in this table, by `record`. Returns false, and changes nothing, when
  /// another record has one of its keys.
  [[nodiscard]] bool replace(const Record& old, Record record) {
    Change& change = log_.add(std::make_unique<Change>(*this));
    change.removed = unlink(old);
    // If this throws, the old record is restored at once, not only at the end of the transaction.
    try {
      change.added = link(std::move(record));
    } catch (...) {
      change.undo();
      throw;
    }
    if (change.added == nullptr) change.undo();
    return change.added != nullptr;
  }

  void erase(const Record& record) {
    Change& change = log_.add(std::make_unique<Change>(*this));
    change.removed = unlink(record);
  }

 private:
  using Records = std::set<Record, kernel::IndexOrder<First, Record>>;
  using Views = std::tuple<typename ViewOf<Record, Others>::type...>;

  struct Removed {
    typename Records::node_type record;
    std::tuple<typename ViewOf<Record, Others>::type::Node...> nodes;
  };

  struct Change final : UndoLog::Step {
    explicit Change(Table& changed) noexcept : table(changed) {}

    void undo() noexcept override {
      if (added != nullptr) static_cast<void>(table.unlink(*added));
      added = nullptr;
      if (removed) table.relink(std::move(*removed));
      removed.reset();
    }

    Table& table;
    const Record* added = nullptr;
    std::optional<Removed> removed;
  };

  /// Returns the inserted record; or null, with nothing changed, when a key is taken.
  const Record* link(Record&& record) {
    const auto placed = records_.insert(std::move(record));
    if (!placed.second) return nullptr;
    const Record* added = &*placed.first;
    std::size_t linked = 0;
    const auto give_up = [&] {
      std::size_t view = 0;
      std::apply(
          [&](auto&... views) {
            (static_cast<void>(view++ < linked && !views.unlink(added)), ...);
          },
          views_);
      records_.erase(placed.first);
    };
    try {
      const bool free = std::apply(
          [&](auto&... views) { return ((views.link(added) && ++linked > 0) && ...); }, views_);
      if (free) return added;
    } catch (...) {
      give_up();
      throw;
    }
    give_up();
    return nullptr;
  }

  /// Removes the record with the keys of `like`.
  Removed unlink(const Record& like) noexcept {
    const auto place = records_.find(First::key(like));
    invariant(place != records_.end());
    auto nodes = std::apply(
        [&](auto&... views) { return decltype(Removed::nodes)(views.unlink(&*place)...); }, views_);
    return {records_.extract(place), std::move(nodes)};
  }

  void relink(Removed&& removed) noexcept {
    const auto placed = records_.insert(std::move(removed.record));
    invariant(placed.inserted);
    const Record* record = &*placed.position;
    [&]<std::size_t... i>(std::index_sequence<i...>) {
      (std::get<i>(views_).relink(std::move(std::get<i>(removed.nodes)), record), ...);
    }
    (std::index_sequence_for<Others...>());
  }

  template <class Index>
  [[nodiscard]] const auto& view() const noexcept {
    return std::get<typename ViewOf<Record, Index>::type>(views_);
  }

  UndoLog& log_;
  Records records_;
  Views views_;
};

}  // namespace gatehouse::memory
