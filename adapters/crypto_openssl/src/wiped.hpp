/// Text that is always wiped at the end of its lifetime.
#pragma once

#include <cstddef>
#include <string>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse {

/// The text must not grow beyond its capacity, which would leave copies behind.
struct Wiped {
  explicit Wiped(std::size_t size) : text(size, '\0') {}
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  ~Wiped() { wipe(text); }

  std::string text;
};

}  // namespace gatehouse
