/// Where the values of options come from: the configuration file, the environment, and flags. Each
/// of these is a layer, and a later one wins over an earlier one.
#pragma once

#include <CLI/CLI.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace gatehouse::app {

/// The configuration file, the environment or the flags cannot be used as they are.
class BadConfiguration : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A value that a layer gives to an option. There are no empty ones: an empty value is as none.
struct Layered {
  /// Without "--".
  std::string option;
  /// Of a flag: "true" or "false".
  std::string value;
  /// Where it stands, in words; empty for the command line.
  std::string source;
};

using Layer = std::vector<Layered>;

/// The arguments of a command line, divided.
struct Arguments {
  Layer flags;
  /// All others, in their order: the command, its positional arguments, --help, and options that
  /// the command does not have.
  std::vector<std::string> others;
};

/// Divides `arguments`, which name `command`. Throws BadConfiguration for an option that is given
/// twice, that lacks its value, or that is a flag and has a value other than yes or no.
[[nodiscard]] Arguments divide(const CLI::App& command, const std::vector<std::string>& arguments);

/// The file's keys that `command` has. Throws BadConfiguration for a file that cannot be read, and
/// for a key that no command of `app` has.
[[nodiscard]] Layer from_file(const CLI::App& app, const CLI::App& command,
                              const std::string& path);

/// The variables of the environment that `command` has. Throws BadConfiguration for a variable
/// GATEHOUSE_… that belongs to no option of any command of `app`.
[[nodiscard]] Layer from_environment(const CLI::App& app, const CLI::App& command);

}  // namespace gatehouse::app
