/// Unpredictable bytes.
#pragma once

#include <cstdint>
#include <span>

namespace gatehouse {

class Entropy {
 public:
  virtual ~Entropy() = default;

  /// Fills all of `out` with random bytes of cryptographic quality. Thread-safe. Throws PortError
  /// if the source fails; `out` must not be used in that case.
  virtual void fill(std::span<std::uint8_t> out) = 0;
};

}  // namespace gatehouse
