#include <gatehouse/services/tokens/detail/rotations.hpp>

#include <algorithm>

namespace gatehouse {
namespace {

/// The maximum delay with which a token counts as used, as a fraction of the grace period.
constexpr int fractions_of_grace = 8;

}  // namespace

std::uint32_t current_generation(const std::vector<Rotation>& rotations) noexcept {
  return rotations.empty() ? 0 : rotations.back().generation + 1;
}

std::optional<Moment> used_at(const std::vector<Rotation>& rotations,
                              std::uint32_t generation) noexcept {
  const auto found = std::find_if(
      rotations.begin(), rotations.end(),
      [generation](const Rotation& rotation) { return rotation.generation >= generation; });
  if (found == rotations.end()) return std::nullopt;
  return found->at;
}

void add_rotation(std::vector<Rotation>& rotations, const Moment& now, Duration grace) {
  const Rotation rotation{.generation = current_generation(rotations), .at = now};
  // The newest rotation past its grace period is kept, since it implies that all earlier ones are
  // past theirs as well.
  while (rotations.size() > 1 && between(rotations[1].at, now) >= grace) {
    rotations.erase(rotations.begin());
  }
  // Of three rotations within a fraction of the grace period, the middle one is removed. Its tokens
  // then count as used at the time of the last, so the error never exceeds the fraction.
  const std::size_t size = rotations.size();
  const bool is_close =
      size > 1 && between(rotations[size - 2].at, now) * fractions_of_grace < grace;
  if (is_close) rotations.pop_back();
  rotations.push_back(rotation);
  // Only machines with different dates cause this many rotations. The oldest is kept for the same
  // reason.
  if (rotations.size() > max_rotations) rotations.erase(rotations.begin() + 1);
}

}  // namespace gatehouse
