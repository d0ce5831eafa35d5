/// The configuration file, which is TOML (https://toml.io/en/v1.0.0).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse::app {

/// A key of the file with its value as the text that a flag would have.
struct FileValue {
  std::string key;
  std::string value;
  /// Counted from 1.
  std::uint32_t line = 0;
};

/// The file's keys in the order of the file. Values are strings, whole numbers, and booleans (which
/// become "true" and "false"). Throws BadConfiguration, whose text holds path, line and key but no
/// value, for a file that cannot be read or is not TOML, for tables, and for values of other kinds.
[[nodiscard]] std::vector<FileValue> read_configuration_file(const std::string& path);

}  // namespace gatehouse::app
