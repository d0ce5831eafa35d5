#include <gatehouse/services/tokens/detail/rotations.hpp>

#include <algorithm>

namespace gatehouse {
namespace {

/// How much later a token may count as used, as a part of the grace.
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
  // The newest one that is past its grace stays, since it tells that all before it are as well.
  while (rotations.size() > 1 && between(rotations[1].at, now) >= grace) {
    rotations.erase(rotations.begin());
  }
  // Of three within a fraction of the grace the middle one goes. Its tokens now count as used with
  // the last, and so the first two never drift apart from what follows by more than the fraction.
  const std::size_t size = rotations.size();
  const bool is_close =
      size > 1 && between(rotations[size - 2].at, now) * fractions_of_grace < grace;
  if (is_close) rotations.pop_back();
  rotations.push_back(rotation);
  // Only machines whose dates differ make as many. The oldest one stays, for the same reason.
  if (rotations.size() > max_rotations) rotations.erase(rotations.begin() + 1);
}

}  // namespace gatehouse
