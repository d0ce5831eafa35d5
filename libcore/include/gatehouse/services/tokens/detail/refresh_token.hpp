/// The format of refresh tokens: 64 octets in base64url (86 characters).
///
///     16  the id of the family
///      4  the generation: how many tokens of the family came before, the consumer token included
///     28  a secret, derived from the previous token and the family's salt (HMAC with SHA-256)
///     16  a check, derived from the two fields before and the family's check key
///
/// Tokens from before schema 5 have no generation and a secret of 32 octets. They stay valid.
///
/// The secret can be derived again from the previous token, so that a client that did not receive
/// the response gets the same token; it cannot be derived from stored data alone. The check
/// distinguishes a genuine former token of the family, whose reuse ends the family, from a forged
/// one, which has no effect.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/token_family.hpp>
#include <gatehouse/ports/digest.hpp>

namespace gatehouse {

inline constexpr std::size_t refresh_token_length = 86;

/// Returns the successor of `predecessor` in the family, by the family's current salt and
/// generation.
[[nodiscard]] Secret make_refresh_token(const TokenFamily& family, std::string_view predecessor,
                                        const Digest& digest);

/// Returns the family that a text names if it has the form of a refresh token.
[[nodiscard]] std::optional<TokenFamilyId> family_named_by(std::string_view token);

/// What a token encodes about its place in a family.
struct Lineage {
  /// Empty in tokens from before schema 5.
  std::optional<std::uint32_t> generation;
};

/// Empty unless the text is or was a refresh token of the family. Runs in constant time with
/// respect to the position of a difference.
[[nodiscard]] std::optional<Lineage> lineage_of(const TokenFamily& family, std::string_view token,
                                                const Digest& digest);

/// Whether lineage_of() returns a value.
[[nodiscard]] bool was_made_for(const TokenFamily& family, std::string_view token,
                                const Digest& digest);

}  // namespace gatehouse
