/// The text of refresh tokens: 64 octets in base64url (86 characters).
///
///     16  the id of the family
///      4  the generation: how many tokens of the family came before, the consumer token included
///     28  a secret, which the token before and the family's salt make (HMAC with SHA-256)
///     16  a check, which the two before and the family's check key make
///
/// Tokens from before schema 5 have no generation, and a secret of 32 octets. They stay good.
///
/// The secret can be made again from the token before, so that a client that did not get the answer
/// gets the same; and from nothing that is stored. The check tells a token that once was one of the
/// family, and ends it when it is used again, from one that somebody made up, which changes
/// nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/token_family.hpp>
#include <gatehouse/ports/digest.hpp>

namespace gatehouse {

inline constexpr std::size_t refresh_token_length = 86;

/// The token of the family that takes the place of `predecessor`, by the family's present salt and
/// generation.
[[nodiscard]] Secret make_refresh_token(const TokenFamily& family, std::string_view predecessor,
                                        const Digest& digest);

/// The family that a text names, if it has the form of a refresh token.
[[nodiscard]] std::optional<TokenFamilyId> family_named_by(std::string_view token);

/// What a token of a family tells about itself.
struct Lineage {
  /// Nothing in tokens from before schema 5.
  std::optional<std::uint32_t> generation;
};

/// Nothing unless the text is, or once was, a refresh token of the family. Takes the same time
/// wherever it differs.
[[nodiscard]] std::optional<Lineage> lineage_of(const TokenFamily& family, std::string_view token,
                                                const Digest& digest);

/// Whether there is one.
[[nodiscard]] bool was_made_for(const TokenFamily& family, std::string_view token,
                                const Digest& digest);

}  // namespace gatehouse
