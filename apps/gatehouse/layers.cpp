#include "layers.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string_view>
#include <utility>

#include <unistd.h>

#include <gatehouse/base/ascii.hpp>

#include "configuration_file.hpp"
#include "options.hpp"
#include "values.hpp"

namespace gatehouse::app {
namespace {

/// Returns null if the command has no such option, or if it is one of CLI11's own, like --help.
const CLI::Option* find(const CLI::App& command, const std::string& name) {
  const CLI::Option* option = command.get_option_no_throw("--" + name);
  return option == command.get_help_ptr() ? nullptr : option;
}

bool is_flag(const CLI::Option& option) { return option.get_expected_max() == 0; }

/// Returns "hide-accounts" for "no-hide-accounts" if the command has that flag.
std::optional<std::string> without_no(const CLI::App& command, const std::string& name) {
  constexpr std::string_view no = "no-";
  if (!name.starts_with(no)) return std::nullopt;
  const std::string positive = name.substr(no.size());
  const CLI::Option* const option = find(command, positive);
  if (option == nullptr || !is_flag(*option)) return std::nullopt;
  return positive;
}

template <class Predicate>
bool any_command(const CLI::App& app, Predicate has) {
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  return std::ranges::any_of(commands, [&has](const CLI::App* one) { return has(*one); });
}

bool is_known(const CLI::App& app, const std::string& name) {
  return any_command(app, [&name](const CLI::App& command) {
    return find(command, name) != nullptr && !without_no(command, name);
  });
}

/// Returns "hide-accounts" for "no-hide-accounts" if any command has that flag. The negated form is
/// only available on the command line.
std::optional<std::string> positive_of(const CLI::App& app, const std::string& name) {
  std::optional<std::string> positive;
  (void)any_command(app, [&](const CLI::App& command) {
    positive = without_no(command, name);
    return positive.has_value();
  });
  return positive;
}

/// Formats the source of a value that is not from the command line.
std::string in_brackets(const std::string& source) {
  return source.empty() ? source : " [" + source + "]";
}

/// Converts `text` to a value of the option `name`. Throws BadConfiguration, which names `source`.
std::string read_text(const CLI::Option& option, const std::string& name, const std::string& text,
                      const std::string& source) {
  if (text.find('\0') != std::string::npos) {
    throw BadConfiguration("--" + name + " must not hold NUL" + in_brackets(source));
  }
  if (!is_flag(option)) return text;
  const std::optional<bool> yes = parse_yes_or_no(text);
  if (!yes) {
    throw BadConfiguration("--" + name + " must be " + yes_or_no_in_words + ", not " + text +
                           in_brackets(source));
  }
  return *yes ? "true" : "false";
}

/// Reads the arguments after the command from left to right.
class Division {
 public:
  Division(const CLI::App& command, Arguments& into) : command_(command), into_(into) {}

  void read(std::vector<std::string>::const_iterator at,
            std::vector<std::string>::const_iterator end) {
    while (at != end) {
      const std::string& argument = *at++;
      if (argument == "--") {
        into_.others.push_back(argument);
        into_.others.insert(into_.others.end(), at, end);
        return;
      }
      const std::size_t equals = argument.find('=');
      const std::string name =
          argument.starts_with("--") ? argument.substr(2, equals - 2) : std::string();
      std::optional<std::string> value;
      if (equals != std::string::npos) value = argument.substr(equals + 1);

      const CLI::Option* const option = name.empty() ? nullptr : find(command_, name);
      if (option == nullptr) {
        into_.others.push_back(argument);
      } else if (is_flag(*option)) {
        add_flag(*option, name, std::move(value));
      } else {
        if (!value) {
          if (at == end || is_option(*at)) throw BadConfiguration("--" + name + " needs a value");
          value = *at++;
        }
        add(*option, name, read_text(*option, name, *value, {}));
      }
    }
  }

 private:
  [[nodiscard]] bool is_option(const std::string& argument) const {
    return argument.starts_with("--") &&
           find(command_, argument.substr(2, argument.find('=') - 2)) != nullptr;
  }

  void add_flag(const CLI::Option& option, const std::string& name,
                std::optional<std::string> value) {
    const auto positive = without_no(command_, name);
    if (value && value->empty()) return add(option, positive.value_or(name), {});
    std::string text = read_text(option, name, value.value_or("true"), {});
    if (positive) text = text == "true" ? "false" : "true";
    add(option, positive.value_or(name), std::move(text));
  }

