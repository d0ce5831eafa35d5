/// Encodings of text as ASCII in mail.
#pragma once

#include <cstddef>
#include <string_view>

#include <gatehouse/base/wiped_text.hpp>

namespace gatehouse::mail_message {

/// The maximum length of a line with an encoded-word (RFC 2047, section 2), used for other encoded
/// lines too.
inline constexpr std::size_t max_encoded_line = 76;
/// The last column that leaves room for an encoded-word of one character of four octets.
inline constexpr std::size_t max_column = 52;
/// RFC 5322, section 2.1.1.
inline constexpr std::size_t max_line = 998;

/// Encodes `text`, which must be UTF-8, as encoded-words (RFC 2047, encoding Q) that are also valid
/// in a phrase. Folded so that no line is longer than 76 octets; on the first line `column` octets,
/// at most max_column, precede the words.
[[nodiscard]] WipedText encoded_words(std::string_view text, std::size_t column);

/// RFC 2045, section 6.7. Line feeds are line ends; all other bytes are preserved.
[[nodiscard]] WipedText quoted_printable(std::string_view text);

}  // namespace gatehouse::mail_message
