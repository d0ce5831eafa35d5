/// Text that is wiped whatever happens.
#pragma once

#include <cstddef>
#include <string>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse {

/// Not to grow beyond what it has room for, which would leave copies behind.
struct Wiped {
  explicit Wiped(std::size_t size) : text(size, '\0') {}
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  ~Wiped() { wipe(text); }

  std::string text;
};

}  // namespace gatehouse
