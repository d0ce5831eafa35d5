/// The configuration file, in TOML format (https://toml.io/en/v1.0.0).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse::app {

/// A key of the file, with its value in the text form of a flag.
struct FileValue {
  std::string key;
  std::string value;
  /// Line number, starting at 1.
  std::uint32_t line = 0;
};

/// Returns the keys in the order of the file. Values are strings, integers and booleans ("true" and
/// "false"). Throws BadConfiguration for an unreadable file, invalid TOML, tables, and other types
/// of values. Its message contains path, line and key, but no value.
[[nodiscard]] std::vector<FileValue> read_configuration_file(const std::string& path);

}  // namespace gatehouse::app
