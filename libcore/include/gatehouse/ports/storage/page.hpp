/// A page of a list. See [ST-10] in ports/storage.hpp.
#pragma once

#include <cstddef>
#include <optional>

namespace gatehouse {

template <class Key>
struct Page {
  /// The key of the last item of the previous page; empty for the first page.
  std::optional<Key> after;
  std::size_t limit = 0;
};

}  // namespace gatehouse
