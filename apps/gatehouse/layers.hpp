/// The sources of option values: the configuration file, the environment, and flags. Each is a
/// layer, and later ones take precedence.
#pragma once

#include <CLI/CLI.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace gatehouse::app {

/// The configuration file, the environment or the flags are invalid.
class BadConfiguration : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The value of an option in one layer. Empty values are treated as absent.
struct Layered {
  /// Without "--".
  std::string option;
  /// For a flag, "true" or "false".
  std::string value;
  /// A description of the source; empty for the command line.
  std::string source;
};

using Layer = std::vector<Layered>;

/// The parsed arguments of a command line.
struct Arguments {
  Layer flags;
  /// All others, in their order: the command, its positional arguments, --help, and options that
  /// the command does not have.
  std::vector<std::string> others;
};

/// Parses `arguments`, which name `command`. Throws BadConfiguration for an option that is given
/// twice or lacks its value, and for a flag with a value other than yes or no.
[[nodiscard]] Arguments divide(const CLI::App& command, const std::vector<std::string>& arguments);

/// Returns the file's keys that apply to `command`. Throws BadConfiguration for an unreadable file,
/// and for a key that no command of `app` has.
[[nodiscard]] Layer from_file(const CLI::App& app, const CLI::App& command,
                              const std::string& path);

/// Returns the environment variables that apply to `command`. Throws BadConfiguration for a
/// variable GATEHOUSE_… that matches no option of any command of `app`.
[[nodiscard]] Layer from_environment(const CLI::App& app, const CLI::App& command);

}  // namespace gatehouse::app
