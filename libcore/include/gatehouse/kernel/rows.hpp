/// Tables, which an engine provides, and the operations that follow from theirs.
///
/// An engine is a class with a member template for the tables of all kinds:
///
///     template <class Record, class... Indexes>
///     class Table {
///      public:
///       explicit Table(Engine& engine);
///
///       // The record, or any of the records, whose key in the index begins with the parts; null
///       // if no key does. A pointer, or an optional record; valid until the table changes.
///       auto find(Index, const Parts&... parts) const;
///       // The record with the greatest key in the first index, in the same way.
///       auto last() const;
///       // Calls visit(record) in the order of the index, until it returns false. The visit does
///       // not change the table.
///       void visit(Index, Range range, Visit visit) const;
///       // The number of records with exactly these parts.
///       std::size_t count(Counter, const Parts&... parts) const;
///
///       // Returns false and changes nothing if a key is taken in any index.
///       bool insert(Record record);
///       // Replaces a record of the table. Returns false and changes nothing if another record has
///       // a key of the new one.
///       bool replace(const Record& old, Record record);
///       // Erases a record of the table.
///       void erase(const Record& record);
///     };
///
/// All tables of an engine change together: a transaction that is rolled back, also because of an
/// exception from one of these functions, leaves them as they were.
#pragma once

#include <concepts>
#include <cstddef>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/kernel/index.hpp>
#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/ports/storage/update.hpp>

namespace gatehouse::kernel {

constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

/// The record that a lookup found, or nothing.
template <class Found>
[[nodiscard]] auto copied(Found found) {
  using Record = std::remove_cvref_t<decltype(*found)>;
  if constexpr (std::same_as<Found, std::optional<Record>>) {
    return found;
  } else {
    return found ? std::optional<Record>(*found) : std::nullopt;
  }
}

/// The same lookup result if its record belongs to the owner; otherwise none.
template <class Found, class Owner>
[[nodiscard]] Found owned_by(const Owner& owner, Found found) {
  return found && found->account == owner ? std::move(found) : Found{};
}

template <class Engine, class Record, class List = typename Indexes<Record>::All>
struct TableOf;
template <class Engine, class Record, class... Listed>
struct TableOf<Engine, Record, IndexList<Listed...>> {
  using type = typename Engine::template Table<Record, Listed...>;
};

/// A table of an engine, with the operations that follow from its own.
template <class Engine, class Record>
class Rows : public TableOf<Engine, Record>::type {
  using Table = typename TableOf<Engine, Record>::type;

 public:
  using Table::erase;
  using Table::Table;

  /// At most `limit` records of a part of an index, and of those only what `accept(record)` lets
  /// pass.
  template <class AnyIndex, class AnyRange, class Accept>
  [[nodiscard]] std::vector<Record> list_if(AnyIndex index, const AnyRange& range,
                                            std::size_t limit, Accept accept) const {
    std::vector<Record> records;
    if (limit == 0) return records;
    this->visit(index, range, [&](const Record& record) {
      if (accept(record)) records.push_back(record);
      return records.size() < limit;
    });
    return records;
  }
  template <class AnyIndex, class AnyRange>
  [[nodiscard]] std::vector<Record> list(AnyIndex index, const AnyRange& range,
                                         std::size_t limit = unlimited) const {
    return list_if(index, range, limit, [](const Record&) { return true; });
  }

  /// A page of the records whose keys are these parts, followed by the key of the page.
  template <class AnyIndex, class Key, class... Parts>
  [[nodiscard]] std::vector<Record> page(AnyIndex index, const Page<Key>& page,
                                         const Parts&... parts) const {
    return page_if([](const Record&) { return true; }, index, page, parts...);
  }

  /// The same page of the records that `accept(record)` lets pass.
  template <class Accept, class AnyIndex, class Key, class... Parts>
  [[nodiscard]] std::vector<Record> page_if(Accept accept, AnyIndex index, const Page<Key>& page,
                                            const Parts&... parts) const {
    if (!page.after) return list_if(index, within(parts...), page.limit, accept);
    return list_if(index,
                   Range<std::tuple<const Parts&..., const Key&>, std::tuple<const Parts&...>>{
                       {parts..., *page.after}, {parts...}, true},
                   page.limit, accept);
  }

  /// A page in the order of scans; only the key of the page's `after` is used.
  [[nodiscard]] std::vector<Record> scan(const Page<Record>& page) const {
    constexpr DescribedIndex<Record> index{};
    if (!page.after) return list(index, within(), page.limit);
    using Key = KeyOf<DescribedIndex<Record>, Record>;
    return list(index, Range<Key, std::tuple<>>{index.key(*page.after), {}, true}, page.limit);
  }

  void insert_new(const Record& record, const char* if_taken) {
    if (!this->insert(record)) throw PortError(if_taken);
  }

  /// Stores a record in place of the one that a lookup by its key found, or as a new one.
  template <class Found>
  void put(const Found& old, const Record& record) {
    const bool is_stored = old ? this->replace(*old, record) : this->insert(record);
    invariant(is_stored);
  }

  /// Replaces the ordinary fields of the record that a lookup found.
  template <class Found>
  [[nodiscard]] Update update(const Found& old, const Record& record) {
    if (!old) return Update::missing;
    return this->replace(*old, records::updated(*old, record)) ? Update::done : Update::taken;
  }

  /// Calls `edit(record)` on a copy of the record that a lookup found, and stores the copy. Returns
  /// false if there was no record, or a key is taken.
  template <class Found, class Edit>
  bool change(const Found& old, Edit&& edit) {
    if (!old) return false;
    Record changed = *old;
    edit(changed);
    return this->replace(*old, std::move(changed));
  }

  /// Erases the record that a lookup found, and returns whether there was one.
  template <class Found>
  bool erase_found(const Found& found) {
    if (!found) return false;
    erase(*found);
    return true;
  }

  /// Erases at most `limit` records of a part of an index, and returns how many.
  template <class AnyIndex, class AnyRange>
  std::size_t erase(AnyIndex index, const AnyRange& range, std::size_t limit = unlimited) {
    const std::vector<Record> some = list(index, range, limit);
    for (const Record& record : some) erase(record);
    return some.size();
  }

  /// The same, except for the record with the digest `keep`.
  template <class AnyIndex, class AnyRange, class Digest>
  std::size_t erase_but(const std::optional<Digest>& keep, AnyIndex index, const AnyRange& range,
                        std::size_t limit) {
    if (!keep || limit == 0) return erase(index, range, limit);
    std::vector<Record> some;
    this->visit(index, range, [&](const Record& record) {
      if (record.digest != *keep) some.push_back(record);
      return some.size() < limit;
    });
    for (const Record& record : some) erase(record);
    return some.size();
  }
};

}  // namespace gatehouse::kernel
