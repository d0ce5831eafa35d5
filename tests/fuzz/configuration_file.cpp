// Configuration files: an accepted file yields the same when it is written and read again, and any
// other is refused with a message that contains the path.
#include <sys/mman.h>
#include <unistd.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <configuration_file.hpp>
#include <layers.hpp>

#include "fuzz.hpp"

namespace {

using namespace gatehouse::app;
using gatehouse::fuzz::require;

/// An in-memory file, at a path under /proc.
class File {
 public:
  File() : descriptor_(memfd_create("configuration", 0)) {
    require(descriptor_ >= 0, "a file in memory can be made");
  }

  void write(std::string_view text) const {
    require(ftruncate(descriptor_, 0) == 0, "the file can be emptied");
    require(pwrite(descriptor_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()),
            "the file can be written");
  }

  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

/// The text as a TOML string, with each control character escaped.
std::string toml_string(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out = "\"";
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (octet < 0x20 || octet == 0x7F) {
      out += "\\u00";
      out += digits[octet >> 4U];
      out += digits[octet & 0xFU];
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string written(const std::vector<FileValue>& values) {
  std::string text;
  for (const FileValue& value : values) {
    text += toml_string(value.key) + " = " + toml_string(value.value) + "\n";
  }
  return text;
}

void check(const File& file, const std::vector<FileValue>& values) {
  std::set<std::string> keys;
  std::uint32_t line = 1;
  for (const FileValue& value : values) {
    require(keys.insert(value.key).second, "each key is there once");
    require(value.line >= line, "values come in the order of the file");
    line = value.line;
  }
  file.write(written(values));
  const auto again = read_configuration_file(file.path());
  require(again.size() == values.size(), "a written file has as many values");
  for (std::size_t i = 0; i < values.size(); ++i) {
    require(again[i].key == values[i].key, "a key is kept");
    require(again[i].value == values[i].value, "a value is kept");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const File file;
  file.write(gatehouse::fuzz::text_of(data, size));
  std::vector<FileValue> values;
  try {
    values = read_configuration_file(file.path());
  } catch (const BadConfiguration& refused) {
    require(std::string_view(refused.what()).find("configuration file") != std::string_view::npos,
            "a refusal names the file");
    return 0;
  }
  check(file, values);
  return 0;
}
