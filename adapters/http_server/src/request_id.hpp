/// Request ids, which link a response to its log entries.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gatehouse::http::server {

/// Whether an id chosen by the client is acceptable: 1 to 128 visible ASCII characters without
/// quotation mark, apostrophe and backslash.
[[nodiscard]] bool is_request_id(std::string_view text) noexcept;

/// Generates ids of 32 hexadecimal digits, half random, half counter. Not thread-safe.
class RequestIds {
 public:
  /// Throws std::exception if the system provides no random bits.
  RequestIds();

  /// The result is valid until the next call.
  [[nodiscard]] std::string_view next() noexcept;

 private:
  static constexpr std::size_t half = 16;

  std::array<char, 2 * half> text_{};
  std::uint64_t count_ = 0;
};

}  // namespace gatehouse::http::server
