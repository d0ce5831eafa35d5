/// Unpredictable bytes.
#pragma once

#include <cstdint>
#include <span>

namespace gatehouse {

class Entropy {
 public:
  virtual ~Entropy() = default;

  /// Fills all of `out` with bytes fit for keys. Any number of threads may call it. Throws
  /// PortError when the source fails; `out` must not be used then.
  virtual void fill(std::span<std::uint8_t> out) = 0;
};

}  // namespace gatehouse
