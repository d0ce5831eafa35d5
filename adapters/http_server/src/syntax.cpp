#include <gatehouse/http_server/syntax.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace gatehouse::http {
namespace {

using Set = std::array<bool, 256>;

constexpr std::size_t index(char octet) { return static_cast<unsigned char>(octet); }

constexpr Set letters_digits_and(std::string_view marks) {
  Set set{};
  for (char octet = '0'; octet <= '9'; ++octet) set[index(octet)] = true;
  for (char octet = 'A'; octet <= 'Z'; ++octet) set[index(octet)] = true;
  for (char octet = 'a'; octet <= 'z'; ++octet) set[index(octet)] = true;
  for (const char octet : marks) set[index(octet)] = true;
  return set;
}

constexpr Set text_octets() {
  Set set{};
  for (std::size_t octet = ' '; octet < set.size(); ++octet) set[octet] = octet != 0x7f;
  set[index('\t')] = true;
  return set;
}

constexpr Set token_octets = letters_digits_and("!#$%&'*+-.^_`|~");
constexpr Set target_octets = letters_digits_and("-._~!$&'()*+,;=:@/?%");
constexpr Set authority_octets = letters_digits_and("-._~!$&'()*+,;=:%[]");
constexpr Set value_octets = text_octets();

bool all_of(std::string_view text, const Set& set) noexcept {
  return std::ranges::all_of(text, [&](char octet) { return set[index(octet)]; });
}

}  // namespace

bool is_token_octet(char octet) noexcept { return token_octets[index(octet)]; }

bool is_token(std::string_view text) noexcept {
  return !text.empty() && all_of(text, token_octets);
}

bool is_field_value(std::string_view text) noexcept { return all_of(text, value_octets); }

bool is_path_and_query(std::string_view text) noexcept { return all_of(text, target_octets); }

bool is_authority(std::string_view text) noexcept { return all_of(text, authority_octets); }

std::optional<std::uint64_t> decimal(std::string_view text) noexcept {
  std::uint64_t number = 0;
  const auto* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end) return std::nullopt;
  return number;
}

std::string_view trim(std::string_view text) noexcept {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::pair<std::string_view, std::string_view> split(std::string_view text, char separator) {
  const std::size_t at = text.find(separator);
  if (at == std::string_view::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + 1)};
}

}  // namespace gatehouse::http
