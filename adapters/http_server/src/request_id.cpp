#include "request_id.hpp"

#include <algorithm>
#include <cstddef>
#include <random>

namespace gatehouse::http::server {
namespace {

void write_hex(std::uint64_t number, char* end, std::size_t digits) noexcept {
  constexpr std::string_view letters = "0123456789abcdef";
  for (; digits > 0; --digits, number >>= 4U) *--end = letters[number & 0x0FU];
}

}  // namespace

bool is_request_id(std::string_view text) noexcept {
  constexpr std::size_t longest = 128;
  return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < 0x7F && c != '"' && c != '\'' && c != '\\';
  });
}

RequestIds::RequestIds() {
  std::random_device random;
  const std::uint64_t prefix = std::uint64_t{random()} << 32U | random();
  write_hex(prefix, text_.data() + half, half);
}

std::string_view RequestIds::next() noexcept {
  write_hex(count_++, text_.data() + text_.size(), half);
  return {text_.data(), text_.size()};
}

}  // namespace gatehouse::http::server
