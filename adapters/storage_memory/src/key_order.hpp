/// The order of records by a key, which a function reads from them.
///
/// A key is a tuple of references into the record (std::tie). A tuple with fewer parts is a prefix:
/// it compares equal to all keys that begin with it, so that `lower_bound` and `upper_bound` of a
/// prefix delimit the records that have it.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <tuple>
#include <utility>

namespace gatehouse::memory {

template <class... A, class... B>
bool key_less(const std::tuple<A...>& a, const std::tuple<B...>& b) noexcept {
  std::partial_ordering order = std::partial_ordering::equivalent;
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    static_cast<void>(((order = std::get<i>(a) <=> std::get<i>(b), order == 0) && ...));
  }
  (std::make_index_sequence<std::min(sizeof...(A), sizeof...(B))>());
  return order < 0;
}

template <class Record, auto key>
struct KeyOrder {
  using is_transparent = void;

  template <class A, class B>
  bool operator()(const A& a, const B& b) const noexcept {
    return key_less(of(a), of(b));
  }

 private:
  static auto of(const Record& record) noexcept { return key(record); }
  static auto of(const Record* record) noexcept { return key(*record); }
  template <class... Parts>
  static const std::tuple<Parts...>& of(const std::tuple<Parts...>& parts) noexcept {
    return parts;
  }
};

}  // namespace gatehouse::memory
