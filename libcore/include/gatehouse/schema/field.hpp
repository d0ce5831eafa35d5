/// Fields and resources as clients see them: what a field is called, what may stand in it, and what
/// it means. One description serves the checking of input and the self-description of the API, so
/// that neither promises what the other does not keep.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace gatehouse::schema {

enum class Type : std::uint8_t { string, integer, boolean, list };

/// The JSON-facing name of a type: "string", "int", "bool", "list".
[[nodiscard]] std::string_view name(Type type) noexcept;

/// The form of a string beyond its length.
enum class Format : std::uint8_t {
  /// One line: no control characters.
  line,
  /// Several lines: no control characters but line feed, carriage return and tab.
  text,
  /// Anything but U+0000; never shown to people.
  opaque,
  /// See model/email.hpp.
  email,
  /// Digits only; the length says how many. Empty means none.
  phone,
  /// 32 lower-case hex digits.
  id,
  /// See model/service_code.hpp.
  service_code,
  /// A password, token or code: any characters, kept secret.
  secret,
  /// One line without a colon (RFC 7617: what stands before it in Basic authentication).
  username,
  /// See IpRange in base/ip_address.hpp.
  ip_range,
  /// See parse_time() in base/time.hpp.
  date_time,
  /// One of the field's words.
  word,
  /// An item that is an object, of a list that is only shown.
  object,
};

inline constexpr std::string_view id_pattern = "^[0-9a-f]{32}$";
inline constexpr std::string_view service_code_pattern = "^[a-z0-9][a-z0-9_-]{0,31}$";

/// A regular expression (ECMA-262) that every text of the format matches, of any length; empty
/// where no pattern fits.
[[nodiscard]] std::string_view pattern(Format format) noexcept;

enum class Mode : std::uint8_t { read_write, read_only, write_only };

/// No limit but that of the whole request.
inline constexpr std::size_t unlimited = static_cast<std::size_t>(-1);

struct Field {
  std::string_view name;
  std::string_view details;
  Type type = Type::string;
  Mode mode = Mode::read_write;
  Format format = Format::line;
  /// In Unicode code points; of a list, for each item, as is the format.
  std::size_t min_length = 0;
  std::size_t max_length = unlimited;
  bool allow_null = false;
  /// How many items a list may have.
  std::size_t max_items = 0;
  /// How many it must have, where what is given twice counts once.
  std::size_t min_items = 0;
  /// Of a list of texts that is passed on as the value of one header field: the octets of that
  /// value (see field_text() in base/text.hpp), with a comma between two items.
  std::size_t max_field_value = unlimited;
  /// Of an integer.
  std::int64_t min_value = 0;
  std::int64_t max_value = std::numeric_limits<std::int64_t>::max();
  /// Of the format word.
  std::span<const std::string_view> words{};
};

struct Resource {
  /// What one of it is called, e.g. "Project": the name of its description in OpenAPI.
  std::string_view name;
  std::span<const Field> fields;

  /// The field with that name, or null.
  [[nodiscard]] constexpr const Field* find(std::string_view field) const noexcept {
    for (const Field& candidate : fields) {
      if (candidate.name == field) return &candidate;
    }
    return nullptr;
  }
};

}  // namespace gatehouse::schema
