/// Flags, environment variables and the configuration file. Every option can be given as any of
/// them; they take precedence in this order.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "configuration.hpp"

namespace gatehouse::app {

/// The program must exit at once with this status. All output has been printed.
struct Exit {
  int status = 0;
};

/// `arguments` without the program's name.
[[nodiscard]] std::variant<Configuration, Exit> read_command_line(
    const std::vector<std::string>& arguments);

}  // namespace gatehouse::app
