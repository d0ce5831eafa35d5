/// A compact record of when the tokens of a family were used.
///
/// A token contains its generation (see refresh_token.hpp), so it is enough to keep the rotations
/// within the grace period and the last one before it. Rotations in close succession share an entry
/// with the time of the last of them: a token counts as used at most an eighth of the grace period
/// later than it was, so that no client is mistaken for an attacker within the grace period of its
/// token. The last rotation always has its own entry.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <gatehouse/base/moment.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/token_family.hpp>

namespace gatehouse {

/// Maximum number of entries.
inline constexpr std::size_t max_rotations = 32;

/// The generation of the currently valid token.
[[nodiscard]] std::uint32_t current_generation(const std::vector<Rotation>& rotations) noexcept;

/// Returns when the token of the generation was used, with the tolerance described above; empty if
/// it was not used.
[[nodiscard]] std::optional<Moment> used_at(const std::vector<Rotation>& rotations,
                                            std::uint32_t generation) noexcept;

/// Records a use of the current token.
void add_rotation(std::vector<Rotation>& rotations, const Moment& now, Duration grace);

}  // namespace gatehouse
