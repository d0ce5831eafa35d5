// IP addresses and ranges: inet_pton() accepts the same addresses, and a range contains exactly the
// addresses with its prefix.
#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include <gatehouse/base/ip_address.hpp>

#include "fuzz.hpp"

namespace {

using namespace gatehouse;
using fuzz::require;

/// As parsed by the C library, with IPv4 in its mapped form.
std::optional<IpAddress::Bytes> second_reading(const std::string& text) {
  IpAddress::Bytes bytes{};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return bytes;
  bytes.fill(0);
  bytes[10] = bytes[11] = 0xFF;
  if (inet_pton(AF_INET, text.c_str(), &bytes[12]) == 1) return bytes;
  return std::nullopt;
}

std::string written(const IpAddress::Bytes& bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  require(inet_ntop(AF_INET6, bytes.data(), text.data(), text.size()) != nullptr,
          "the C library writes every address");
  return text.data();
}

void check_address(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    require(!IpAddress::parse(text), "an address holds no NUL");
    return;
  }
  const auto address = IpAddress::parse(text);
  const auto second = second_reading(std::string(text));
  require(address.has_value() == second.has_value(), "both readers accept the same texts");
  if (!address) return;
  require(address->bytes() == *second, "both readers find the same address");
  require(IpAddress::parse(written(address->bytes())) == address,
          "a written address is read as the same");
}

/// The length of the prefix, determined by queries of the range.
void check_range(std::string_view text) {
  const auto range = IpRange::parse(text);
  if (!range) return;
  require(range->text() == text, "the range is kept as it was given");
  require(IpRange::parse(range->text()) == range, "a range is read as the same twice");

  const std::string start(text.substr(0, text.find('/')));
  const auto first = IpAddress::parse(start);
  if (!first) return;  // Abbreviated IPv4.
  require(range->contains(*first), "a range holds its first address");
  if (text.find('/') == std::string_view::npos) {
    require(!range->contains(*IpAddress::parse(first->is_v4() ? "192.0.2.255" : "2001:db8::ff")) ||
                first->bytes()[15] == 0xFF,
            "an address alone is a range of one");
  }
  // Flipping a bit within the prefix leads out of the range, and flipping a later one does not.
  bool decides = true;
  for (std::size_t bit = first->is_v4() ? 96 : 0; bit < 128; ++bit) {
    IpAddress::Bytes bytes = first->bytes();
    const unsigned mask = 0x80U >> (bit % 8);
    const bool is_set = (bytes[bit / 8] & mask) != 0;
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ mask);
    const auto changed = IpAddress::parse(written(bytes));
    require(changed.has_value(), "every address is read");
    const bool outside = !range->contains(*changed);
    // An IPv6 address that becomes an IPv4 address is outside of every IPv6 range.
    if (changed->is_v4() != first->is_v4()) continue;
    require(decides || !outside, "no bit behind the prefix decides");
    require(outside || !is_set, "no bit behind the prefix is set");
    decides = outside;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  check_address(text);
  check_range(text);
  return 0;
}
