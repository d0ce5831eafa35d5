/// Fields and resources of the API: the name, valid contents and meaning of each field. One
/// description is used both to validate input and to describe the API, so that the two always
/// agree.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

namespace gatehouse::schema {

template <class T>
concept IsOptional = std::same_as<T, std::optional<typename T::value_type>>;

enum class Type : std::uint8_t {
  string,
  integer,
  boolean,
  list,
  /// An object whose members are integers.
  counts,
  /// An object with any names, whose members are strings.
  pairs
};

/// The JSON-facing name of a type: "string", "int", "bool", "list", "object".
[[nodiscard]] std::string_view name(Type type) noexcept;

/// The format of a string beyond its length.
enum class Format : std::uint8_t {
  /// One line: no control characters.
  line,
  /// Several lines: no control characters but line feed, carriage return and tab.
  text,
  /// Anything but U+0000; never displayed.
  opaque,
  /// See model/email.hpp.
  email,
  /// Digits only; the length is their number. May be empty.
  phone,
  /// 32 lower-case hex digits.
  id,
  /// See model/service_code.hpp.
  service_code,
  /// A password, token or code: any characters, confidential.
  secret,
  /// One line without a colon (RFC 7617: the user name in Basic authentication).
  username,
  /// See IpRange in base/ip_address.hpp.
  ip_range,
  /// See parse_time() in base/time.hpp.
  date_time,
  /// One of the field's words.
  word,
  /// An object as an item of a read-only list.
  object,
};

inline constexpr std::string_view id_pattern = "^[0-9a-f]{32}$";
/// An id in examples.
inline constexpr std::string_view example_id = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
inline constexpr std::string_view service_code_pattern = "^[a-z0-9][a-z0-9_-]{0,31}$";

/// Returns a regular expression (ECMA-262) that every text of the format matches, regardless of
/// length; empty if no pattern applies.
[[nodiscard]] std::string_view pattern(Format format) noexcept;

enum class Mode : std::uint8_t { read_write, read_only, write_only };

/// Limited only by the size of the whole request.
inline constexpr std::size_t unlimited = static_cast<std::size_t>(-1);

struct Field {
  std::string_view name;
  std::string_view details;
  Type type = Type::string;
  Mode mode = Mode::read_write;
  Format format = Format::line;
  /// In Unicode code points. For a list or pairs, length and format apply to each item or value.
  std::size_t min_length = 0;
  std::size_t max_length = unlimited;
  bool allow_null = false;
  /// Maximum number of items of a list, or of members of an object.
  std::size_t max_items = 0;
  /// Of the names of pairs, in code points.
  std::size_t max_name_length = 0;
  /// Minimum number of items; duplicates count once.
  std::size_t min_items = 0;
  /// For a list of texts that is passed on as the value of one header field: the maximum octets of
  /// that value (see field_text() in base/text.hpp), with a comma between two items.
  std::size_t max_field_value = unlimited;
  /// For integers, and each member of an object.
  std::int64_t min_value = 0;
  std::int64_t max_value = std::numeric_limits<std::int64_t>::max();
  /// For the format `word`.
  std::span<const std::string_view> words{};
  /// A valid text, or item of a list, for the description of the API. If empty, the description
  /// shows one that suits the format.
  std::string_view example{};
  /// Whether responses may lack the field (see shown_if_set() in view.hpp). All others always have
  /// it, if only as null.
  bool may_be_absent = false;
};

struct Resource {
  /// The singular name, e.g. "Project", under which OpenAPI describes it.
  std::string_view name;
  std::span<const Field> fields;

  /// Returns the field with the name, or null.
  [[nodiscard]] constexpr const Field* find(std::string_view field) const noexcept {
    for (const Field& candidate : fields) {
      if (candidate.name == field) return &candidate;
    }
    return nullptr;
  }
};

}  // namespace gatehouse::schema
