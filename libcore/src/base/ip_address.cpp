#include <gatehouse/base/ip_address.hpp>

#include <algorithm>
#include <charconv>
#include <span>

namespace gatehouse {
namespace {

constexpr std::size_t v4_offset = 12;
constexpr unsigned v4_bits = 96;
constexpr std::array<std::uint8_t, v4_offset> v4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

/// Decimal digits without leading zeros, up to `most`.
std::optional<unsigned> read_number(std::string_view text, unsigned most) noexcept {
  const bool zero_padded = text.size() > 1 && text.front() == '0';
  if (text.empty() || text.size() > 3 || zero_padded) return std::nullopt;
  unsigned number = 0;
  const char* end = text.data() + text.size();
  const auto [read, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || read != end || number > most) return std::nullopt;
  return number;
}

/// Reads one to `out.size()` numbers separated by dots and returns their count; 0 for any other
/// text.
std::size_t read_dotted(std::string_view text, std::span<std::uint8_t> out) noexcept {
  for (std::size_t count = 0; count < out.size();) {
    const std::size_t dot = text.find('.');
    const auto number = read_number(text.substr(0, dot), 255);
    if (!number) return 0;
    out[count++] = static_cast<std::uint8_t>(*number);
    if (dot == std::string_view::npos) return count;
    text.remove_prefix(dot + 1);
  }
  return 0;
}

/// Reads groups of hex digits separated by colons, the last two optionally as an IPv4 address.
/// Returns the number of octets, or nothing for any other text.
std::optional<std::size_t> read_groups(std::string_view text,
                                       std::span<std::uint8_t, 16> out) noexcept {
  std::size_t size = 0;
  while (!text.empty()) {
    const std::size_t colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    if (colon == std::string_view::npos && group.find('.') != std::string_view::npos) {
      if (size > v4_offset || read_dotted(group, out.subspan(size, 4)) != 4) return std::nullopt;
      return size + 4;
    }
    unsigned number = 0;
    const auto [read, error] =
        std::from_chars(group.data(), group.data() + group.size(), number, 16);
    if (group.empty() || group.size() > 4 || error != std::errc() ||
        read != group.data() + group.size() || size == out.size()) {
      return std::nullopt;
    }
    out[size++] = static_cast<std::uint8_t>(number >> 8U);
    out[size++] = static_cast<std::uint8_t>(number);
    if (colon == std::string_view::npos) break;
    text.remove_prefix(colon + 1);
    if (text.empty()) return std::nullopt;
  }
  return size;
}

bool read_v6(std::string_view text, IpAddress::Bytes& bytes) noexcept {
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) return read_groups(text, bytes) == bytes.size();

  IpAddress::Bytes behind{};
  const std::string_view before = text.substr(0, gap);
  const auto head = read_groups(before, bytes);
  const auto tail = read_groups(text.substr(gap + 2), behind);
  // The gap stands for at least one group, and an IPv4 address must come last.
  if (!head || !tail || *head + *tail > bytes.size() - 2 ||
      before.find('.') != std::string_view::npos) {
    return false;
  }
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(*head), bytes.end(), std::uint8_t{0});
  std::copy_n(behind.begin(), *tail, bytes.end() - static_cast<std::ptrdiff_t>(*tail));
  return true;
}

bool same_prefix(const IpAddress::Bytes& a, const IpAddress::Bytes& b, unsigned bits) noexcept {
  const std::size_t whole = bits / 8;
  if (!std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole), b.begin())) {
    return false;
  }
  const unsigned rest = bits % 8;
  return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

bool ends_with_zeros(const IpAddress::Bytes& bytes, unsigned prefix) noexcept {
  for (unsigned bit = prefix; bit < 128; ++bit) {
    if ((bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) return false;
  }
  return true;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) noexcept {
  IpAddress address;
  if (text.find(':') != std::string_view::npos) {
    if (!read_v6(text, address.bytes_)) return std::nullopt;
    return address;
  }
  std::copy(v4_prefix.begin(), v4_prefix.end(), address.bytes_.begin());
  if (read_dotted(text, std::span(address.bytes_).subspan(v4_offset)) != 4) return std::nullopt;
  return address;
}

bool IpAddress::is_v4() const noexcept {
  return std::equal(v4_prefix.begin(), v4_prefix.end(), bytes_.begin());
}

std::optional<IpRange> IpRange::parse(std::string_view text) {
  IpRange range;
  range.text_ = text;
  const std::size_t slash = text.find('/');
  if (const auto address = IpAddress::parse(text.substr(0, slash))) {
    range.first_ = *address;
    range.prefix_ = 128;
    if (slash == std::string_view::npos) return range;
    const bool v4 = text.find(':') == std::string_view::npos;
    const auto bits = read_number(text.substr(slash + 1), v4 ? 32 : 128);
    if (!bits) return std::nullopt;
    range.prefix_ = v4 ? v4_bits + *bits : *bits;
    if (!ends_with_zeros(range.first_.bytes_, range.prefix_)) return std::nullopt;
    return range;
  }
  std::copy(v4_prefix.begin(), v4_prefix.end(), range.first_.bytes_.begin());
  const std::size_t numbers =
      read_dotted(text, std::span(range.first_.bytes_).subspan(v4_offset, 3));
  if (numbers == 0) return std::nullopt;
  range.prefix_ = v4_bits + static_cast<unsigned>(numbers) * 8;
  return range;
}

bool IpRange::contains(const IpAddress& address) const noexcept {
  const bool v4 = prefix_ >= v4_bits && first_.is_v4();
  return v4 == address.is_v4() && same_prefix(first_.bytes_, address.bytes_, prefix_);
}

bool allows(const std::vector<IpRange>& ranges, const std::optional<IpAddress>& address) noexcept {
  if (ranges.empty()) return true;
  return address && std::any_of(ranges.begin(), ranges.end(),
                                [&](const IpRange& range) { return range.contains(*address); });
}

}  // namespace gatehouse
