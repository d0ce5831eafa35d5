/// Text is UTF-8 (RFC 3629); lengths are counted in Unicode code points.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

/// Returns the number of code points, or nothing if the bytes are not valid UTF-8 (overlong forms,
/// surrogates and values above U+10FFFF are invalid).
[[nodiscard]] std::optional<std::size_t> count_code_points(std::string_view text) noexcept;

/// Whether a control character (U+0000–U+001F, U+007F–U+009F) occurs. With `lines`, line feed,
/// carriage return and tab are allowed. `text` must be valid UTF-8.
[[nodiscard]] bool has_control_characters(std::string_view text, bool lines) noexcept;

[[nodiscard]] bool is_ascii(std::string_view text) noexcept;

/// Encodes the text as a header field value, or as one item of a list in one: octets other than
/// visible ASCII characters, and '%' and ',', are percent-encoded (RFC 3986, section 2.1), so that
/// the encoding is unique and never splits an item.
[[nodiscard]] std::string field_text(std::string_view text);

}  // namespace gatehouse
