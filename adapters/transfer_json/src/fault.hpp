/// Describes why a line is invalid. Thrown while the line is read, and reported with its number.
#pragma once

#include <stdexcept>

namespace gatehouse::transfer {

class Fault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace gatehouse::transfer
