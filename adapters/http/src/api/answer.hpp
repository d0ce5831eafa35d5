/// From what services return to the content of an answer.
#pragma once

#include <boost/json/array.hpp>
#include <utility>

#include "operation.hpp"

namespace gatehouse::http {

/// The content that `view` makes of the value, or the same refusal.
template <class T, class View>
[[nodiscard]] Result<Content> answer(Result<T> result, View view) {
  if (!result) return std::move(result).failure();
  return Content{boost::json::value(view(*result))};
}

/// No content, or the same refusal.
[[nodiscard]] inline Result<Content> answer(Result<Done> result) {
  if (!result) return std::move(result).failure();
  return Content{};
}

/// A page of a list, each item through `view`; `text` makes the key of the next page readable.
template <class Item, class Key, class View, class Text>
[[nodiscard]] Result<Content> answer_page(Result<Listing<Item, Key>> result, View view, Text text) {
  if (!result) return std::move(result).failure();
  boost::json::array items;
  items.reserve(result->items.size());
  for (const Item& item : result->items) items.emplace_back(view(item));
  Content content{std::move(items)};
  if (result->next) content.next = text(*result->next);
  return content;
}

}  // namespace gatehouse::http
