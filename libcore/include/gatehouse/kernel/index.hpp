/// Indexes: the orders in which an engine keeps the records of a table.
///
///     using Username = Index<&Credential::account, &Credential::username>;
///
///     credentials.find(Username{}, account, "client");   // the record with this key
///     credentials.list(Username{}, within(account));     // all records whose keys begin so
///
/// Every key is unique: a table refuses a record if another one has its key in any index. The key
/// of an index for listing therefore ends with the id.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>

#include <gatehouse/records/kind.hpp>

namespace gatehouse::kernel {

/// An index by a sequence of parts. A part is a member of the record or a function of it.
template <auto... parts>
struct Index {
  template <class Record>
  [[nodiscard]] static auto key([[maybe_unused]] const Record& record) noexcept {
    return std::tuple<std::invoke_result_t<decltype(parts), const Record&>...>(
        std::invoke(parts, record)...);
  }
};

/// The index by the key in the description of the kind, which is the order of scans.
template <class Record>
struct DescribedIndex {
  [[nodiscard]] static auto key(const Record& record) noexcept { return records::key_of(record); }
};

/// The number of records with the same parts, kept up to date with each change. Not unique.
template <auto... parts>
struct Counter : Index<parts...> {};

/// The indexes of a table. The first one serves the most frequent lookups.
template <class... Indexes>
struct IndexList {};

template <class AnyIndex, class Record>
using KeyOf = decltype(AnyIndex::key(std::declval<const Record&>()));

/// Compares the parts that both keys have. A key with fewer parts is a prefix: it equals all keys
/// that begin with it, so that `lower_bound` and `upper_bound` of a prefix delimit them.
template <class... A, class... B>
[[nodiscard]] bool key_less(const std::tuple<A...>& a, const std::tuple<B...>& b) noexcept {
  std::partial_ordering order = std::partial_ordering::equivalent;
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    static_cast<void>(((order = std::get<i>(a) <=> std::get<i>(b), order == 0) && ...));
  }
  (std::make_index_sequence<std::min(sizeof...(A), sizeof...(B))>());
  return order < 0;
}

/// The order of an index, for records, pointers to records, and keys or prefixes of keys.
template <class AnyIndex, class Record>
struct IndexOrder {
  using is_transparent = void;

  template <class A, class B>
  bool operator()(const A& a, const B& b) const noexcept {
    return key_less(of(a), of(b));
  }

 private:
  static auto of(const Record& record) noexcept { return AnyIndex::key(record); }
  static auto of(const Record* record) noexcept { return AnyIndex::key(*record); }
  template <class... Parts>
  static const std::tuple<Parts...>& of(const std::tuple<Parts...>& parts) noexcept {
    return parts;
  }
};

/// A part of an index: from the first key that begins with `from` (or, with `is_after`, from behind
/// the last one) to the last key that begins with `to`. An empty prefix begins every key. Refers to
/// its parts, so that it is valid in the expression that makes it.
template <class From, class To>
struct Range {
  From from;
  To to;
  bool is_after = false;
};

/// All keys that begin with the parts.
template <class... Parts>
[[nodiscard]] auto within(const Parts&... parts) noexcept {
  return Range<std::tuple<const Parts&...>, std::tuple<const Parts&...>>{{parts...}, {parts...}};
}

/// All keys up to the last one that begins with the parts.
template <class... Parts>
[[nodiscard]] auto up_to(const Parts&... parts) noexcept {
  return Range<std::tuple<>, std::tuple<const Parts&...>>{{}, {parts...}};
}

/// The iterators of a range in an ordered set of records, or of pointers to records, whose order is
/// that of the index.
template <class Set, class From, class To>
[[nodiscard]] auto bounds(const Set& set, const Range<From, To>& range) {
  return std::pair(range.is_after ? set.upper_bound(range.from) : set.lower_bound(range.from),
                   set.upper_bound(range.to));
}

/// The indexes of a kind, and the list of all. Each kind specialises it, beside its store
/// (stores/).
template <class Record>
struct Indexes;

}  // namespace gatehouse::kernel
