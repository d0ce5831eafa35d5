/// The PHC string format of Argon2:
///
///     $argon2<variant>[$v=<version>]$m=<KiB>,t=<passes>,p=<lanes>$<salt>$<hash>
///
/// with decimal numbers without leading zeros, salt and hash in base64 (RFC 4648, section 4)
/// without padding. Lengths are those of https://github.com/P-H-C/phc-string-format: salt 8 to 48
/// bytes, hash 12 to 64, p up to 255.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::password_argon2 {

inline constexpr std::size_t min_salt = 8;
inline constexpr std::size_t max_salt = 48;
inline constexpr std::size_t min_hash = 12;
inline constexpr std::size_t max_hash = 64;
inline constexpr std::uint32_t max_lanes = 255;
/// Argon2 needs two blocks of a KiB for each of the four slices of a lane.
inline constexpr std::uint32_t min_kib_per_lane = 8;

/// The values are those of the library's argon2_type.
enum class Variant : std::uint8_t { d = 0, i = 1, id = 2 };

struct PhcString {
  static constexpr std::uint32_t version_1_0 = 0x10;
  static constexpr std::uint32_t version_1_3 = 0x13;

  Variant variant = Variant::id;
  std::uint32_t version = version_1_3;
  std::uint32_t memory_kib = 0;
  std::uint32_t iterations = 0;
  std::uint32_t parallelism = 0;
  std::vector<std::uint8_t> salt;
  std::vector<std::uint8_t> hash;

  /// Returns std::nullopt when the text has another format, or parameters that Argon2 does not
  /// define.
  [[nodiscard]] static std::optional<PhcString> parse(std::string_view text);
  [[nodiscard]] std::string to_string() const;
};

}  // namespace gatehouse::password_argon2
