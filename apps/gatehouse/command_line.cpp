#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <utility>

#include "layers.hpp"
#include "options.hpp"
#include "version.hpp"

namespace gatehouse::app {
namespace {

/// Whether the command uses the environment and the configuration file at all.
bool takes_options(const CLI::App& command) {
  const std::string& name = command.get_name();
  return name != "version" && name != "openapi" && name != "create-key";
}

/// Shows the type and range, the default in brackets, and the variable of each option.
class Formatter final : public CLI::Formatter {
 public:
  [[nodiscard]] std::string make_option_opts(const CLI::Option* option) const override {
    const std::vector<std::string>& names = option->get_lnames();
    if (names.empty() || names.front() == "help" || names.front() == "version") {
      return CLI::Formatter::make_option_opts(option);
    }
    std::string text;
    if (option->get_type_size() != 0) text += " " + option->get_type_name();
    if (!option->get_default_str().empty()) text += " [" + option->get_default_str() + "]";
    return text + " (Env:" + environment_name(names.front()) + ")";
  }
};

void add_serve(CLI::App& app, Configuration& chosen) {
  CLI::App& serve = *app.add_subcommand("serve", "Run the HTTP server");
  serve.footer(
      "Prints \"listening on URL\" on standard output once it answers. Ends on SIGTERM and SIGINT\n"
      "after answering what is in flight, and reads the TLS files and the encryption keys again\n"
      "on SIGHUP. Logs go to standard error.");
  add_server_options(serve, chosen);
}

void add_create_root(CLI::App& app, Configuration& chosen) {
  CLI::App& create = *app.add_subcommand(
      "create-root", "Create a user with the role root; the password is read from standard input");
  Options options(create, "Where");
  add_database(options, chosen);
  add_migration_backup(options, chosen);
  options.group("User");
  options.add("email", chosen.email, "E-mail of the user");
  add_hashing(options, chosen);
}

void add_create_key(CLI::App& app, Configuration& chosen) {
  CLI::App& create = *app.add_subcommand(
      "create-key", "Make a file with a new encryption key, readable by its owner alone");
  create.add_option("PATH", chosen.new_key_file, "The file, which must not exist yet")->required();
}

void add_rotate_key(CLI::App& app, Configuration& chosen) {
  CLI::App& rotate = *app.add_subcommand(
      "rotate-key", "Seal again, with the first key of the file, what other keys sealed");
  rotate.footer(
      "Servers may run meanwhile, once all of them have read the new key. May be interrupted and\n"
      "run again. Ends with 0 when all secrets are encrypted with that key.");
  Options options(rotate, "Where");
  add_database(options, chosen);
  add_encryption(options, chosen);
}

void add_rotate_signing_key(CLI::App& app, Configuration& chosen) {
  CLI::App& rotate = *app.add_subcommand(
      "rotate-signing-key", "Make a new key that signs access tokens in place of the current one");
  rotate.footer(
      "The new key is published at once and signs after --signing-key-lead; the former one is\n"
      "published until what it signed has expired. Servers may run meanwhile.");
  Options options(rotate, "Where");
  add_database(options, chosen);
  add_encryption(options, chosen);
  options.group("Key");
  add_signing(options, chosen);
  options.add_flag("discard-former", chosen.discard_former,
                   "Forget all former keys, because others may have them: the new one signs at "
                   "once, and no token that they signed is accepted any more");
}

void add_migrate(CLI::App& app, Configuration& chosen) {
  CLI::App& migrate = *app.add_subcommand("migrate", "Bring the database up to date and end");
  Options options(migrate, "Where");
  add_database(options, chosen);
  add_migration_backup(options, chosen);
}

void add_backup(CLI::App& app, Configuration& chosen) {
  CLI::App& backup =
      *app.add_subcommand("backup", "Copy a SQLite database, while it is in use, to a new file");
  backup.add_option("path", chosen.backup, "The new file")->required()->type_name("PATH");
  Options options(backup, "Where");
  add_database(options, chosen);
}

void add_doctor(CLI::App& app, Configuration& chosen) {
  CLI::App& doctor = *app.add_subcommand(
      "doctor", "Check configuration, storage, mail and TLS, without serving or sending anything");
  doctor.footer(
      "Takes the options of serve. Prints a line for each check, and ends with 1 when one is an\n"
      "error. Makes the Maildir's folders if they are missing.");
  add_server_options(doctor, chosen);
}

void add_transfer(CLI::App& app, Configuration& chosen) {
  CLI::App& out = *app.add_subcommand(
      "export", "Write all records of the database to a file, to be imported into another one");
  out.footer("The file holds password hashes and encrypted keys: protect it like the database.");
  Options from(out, "Where");
  add_database(from, chosen);
  from.add("output", chosen.output, "A file that does not exist yet; - is standard output");

  CLI::App& in = *app.add_subcommand("import", "Read an export into a database without records");
  Options into(in, "Where");
  add_database(into, chosen);
  into.add("input", chosen.input, "A file; - is standard input");
  into.add_flag("keep-unusable-passwords", chosen.keep_unusable_passwords,
                "Import users and credentials whose password hash has a form that cannot be "
                "verified; they need new passwords");
}

void add_config(CLI::App& app, std::string& path) {
  for (CLI::App* command : app.get_subcommands({})) {
    if (!takes_options(*command)) continue;
    Options(*command, "Where")
        .add("config", path, "Configuration file (TOML): lines like listen = \"[::]:80\"");
  }
}

void build(CLI::App& app, Configuration& chosen, std::string& config_path) {
  app.description("Gatehouse keeps the accounts of a platform and decides who may enter.");
  app.footer(
      "gatehouse COMMAND --help lists the options of a command. Every option is an environment\n"
      "variable too (--public-url is GATEHOUSE_PUBLIC_URL), and a key of the configuration file.\n"
      "A flag wins over the environment, and the environment over the file.");
  app.set_version_flag("--version", "gatehouse " + std::string(version), "Print the version");
  // Its presence is checked after parsing, since CLI11 would also report a misspelt command as
  // missing.
  app.require_subcommand(0, 1);
  add_serve(app, chosen);
  add_create_root(app, chosen);
  add_create_key(app, chosen);
  add_rotate_key(app, chosen);
  add_rotate_signing_key(app, chosen);
  add_migrate(app, chosen);
  add_backup(app, chosen);
  add_doctor(app, chosen);
  add_transfer(app, chosen);
  app.add_subcommand("openapi", "Print the description of the HTTP API (OpenAPI 3.1)");
  app.add_subcommand("version", "Print the version");
  add_config(app, config_path);
  for (CLI::App* command : app.get_subcommands({})) {
    const auto formatter = std::make_shared<Formatter>();
    formatter->column_width(36);
    command->formatter(formatter);
  }
}

/// Parses `arguments`, which CLI11 expects in reverse order.
void parse(CLI::App& app, std::vector<std::string> arguments) {
  std::reverse(arguments.begin(), arguments.end());
  app.parse(std::move(arguments));
}

/// Returns an empty string if no command is given.
std::string first_command(const CLI::App& app, const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    for (const CLI::App* command : app.get_subcommands({})) {
      if (command->get_name() == argument) return argument;
    }
  }
  return {};
}

/// Maps each option to its value in the last layer that has one.
std::map<std::string, Layered> merged(const std::vector<Layer>& layers) {
  std::map<std::string, Layered> winners;
  for (const Layer& layer : layers) {
    for (const Layered& given : layer) winners.insert_or_assign(given.option, given);
  }
  return winners;
}

/// Returns the layers of a command line, with the flags last.
std::vector<Layer> layers_of(const CLI::App& app, const CLI::App& command, Layer flags) {
  if (!takes_options(command)) return {std::move(flags)};
  std::vector<Layer> layers{from_environment(app, command), std::move(flags)};
  const auto winners = merged(layers);
  const auto config = winners.find("config");
  if (config != winners.end()) {
    layers.insert(layers.begin(), from_file(app, command, config->second.value));
  }
  return layers;
}

/// Sets the value of the option. Throws BadConfiguration if it is invalid.
void apply(CLI::App& command, const Layered& given) {
  const std::string source = given.source.empty() ? "" : " [" + given.source + "]";
  try {
    CLI::Option& option = *command.get_option("--" + given.option);
    option.add_result(given.value);
    option.run_callback();
  } catch (const std::exception& error) {  // BadOption, or an exception of CLI11's own checks
    throw BadConfiguration(error.what() + source);
  }
}

/// Describes the arguments that CLI11 did not recognise. Options are shown by name only, since the
/// value of a misspelt one may be a secret.
std::string unexpected(const std::vector<std::string>& arguments, const CLI::App& app) {
  const std::vector<std::string> unknown = app.remaining(true);
  for (const std::string& argument : arguments) {
    const bool is_unknown = std::find(unknown.begin(), unknown.end(), argument) != unknown.end();
    if (is_unknown && argument.starts_with("-")) {
      return "there is no option " + argument.substr(0, argument.find('='));
    }
  }
  const std::string first = unknown.empty() ? std::string() : " " + unknown.front();
  if (app.get_subcommands().empty()) return "there is no command" + first;
  return "there is an argument too many:" + first;
}

}  // namespace

