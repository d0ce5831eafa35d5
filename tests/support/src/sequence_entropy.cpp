#include <gatehouse/testing/sequence_entropy.hpp>

#include "mix.hpp"

namespace gatehouse::testing {

SequenceEntropy::SequenceEntropy(std::uint64_t seed) noexcept : position_(mix(seed)) {}

void SequenceEntropy::fill(std::span<std::uint8_t> out) {
  std::uint64_t block = position_.fetch_add((out.size() + 7) / 8);
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (i % 8 == 0) bits = mix(block++);
    out[i] = static_cast<std::uint8_t>(bits >> (8 * (i % 8)));
  }
}

}  // namespace gatehouse::testing
