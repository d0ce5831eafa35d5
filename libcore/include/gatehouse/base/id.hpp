/// Identifiers: 16 bytes, written as 32 lower-case hex digits.
///
/// Ids of different things are different types and do not convert into each other, so that a
/// project's id never ends up where an account's is meant.
///
/// Gatehouse makes ids as UUID version 7 (RFC 9562): they sort in the order of creation, which is
/// the order of every list. An id is no secret.
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

  /// The nil id: all zero, the id of nothing.
  constexpr Id() noexcept = default;
  constexpr explicit Id(const Bytes& bytes) noexcept : bytes_(bytes) {}

  /// Reads 32 lower-case hex digits; nothing else is an id.
  [[nodiscard]] static std::optional<Id> parse(std::string_view text) noexcept {
    Bytes bytes;
    if (!from_hex(text, bytes)) return std::nullopt;
    return Id(bytes);
  }

  [[nodiscard]] const Bytes& bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::string to_string() const { return to_hex(bytes_); }
  [[nodiscard]] bool is_nil() const noexcept { return *this == Id(); }

  /// By bytes, which is the order of creation.
  friend constexpr auto operator<=>(const Id&, const Id&) noexcept = default;

 private:
  Bytes bytes_{};
};

}  // namespace gatehouse

template <class Tag>
struct std::hash<gatehouse::Id<Tag>> {
  std::size_t operator()(const gatehouse::Id<Tag>& id) const noexcept {
    // The second half is random (RFC 9562), so it serves as a hash as it is.
    std::size_t value = 0;
    std::memcpy(&value, id.bytes().data() + 8, sizeof value);
    return value;
  }
};
