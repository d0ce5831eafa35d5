/// Flags, environment variables and the configuration file: every option can be given as any of
/// them, and the first of these that has it wins.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "configuration.hpp"

namespace gatehouse::app {

/// The program is to end at once with this status; what there was to say has been printed.
struct Exit {
  int status = 0;
};

/// `arguments` without the program's name.
[[nodiscard]] std::variant<Configuration, Exit> read_command_line(
    const std::vector<std::string>& arguments);

}  // namespace gatehouse::app