  void add(const CLI::Option& option, const std::string& name, std::string value) {
    if (!seen_.insert(name).second && !Options::is_list(option)) {
      throw BadConfiguration("--" + name + " is given more than once; give it once");
    }
    if (value.empty()) return;
    const auto before = std::ranges::find(into_.flags, name, &Layered::option);
    if (before != into_.flags.end()) {
      before->value += "," + value;
    } else {
      into_.flags.push_back({.option = name, .value = std::move(value), .source = {}});
    }
  }

  const CLI::App& command_;
  Arguments& into_;
  std::set<std::string> seen_;
};

/// Kubernetes and Docker describe a service named gatehouse, or gatehouse-edge, in such variables
/// to every container next to it; see
/// https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
bool describes_a_service(const std::string& name, const std::string& value) {
  static const std::regex service(
      "GATEHOUSE(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
      "|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");
  if (std::regex_match(name, service)) return true;
  return name.ends_with("_PORT") && value.find("://") != std::string::npos;
}

/// Converts "GATEHOUSE_PUBLIC_URL" to "public-url".
std::string option_name(std::string_view variable) {
  std::string name(variable.substr(environment_prefix.size()));
  std::ranges::transform(name, name.begin(), [](char c) { return c == '_' ? '-' : to_lower(c); });
  return name;
}

/// Returns the variables that begin with our prefix, by name.
std::map<std::string, std::string> our_variables() {
  std::map<std::string, std::string> variables;
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
    const std::string_view entry(*at);
    const std::size_t equals = entry.find('=');
    if (!entry.starts_with(environment_prefix) || equals == std::string_view::npos) continue;
    variables.emplace(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return variables;
}

}  // namespace

Arguments divide(const CLI::App& command, const std::vector<std::string>& arguments) {
  Arguments divided;
  const auto named = std::ranges::find(arguments, command.get_name());
  const auto behind = named == arguments.end() ? named : std::next(named);
  divided.others.assign(arguments.begin(), behind);
  Division(command, divided).read(behind, arguments.end());
  return divided;
}

BadConfiguration unknown_key(const CLI::App& app, const std::string& path, const FileValue& item) {
  const auto positive = positive_of(app, item.key);
  return BadConfiguration("configuration file " + path + ", line " + std::to_string(item.line) +
                          ": there is no option \"" + item.key + "\"" +
                          (positive ? "; write " + *positive + " = false" : ""));
}

BadConfiguration unknown_variable(const CLI::App& app, const std::string& variable,
                                  const std::string& name) {
  const auto positive = positive_of(app, name);
  return BadConfiguration("environment variable " + variable + ": there is no option --" + name +
                          (positive ? "; write " + environment_name(*positive) + "=no" : ""));
}

std::string source_of(const std::string& path, const FileValue& item) {
  return "configuration file " + path + ", key \"" + item.key + "\", line " +
         std::to_string(item.line);
}

Layer from_file(const CLI::App& app, const CLI::App& command, const std::string& path) {
  Layer given;
  for (const FileValue& item : read_configuration_file(path)) {
    const std::string& key = item.key;
    if (!is_known(app, key) || key == "config") throw unknown_key(app, path, item);
    const CLI::Option* const option = find(command, key);
    if (option == nullptr || item.value.empty()) continue;
    const std::string source = source_of(path, item);
    given.push_back(
        {.option = key, .value = read_text(*option, key, item.value, source), .source = source});
  }
  return given;
}

Layer from_environment(const CLI::App& app, const CLI::App& command) {
  Layer given;
  for (const auto& [variable, value] : our_variables()) {
    const std::string name = option_name(variable);
    if (environment_name(name) != variable || !is_known(app, name)) {
      if (describes_a_service(variable, value)) continue;
      throw unknown_variable(app, variable, name);
    }
    const CLI::Option* const option = find(command, name);
    if (option == nullptr || value.empty()) continue;
    const std::string source = "environment variable " + variable;
    given.push_back(
        {.option = name, .value = read_text(*option, name, value, source), .source = source});
  }
  return given;
}

}  // namespace gatehouse::app
