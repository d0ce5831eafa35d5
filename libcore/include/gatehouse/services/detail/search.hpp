/// Searches in lists.
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/ports/text_forms.hpp>
#include <gatehouse/services/detail/listing.hpp>

namespace gatehouse {

/// The part of a text that a filter asks for, compared without regard to case.
class Search {
 public:
  /// `forms` may be null; then only the case of ASCII letters is ignored.
  Search(const ListFilter& filter, const TextForms* forms);

  /// Whether one of the texts contains the part, or the filter asks for none.
  [[nodiscard]] bool finds(std::initializer_list<std::string_view> texts) const;

 private:
  [[nodiscard]] std::string folded(std::string_view text) const;

  const TextForms* forms_;
  std::string part_;
};

/// Rows that a search reads in one transaction.
inline constexpr std::size_t rows_of_search = 1000;
/// The same where a row may be as large as a body: they are in memory together.
inline constexpr std::size_t large_rows_of_search = 100;

/// As list_page, with the rows for which `accept(row)` is true. If the filter asks for a part of a
/// text, reads at most `most_rows` rows: the listing may hold fewer items than requested, and
/// `next` tells where the search continues.
template <class Key, class Fetch, class KeyOf, class Accept>
auto search_page(const Settings& settings, const ListRequest<Key>& request, Fetch fetch, KeyOf key,
                 Accept accept, std::size_t most_rows = rows_of_search) {
  if (!request.filter.part) return list_page(settings, request, fetch, key);
  const std::size_t limit =
      std::min(request.limit.value_or(settings.list_limit), settings.list_limit);
  auto rows = fetch(Page<Key>{request.after, most_rows});
  decltype(list_page(settings, request, fetch, key)) found{{}, std::nullopt};
  if (rows.size() == most_rows) found.next = key(rows.back());
  for (auto& row : rows) {
    if (!accept(row)) continue;
    if (found.items.size() == limit) {
      found.next = limit > 0 ? std::optional<Key>(key(found.items.back())) : request.after;
      break;
    }
    found.items.push_back(std::move(row));
  }
  return found;
}

/// Fills a listing with the only item that can match, if there is one.
template <class Item, class Key, class KeyOf, class Accept>
Listing<Item, Key> list_one(const Settings& settings, const ListRequest<Key>& request,
                            const std::optional<Item>& only, KeyOf key, Accept accept) {
  return list_page(
      settings, request,
      [&](const Page<Key>& page) {
        std::vector<Item> items;
        const bool is_behind = only && (!page.after || *page.after < key(*only));
        if (is_behind && accept(*only)) items.push_back(*only);
        return items;
      },
      key);
}

}  // namespace gatehouse
