#include <exception>
#include <iostream>
#include <string>
#include <variant>
#include <vector>

#include "bad_option.hpp"
#include "command_line.hpp"
#include "commands.hpp"

namespace {

using namespace gatehouse::app;

int run(const Configuration& chosen) {
  if (chosen.command == "serve") return serve(chosen);
  if (chosen.command == "create-root") return create_root(chosen);
  if (chosen.command == "create-key") return create_key(chosen);
  if (chosen.command == "rotate-key") return rotate_key(chosen);
  if (chosen.command == "migrate") return migrate(chosen);
  if (chosen.command == "backup") return back_up(chosen);
  if (chosen.command == "doctor") return doctor(chosen);
  if (chosen.command == "export") return export_records(chosen);
  if (chosen.command == "import") return import_records(chosen);
  if (chosen.command == "openapi") return print_openapi();
  return print_version();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto read = read_command_line({argv + 1, argv + argc});
    if (const auto* exit = std::get_if<Exit>(&read)) return exit->status;
    const auto& chosen = std::get<Configuration>(read);
    try {
      return run(chosen);
    } catch (const BadOption& error) {
      std::cerr << "gatehouse: " << error.in_words(chosen) << '\n';
      return 2;
    }
  } catch (const std::exception& error) {
    std::cerr << "gatehouse: " << error.what() << '\n';
    return 1;
  }
}
