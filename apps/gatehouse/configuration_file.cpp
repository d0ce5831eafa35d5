#include "configuration_file.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <string_view>

#include "layers.hpp"
#include "text_file.hpp"

namespace gatehouse::app {
namespace {

/// The parser does not explain the error, which is most often an unquoted string.
constexpr const char* hint =
    ". Lines are KEY = VALUE; texts and durations stand in double quotes, as in"
    " public-url = \"https://accounts.example.com\"";

constexpr std::size_t max_size = std::size_t{1} * 1024 * 1024;

[[noreturn]] void refuse(const std::string& path, std::uint32_t line, const std::string& why) {
  throw BadConfiguration("configuration file " + path + ", line " + std::to_string(line) + ": " +
                         why);
}

toml::table parse(const std::string& path) {
  std::string text;
  try {
    text = read_text_file(path, max_size);
  } catch (const UnusableFile& error) {
    throw BadConfiguration(std::string("the configuration file cannot be read: ") + error.what());
  }
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    // The parser quotes unexpected characters one by one, but never a whole value.
    refuse(path, error.source().begin.line, std::string(error.description()) + hint);
  }
}

std::string text_of(const std::string& path, const std::string& key, const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  const std::uint32_t line = node.source().begin.line;
  if (node.is_array()) {
    refuse(path, line, "\"" + key + "\" must have one value, not an array");
  }
  refuse(path, line, "\"" + key + "\" must be a string in quotes, a whole number, true or false");
}

}  // namespace

std::vector<FileValue> read_configuration_file(const std::string& path) {
  const toml::table table = parse(path);
  std::vector<FileValue> values;
  for (const auto& [toml_key, node] : table) {
    const std::string key(toml_key.str());
    const std::uint32_t line = toml_key.source().begin.line;
    if (node.is_table() || node.is_array_of_tables()) {
      refuse(path, line,
             "there is no section [" + key + "]; all keys stand at the top of the file");
    }
    values.push_back({.key = key, .value = text_of(path, key, node), .line = line});
  }
  std::ranges::stable_sort(values, {}, &FileValue::line);
  return values;
}

}  // namespace gatehouse::app
