/// Random numbers of the operating system.
#pragma once

#include <gatehouse/ports/entropy.hpp>

namespace gatehouse {

/// The kernel's generator, getrandom(2), which blocks only before it is seeded, early at boot. It
/// has no state in the process, so it is safe across fork(2).
class SystemEntropy final : public Entropy {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace gatehouse
