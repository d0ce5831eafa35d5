#include "layers.hpp"

#include <cstdlib>
#include <set>

namespace gatehouse::app {
namespace {

std::set<std::string> option_names(const CLI::App& command) {
  std::set<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.insert(name);
  }
  return names;
}

}  // namespace

std::vector<Layered> from_file(const CLI::App& app, const CLI::App& command,
                               const std::string& path) {
  std::set<std::string> all;
  for (const CLI::App* any : app.get_subcommands({})) all.merge(option_names(*any));
  const std::set<std::string> own = option_names(command);

  std::vector<Layered> given;
  std::vector<CLI::ConfigItem> items;
  try {
    items = CLI::ConfigTOML().from_file(path);
  } catch (const CLI::Error& error) {
    throw BadConfiguration("configuration file " + path + " cannot be read: " + error.what());
  }
  for (const CLI::ConfigItem& item : items) {
    // How CLI11 tells that a section begins.
    if (item.name == "++") {
      throw BadConfiguration("configuration file " + path + ": there is no section [" +
                             CLI::detail::join(item.parents, ".") + "]");
    }
    if (!item.parents.empty() || all.count(item.name) == 0 || item.name == "config") {
      throw BadConfiguration("configuration file " + path + ": there is no option \"" +
                             item.fullname() + "\"");
    }
    if (item.inputs.size() != 1) {
      throw BadConfiguration("configuration file " + path + ": \"" + item.name +
                             "\" must have one value");
    }
    if (own.count(item.name) == 0) continue;
    given.push_back({.option = item.name,
                     .argument = "--" + item.name + "=" + item.inputs[0],
                     .source = "configuration file " + path + ", key \"" + item.name + "\""});
  }
  return given;
}

std::vector<Layered> from_environment(const CLI::App& command) {
  std::vector<Layered> given;
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_envname().empty()) continue;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread is running yet
    const char* value = std::getenv(option->get_envname().c_str());
    if (value == nullptr) continue;
    const std::string& name = option->get_lnames().at(0);
    given.push_back({.option = name,
                     .argument = "--" + name + "=" + value,
                     .source = "environment variable " + option->get_envname()});
  }
  return given;
}

}  // namespace gatehouse::app
