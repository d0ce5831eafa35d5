#include "lines.hpp"

#include <stdexcept>
#include <string_view>

#include "fault.hpp"

namespace gatehouse::transfer {
namespace {

/// The longest records contain a project's push keys, of which the HTTP API accepts up to 256 KiB;
/// an octet takes six octets at most in JSON.
constexpr std::size_t longest_line = std::size_t{64} << 20;

}  // namespace

Lines::Lines(std::istream& in) : in_(*in.rdbuf()) {
  in.clear();
  if (!in.seekg(0)) throw std::runtime_error("the export cannot be read from its beginning");
  skip_byte_order_mark();
}

void Lines::skip_byte_order_mark() {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  for (const char octet : mark) {
    if (in_.sgetc() != std::streambuf::traits_type::to_int_type(octet)) {
      in_.pubseekpos(0, std::ios::in);
      return;
    }
    in_.sbumpc();
  }
}

bool Lines::next() {
  using Traits = std::streambuf::traits_type;
  ++number_;
  text_.clear();
  for (;;) {
    const Traits::int_type octet = in_.sbumpc();
    if (Traits::eq_int_type(octet, Traits::eof())) {
      if (text_.empty()) return false;
      throw Fault("ends in its middle: the export was cut off");
    }
    text_.push_back(Traits::to_char_type(octet));
    if (text_.ends_with("\r\n")) {
      throw Fault(
          "ends like a line of Windows (CRLF): the export was changed on its way; copy it "
          "as it is, or convert it back (dos2unix)");
    }
    if (text_.back() == '\n') return true;
    if (text_.size() == longest_line) throw Fault("is longer than any line of an export");
  }
}

}  // namespace gatehouse::transfer
