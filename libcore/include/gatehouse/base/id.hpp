/// Identifiers: 16 bytes, written as 32 lower-case hex digits.
///
/// Ids of different kinds are distinct types without conversions, so that a project's id cannot be
/// passed where an account's is expected.
///
/// Gatehouse generates ids as UUID version 7 (RFC 9562): they sort in the order of creation, which
/// is the order of every list. An id is not a secret.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse {

template <class Tag>
class Id {
 public:
  using Bytes = std::array<std::uint8_t, 16>;

  /// The nil id: all zero, which no record has.
  constexpr Id() noexcept = default;
  constexpr explicit Id(const Bytes& bytes) noexcept : bytes_(bytes) {}

  /// Reads exactly 32 lower-case hex digits.
  [[nodiscard]] static std::optional<Id> parse(std::string_view text) noexcept {
    Bytes bytes;
    if (!from_hex(text, bytes)) return std::nullopt;
    return Id(bytes);
  }

  [[nodiscard]] const Bytes& bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::string to_string() const { return to_hex(bytes_); }
  [[nodiscard]] bool is_nil() const noexcept { return *this == Id(); }

  /// Compares bytes, which gives the order of creation.
  friend constexpr std::strong_ordering operator<=>(const Id& a, const Id& b) noexcept {
    return compare_bytes(a.bytes_, b.bytes_);
  }
  friend constexpr bool operator==(const Id&, const Id&) noexcept = default;

 private:
  Bytes bytes_{};
};

}  // namespace gatehouse

template <class Tag>
struct std::hash<gatehouse::Id<Tag>> {
  std::size_t operator()(const gatehouse::Id<Tag>& id) const noexcept {
    // The second half is random (RFC 9562), so it can be used as a hash unchanged.
    std::size_t value = 0;
    std::memcpy(&value, id.bytes().data() + 8, sizeof value);
    return value;
  }
};
