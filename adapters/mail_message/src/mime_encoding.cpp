#include "mime_encoding.hpp"

#include <algorithm>

namespace gatehouse::mail_message {
namespace {

constexpr std::string_view word_start = "=?utf-8?q?";
constexpr std::string_view word_end = "?=";

void append_escaped(WipedText& out, char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '=';
  out += digits[byte >> 4U];
  out += digits[byte & 0x0FU];
}

/// Whether RFC 2047, section 5 (3), allows the character unencoded everywhere.
bool is_plain_in_word(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '!' ||
         c == '*' || c == '+' || c == '-' || c == '/';
}

bool continues_code_point(char c) noexcept {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Removes the first code point of `text` and returns it encoded for an encoded-word.
WipedText take_for_word(std::string_view& text) {
  WipedText piece;
  do {
    const char c = text.front();
    text.remove_prefix(1);
    if (c == ' ') {
      piece += '_';
    } else if (is_plain_in_word(c)) {
      piece += c;
    } else {
      append_escaped(piece, c);
    }
  } while (!text.empty() && continues_code_point(text.front()));
  return piece;
}

}  // namespace

WipedText encoded_words(std::string_view text, std::size_t column) {
  WipedText out;
  bool in_word = false;
  while (!text.empty()) {
    const WipedText piece = take_for_word(text);
    const std::size_t needed = piece.size() + word_end.size();
    if (in_word && column + needed > max_encoded_line) {
      // Readers drop the fold and its space between encoded-words.
      out.append(word_end).append("\n ");
      column = 1;
      in_word = false;
    }
    if (!in_word) {
      out.append(word_start);
      column += word_start.size();
      in_word = true;
    }
    out.append(piece);
    column += piece.size();
  }
  if (in_word) out.append(word_end);
  return out;
}

WipedText quoted_printable(std::string_view text) {
  WipedText out;
  out.reserve(text.size() + text.size() / 4);
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      out += c;
      column = 0;
      continue;
    }
    const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n';
    const bool blank = c == ' ' || c == '\t';
    const bool plain = blank ? !ends_line : c > ' ' && c <= '~' && c != '=';
    const std::size_t width = plain ? 1 : 3;
    // The last octet of a continued line is the '=' of the soft break.
    if (column + width > max_encoded_line - (ends_line ? 0 : 1)) {
      out.append("=\n");
      column = 0;
    }
    if (plain) {
      out += c;
    } else {
      append_escaped(out, c);
    }
    column += width;
  }
  return out;
}

}  // namespace gatehouse::mail_message
