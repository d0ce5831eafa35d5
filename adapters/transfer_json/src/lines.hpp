/// The lines of a stream, each no longer than any that is ever written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>

namespace gatehouse::transfer {

class Lines {
 public:
  /// Reads from the beginning, where a byte order mark is skipped. Throws std::runtime_error when
  /// the stream has none to go back to.
  explicit Lines(std::istream& in);

  /// False at the end. Throws Fault when the line is too long, the end comes in the middle, or the
  /// line ends with CRLF.
  bool next();

  /// With its line feed.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  /// 1, 2, 3, …
  [[nodiscard]] std::uint64_t number() const noexcept { return number_; }

 private:
  void skip_byte_order_mark();

  std::streambuf& in_;
  std::string text_;
  std::uint64_t number_ = 0;
};

}  // namespace gatehouse::transfer
