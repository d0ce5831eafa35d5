/// An independent parser of chunked bodies (RFC 9112 section 7.1), for comparison with that of the
/// server.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace gatehouse::fuzz {

/// Removes the first line of `rest` with its CRLF, and returns it without.
[[nodiscard]] inline std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find("\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end + 2);
  return line;
}

/// Removes the chunks and the trailer at the beginning of `rest`, and returns the data.
[[nodiscard]] inline std::optional<std::string> take_chunks(std::string_view& rest) {
  constexpr int hexadecimal = 16;
  std::string body;
  for (;;) {
    const auto line = take_line(rest);
    if (!line) return std::nullopt;
    const auto digits = line->substr(0, line->find_first_not_of("0123456789abcdefABCDEF"));
    std::uint64_t size = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), size, hexadecimal);
    if (digits.empty() || error != std::errc()) return std::nullopt;
    if (size == 0) break;
    if (rest.size() < size + 2 || rest.substr(size, 2) != "\r\n") return std::nullopt;
    body += rest.substr(0, size);
    rest.remove_prefix(size + 2);
  }
  for (;;) {
    const auto line = take_line(rest);
    if (!line) return std::nullopt;
    if (line->empty()) return body;
  }
}

}  // namespace gatehouse::fuzz
