/// How text travels as ASCII in mail.
#pragma once

#include <cstddef>
#include <string_view>

#include <gatehouse/base/wiped_text.hpp>

namespace gatehouse::mail_message {

/// RFC 2047, section 2: neither an encoded-word's line nor, for readers' sake, any other that is
/// encoded is longer.
inline constexpr std::size_t max_encoded_line = 76;
/// Leaves room for an encoded-word of one character of four octets.
inline constexpr std::size_t max_column = 52;
/// RFC 5322, section 2.1.1.
inline constexpr std::size_t max_line = 998;

/// `text`, which must be UTF-8, as encoded-words (RFC 2047, encoding Q) that also fit into a
/// phrase. Folded so that no line is longer than 76, the first of which has `column` octets before
/// the words, at most max_column.
[[nodiscard]] WipedText encoded_words(std::string_view text, std::size_t column);

/// RFC 2045, section 6.7. Line feeds are line ends; all else comes back byte for byte.
[[nodiscard]] WipedText quoted_printable(std::string_view text);

}  // namespace gatehouse::mail_message
