/// Conversion of the results of services to response content.
#pragma once

#include <string>
#include <utility>

#include "operation.hpp"

namespace gatehouse::http::api {

/// Converts the value to content with `view`, or returns the error unchanged.
template <class T, class View>
[[nodiscard]] Result<Content> answer(Result<T> result, View view) {
  if (!result) return std::move(result).failure();
  return Content{boost::json::value(view(*result))};
}

/// Returns empty content, or the error unchanged.
[[nodiscard]] inline Result<Content> answer(Result<Done> result) {
  if (!result) return std::move(result).failure();
  return Content{};
}

[[nodiscard]] inline std::string text_of(const ServiceCode& code) { return code.text(); }
template <class AnyId>
[[nodiscard]] std::string text_of(const AnyId& id) {
  return id.to_string();
}

/// Returns a function that reads parts of the list returned by `fetch(call, ListRequest<Key>)` and
/// converts each item with `view`. The next part starts after `key(item)` of the last item.
template <class Key, class Fetch, class View, class KeyOf>
[[nodiscard]] ReadPart list_of(Fetch fetch, View view, KeyOf key) {
  return [=](const Call& call, const PartRequest& request, ItemSink sink) -> Result<PartEnd> {
    ListRequest<Key> wanted{.after = {}, .limit = request.limit};
    if (request.after) {
      wanted.after = Key::parse(*request.after);
      if (!wanted.after) return Unexpected(invalid_field("after", "is not an id of this list"));
    }
    const auto listing = fetch(call, wanted);
    if (!listing) return Unexpected(listing.error());
    PartEnd end{.last = request.after, .has_more = listing->next.has_value()};
    for (const auto& item : listing->items) {
      end.last = text_of(key(item));
      if (sink(view(item))) continue;
      end.has_more = end.has_more || &item != &listing->items.back();
      break;
    }
    return end;
  };
}

}  // namespace gatehouse::http::api
