/// Lists in pages.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// What the items of a list have to match. Lists without searchable texts ignore it.
struct ListFilter {
  /// The item with exactly this name or address, in the form in which those are compared.
  std::optional<std::string> exact{};
  /// Items with a text that contains this part, without regard to case.
  std::optional<std::string> part{};
};

/// The requested part of a list. Without a limit, the maximum that the settings allow is returned.
template <class Key>
struct ListRequest {
  std::optional<Key> after{};
  std::optional<std::size_t> limit{};
  ListFilter filter{};
};

template <class Item, class Key>
struct Listing {
  std::vector<Item> items;
  /// The key at which the next page starts; empty on the last page.
  std::optional<Key> next;
};

/// Fills a listing from `fetch(Page<Key>) -> std::vector<Item>`; `key(item)` is the key after which
/// the next page starts.
template <class Key, class Fetch, class KeyOf>
auto list_page(const Settings& settings, const ListRequest<Key>& request, Fetch fetch, KeyOf key) {
  const std::size_t limit =
      std::min(request.limit.value_or(settings.list_limit), settings.list_limit);
  auto items = fetch(Page<Key>{request.after, limit + 1});
  Listing<typename decltype(items)::value_type, Key> listing{std::move(items), std::nullopt};
  if (listing.items.size() > limit) {
    listing.items.resize(limit);
    if (limit > 0) listing.next = key(listing.items.back());
  }
  return listing;
}

/// Fills a page from `fetch(Page<Key>) -> std::vector<Row>` with what `item_of(row)` returns of
/// each row, unless that is empty. Further rows are read in place of those.
template <class Key, class Fetch, class KeyOf, class ItemOf>
auto living_items(const Page<Key>& page, Fetch fetch, KeyOf key, ItemOf item_of) {
  using Rows = decltype(fetch(page));
  using Item = std::invoke_result_t<ItemOf&, typename Rows::value_type>;
  std::vector<typename Item::value_type> items;
  for (Page<Key> next = page; items.size() < page.limit;) {
    next.limit = page.limit - items.size();
    Rows rows = fetch(std::as_const(next));
    if (!rows.empty()) next.after = key(rows.back());
    const bool is_last = rows.size() < next.limit;
    for (auto& row : rows) {
      if (Item item = item_of(std::move(row))) items.push_back(*std::move(item));
    }
    if (is_last) break;
  }
  return items;
}

}  // namespace gatehouse
