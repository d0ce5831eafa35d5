/// Names of requests, by which an answer and what was logged of it are found.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gatehouse::http::server {

/// Whether the id that a client chose may be used: 1 to 128 visible ASCII characters, none of which
/// ends a quoted text.
[[nodiscard]] bool is_request_id(std::string_view text) noexcept;

/// New ids: 32 hexadecimal digits, half of them random, half counted. For one thread.
class RequestIds {
 public:
  /// Throws std::exception when the system has no random bits.
  RequestIds();

  /// Good until the next.
  [[nodiscard]] std::string_view next() noexcept;

 private:
  static constexpr std::size_t half = 16;

  std::array<char, 2 * half> text_{};
  std::uint64_t count_ = 0;
};

}  // namespace gatehouse::http::server
