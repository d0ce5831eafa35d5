/// Reproducible pseudorandom bytes.
#pragma once

#include <atomic>
#include <cstdint>

#include <gatehouse/ports/entropy.hpp>

namespace gatehouse::testing {

/// The same seed gives the same bytes in the same order. All blocks of eight bytes are distinct
/// across threads, so ids and tokens made of them never collide. Predictable: for tests only.
class SequenceEntropy final : public Entropy {
 public:
  explicit SequenceEntropy(std::uint64_t seed = 1) noexcept;

  void fill(std::span<std::uint8_t> out) override;

 private:
  std::atomic<std::uint64_t> position_;
};

}  // namespace gatehouse::testing
