#include "conversation.hpp"

#include <algorithm>
#include <charconv>

namespace gatehouse::mail_smtp {
namespace {

WipedText with_crlf(std::string_view text) {
  WipedText out;
  out.reserve(text.size() + text.size() / 32);
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

/// RFC 3463, section 2: returns the "5.1.1" at the beginning of a reply's text, or an empty text.
std::string_view enhanced_code(std::string_view text) {
  const std::string_view word = text.substr(0, text.find_first_of(" \r\n"));
  const bool fits = word.size() >= 5 && word.size() <= 9 &&
                    word.find_first_not_of("0123456789.") == std::string_view::npos &&
                    std::count(word.begin(), word.end(), '.') == 2;
  return fits ? word : std::string_view();
}

bool is_utf8_keyword(std::string_view text) {
  constexpr std::string_view keyword = "SMTPUTF8";
  text = text.substr(0, text.find_first_of(" \r\n"));
  return std::equal(text.begin(), text.end(), keyword.begin(), keyword.end(), [](char a, char b) {
    return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b;
  });
}

}  // namespace

Conversation::Conversation(std::string_view message) : message_(with_crlf(message)) {}

void Conversation::hear(std::string_view line) {
  int code = 0;
  const std::string_view digits = line.substr(0, 3);
  const char* const end = digits.data() + digits.size();
  const auto [read, error] = std::from_chars(digits.data(), end, code);
  if (error != std::errc() || read != end || code < 200) return;
  const std::string_view text = line.size() > 4 ? line.substr(4) : std::string_view();

  // The lines that follow answer EHLO, after the greeting and again after STARTTLS.
  if (code == 220) offers_utf8_ = false;
  if (code == 250 && last_code_ == 220 && is_utf8_keyword(text)) offers_utf8_ = true;
  // The lines of one reply all begin with its code and, but for the last, a hyphen.
  if (line.size() > 3 && line[3] == '-') return;

  // The answer to QUIT does not concern the mail.
  if (code == 221) return;

  last_code_ = code;
  refusal_.clear();
  if (code >= 400) {
    refusal_ = digits;
    const std::string_view enhanced = enhanced_code(text);
    if (!enhanced.empty()) refusal_.append(" ").append(enhanced);
  }
  if (is_sent() && final_code_ == 0) final_code_ = code;
}

std::size_t Conversation::read(std::span<char> buffer) {
  const std::size_t count = message_.copy(buffer.data(), buffer.size(), sent_);
  sent_ += count;
  return count;
}

}  // namespace gatehouse::mail_smtp
