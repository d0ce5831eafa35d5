/// Why a line is none that is ever written. Thrown while it is read, and told with its number.
#pragma once

#include <stdexcept>

namespace gatehouse::transfer {

class Fault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace gatehouse::transfer
