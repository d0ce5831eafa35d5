/// Reads a stream line by line, up to the maximum length of an export's lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>

namespace gatehouse::transfer {

class Lines {
 public:
  /// Starts at the beginning of the stream, and skips a byte order mark. Throws std::runtime_error
  /// when the stream cannot seek there.
  explicit Lines(std::istream& in);

  /// Reads the next line; returns false at the end. Throws Fault when the line is too long, is not
  /// terminated, or ends with CRLF.
  bool next();

  /// The current line, with its line feed.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  /// The number of the current line: 1, 2, 3, …
  [[nodiscard]] std::uint64_t number() const noexcept { return number_; }

 private:
  void skip_byte_order_mark();

  std::streambuf& in_;
  std::string text_;
  std::uint64_t number_ = 0;
};

}  // namespace gatehouse::transfer
