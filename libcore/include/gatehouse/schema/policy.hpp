/// What an installation asks of fields beyond their description.
#pragma once

#include <cstddef>

namespace gatehouse::schema {

struct Policy {
  /// Of a password that somebody chooses, in code points.
  std::size_t password_min_length = 1;
};

}  // namespace gatehouse::schema
