/// Bytes that look random and are the same in every run.
#pragma once

#include <atomic>
#include <cstdint>

#include <gatehouse/ports/entropy.hpp>

namespace gatehouse::testing {

/// The same seed gives the same bytes in the same order. Every block of eight bytes is another than
/// all before it, from any thread, so ids and tokens made of it never meet. Anyone can foretell it:
/// for tests alone.
class SequenceEntropy final : public Entropy {
 public:
  explicit SequenceEntropy(std::uint64_t seed = 1) noexcept;

  void fill(std::span<std::uint8_t> out) override;

 private:
  std::atomic<std::uint64_t> position_;
};

}  // namespace gatehouse::testing
