/// What the configuration file and the environment give, as arguments that lie below the flags.
#pragma once

#include <CLI/CLI.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace gatehouse::app {

/// Something in the configuration file or the environment is wrong, and what.
class BadConfiguration : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Layered {
  /// Without "--".
  std::string option;
  /// "--option=value".
  std::string argument;
  /// Where it stands, in words.
  std::string source;
};

/// The file's keys that `command` has. Throws BadConfiguration for a file that cannot be read, and
/// for a key that no command of `app` has: it is a mistake.
[[nodiscard]] std::vector<Layered> from_file(const CLI::App& app, const CLI::App& command,
                                             const std::string& path);

/// The variables of options that `command` has.
[[nodiscard]] std::vector<Layered> from_environment(const CLI::App& command);

}  // namespace gatehouse::app