std::variant<Configuration, Exit> read_command_line(const std::vector<std::string>& arguments) {
  Configuration chosen;
  std::string config_path;
  CLI::App app("", "gatehouse");
  build(app, chosen, config_path);
  try {
    const std::string name = first_command(app, arguments);
    if (name.empty()) {
      parse(app, arguments);  // throws except for help and version output
      throw CLI::RequiredError::Subcommand(1);
    }
    CLI::App& command = *app.get_subcommand(name);
    Arguments divided = divide(command, arguments);
    parse(app, divided.others);
    for (const auto& [option, given] : merged(layers_of(app, command, std::move(divided.flags)))) {
      apply(command, given);
      if (!given.source.empty()) chosen.sources[option] = given.source;
    }
    chosen.command = name;
    return chosen;
  } catch (const CLI::ExtrasError&) {
    std::cerr << "gatehouse: " << unexpected(arguments, app) << "; see --help\n";
    return Exit{2};
  } catch (const CLI::Success& error) {
    return Exit{app.exit(error, std::cout, std::cerr)};
  } catch (const CLI::ParseError& error) {
    (void)app.exit(error, std::cout, std::cerr);
    return Exit{2};
  } catch (const BadConfiguration& error) {
    std::cerr << "gatehouse: " << error.what() << '\n';
    return Exit{2};
  }
}

}  // namespace gatehouse::app
