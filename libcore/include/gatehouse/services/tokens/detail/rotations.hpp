/// When the tokens of a family were used, in a few entries however many there were.
///
/// A token says which generation of its family it is (see refresh_token.hpp), so the rotations of
/// the grace tell when each token of the grace was used, and the last one before it that all others
/// were used earlier. Rotations that follow one another closely share an entry, which has the time
/// of the last of them: a token counts as used at most an eighth of the grace later than it was, so
/// that no client is taken for a thief within the grace of its token. The last rotation always has
/// its own time.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <gatehouse/base/moment.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/token_family.hpp>

namespace gatehouse {

/// How many entries are kept at most.
inline constexpr std::size_t max_rotations = 32;

/// The generation of the token that may be used now.
[[nodiscard]] std::uint32_t current_generation(const std::vector<Rotation>& rotations) noexcept;

/// When the token of that generation was used, or the little later that is said above; nothing when
/// it was not.
[[nodiscard]] std::optional<Moment> used_at(const std::vector<Rotation>& rotations,
                                            std::uint32_t generation) noexcept;

/// The current token is used now.
void add_rotation(std::vector<Rotation>& rotations, const Moment& now, Duration grace);

}  // namespace gatehouse
