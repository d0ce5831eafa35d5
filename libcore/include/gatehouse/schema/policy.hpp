/// Requirements of an installation beyond the field descriptions.
#pragma once

#include <cstddef>

namespace gatehouse::schema {

struct Policy {
  /// For newly chosen passwords, in code points.
  std::size_t password_min_length = 1;
};

}  // namespace gatehouse::schema
