/// A set of records with views over them, whose changes can all be undone.
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/ports/storage/page.hpp>

#include "key_order.hpp"
#include "undo_log.hpp"

namespace gatehouse::memory {

constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

/// `key` reads the primary key of a record; `Views` (Index, Tally) follow every change.
///
/// Each change is made completely or not at all, and is logged. The address of a record is stable
/// while it is in the table; views rely on that. A removed record is kept as a node in the log, so
/// that restoring it needs no memory and cannot fail.
template <class Record, auto key, class... Views>
class Table {
 public:
  explicit Table(UndoLog& log) noexcept : log_(log) {}

  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  template <class... Parts>
  [[nodiscard]] const Record* find(const Parts&... parts) const {
    const auto found = records_.find(std::tie(parts...));
    return found == records_.end() ? nullptr : &*found;
  }

  template <class View>
  [[nodiscard]] const View& view() const noexcept {
    return std::get<View>(views_);
  }

  /// A page of all records by the primary key; only the key of the page's `after` is used.
  [[nodiscard]] std::vector<Record> page(const Page<Record>& page) const {
    auto place = page.after ? records_.upper_bound(*page.after) : records_.begin();
    std::vector<Record> records;
    for (; place != records_.end() && records.size() < page.limit; ++place) {
      records.push_back(*place);
    }
    return records;
  }

  /// The record with the greatest primary key, or null.
  [[nodiscard]] const Record* last() const noexcept {
    return records_.empty() ? nullptr : &*records_.rbegin();
  }

  [[nodiscard]] std::size_t size() const noexcept { return records_.size(); }

  /// Returns false, and changes nothing, when the primary key or a view's key is taken.
  [[nodiscard]] bool insert(Record record) {
    Change& change = log_.add(std::make_unique<Change>(*this));
    change.added = link(std::move(record));
    return change.added != nullptr;
  }

  /// Replaces `old`, which is in this table, by `record`. Returns false, and changes nothing, when
  /// another record has one of its keys.
  [[nodiscard]] bool replace(const Record& old, Record record) {
    Change& change = log_.add(std::make_unique<Change>(*this));
    change.removed = unlink(&old);
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
    change.removed = unlink(&record);
  }

  /// Erases at most `limit` records of a range of one of the views, and returns how many.
  template <class Range>
  std::size_t erase(Range range, std::size_t limit = unlimited, const Record* except = nullptr) {
    std::size_t erased = 0;
    for (auto place = range.begin(); place != range.end() && erased < limit;) {
      const Record* record = *place++;
      if (record == except) continue;
      erase(*record);
      ++erased;
    }
    return erased;
  }

 private:
  using Records = std::set<Record, KeyOrder<Record, key>>;

  struct Removed {
    typename Records::node_type record;
    std::tuple<typename Views::Node...> nodes;
  };

  struct Change final : UndoLog::Step {
    explicit Change(Table& changed) noexcept : table(changed) {}

    void undo() noexcept override {
      if (added != nullptr) static_cast<void>(table.unlink(added));
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

  Removed unlink(const Record* record) noexcept {
    auto nodes = std::apply(
        [&](auto&... views) {
          return std::tuple<typename Views::Node...>{views.unlink(record)...};
        },
        views_);
    const auto place = records_.find(*record);
    invariant(place != records_.end() && &*place == record);
    return {records_.extract(place), std::move(nodes)};
  }

  void relink(Removed&& removed) noexcept {
    const auto placed = records_.insert(std::move(removed.record));
    invariant(placed.inserted);
    const Record* record = &*placed.position;
    [&]<std::size_t... i>(std::index_sequence<i...>) {
      (std::get<i>(views_).relink(std::move(std::get<i>(removed.nodes)), record), ...);
    }
    (std::index_sequence_for<Views...>());
  }

  UndoLog& log_;
  Records records_;
  std::tuple<Views...> views_;
};

}  // namespace gatehouse::memory
