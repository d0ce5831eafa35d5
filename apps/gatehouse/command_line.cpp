#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <map>
#include <optional>
#include <utility>

#include "layers.hpp"
#include "options.hpp"
#include "version.hpp"

namespace gatehouse::app {
namespace {

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
  options.group("User");
  options.add("email", chosen.email, "E-mail of the user");
  add_hashing(options, chosen);
}

void add_create_key(CLI::App& app, Configuration& chosen) {
  CLI::App& create = *app.add_subcommand(
      "create-key", "Make a file with a new encryption key, readable for its owner alone");
  create.add_option("PATH", chosen.new_key_file, "The file, which must not be there yet")
      ->required();
}

void add_rotate_key(CLI::App& app, Configuration& chosen) {
  CLI::App& rotate = *app.add_subcommand(
      "rotate-key", "Seal anew, with the first key of the file, what other keys sealed");
  rotate.footer(
      "Servers may run meanwhile, once all of them have read the new key. May be interrupted and\n"
      "run again. Ends with 0 when all is sealed with that key.");
  Options options(rotate, "Where");
  add_database(options, chosen);
  add_encryption(options, chosen);
}

void add_rotate_signing_key(CLI::App& app, Configuration& chosen) {
  CLI::App& rotate = *app.add_subcommand(
      "rotate-signing-key", "Make a new key that signs access tokens in the place of the former");
  rotate.footer(
      "The new key is published at once and signs after --signing-key-lead; the former one is\n"
      "published until what it signed has expired. Servers may run meanwhile.");
  Options options(rotate, "Where");
  add_database(options, chosen);
  add_encryption(options, chosen);
  options.group("Key");
  add_signing(options, chosen);
  options.add_flag("discard-former", chosen.discard_former,
                   "Forget all former keys, for somebody else may have them: the new one signs at "
                   "once, and no token that they signed is taken any more");
}

void add_migrate(CLI::App& app, Configuration& chosen) {
  CLI::App& migrate = *app.add_subcommand("migrate", "Bring the database up to date and end");
  Options options(migrate, "Where");
  add_database(options, chosen);
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
      "Takes the options of serve. Says a line for each check, and ends with 1 when one is an\n"
      "error. Makes the Maildir's folders where there are none.");
  add_server_options(doctor, chosen);
}

void add_transfer(CLI::App& app, Configuration& chosen) {
  CLI::App& out = *app.add_subcommand(
      "export", "Write all that the database holds, to be imported into another one");
  out.footer("What is written holds password hashes and sealed keys: keep it like the database.");
  Options from(out, "Where");
  add_database(from, chosen);
  from.add("output", chosen.output, "A file that is not there yet; - is standard output");

  CLI::App& in = *app.add_subcommand("import", "Read an export into a database without records");
  Options into(in, "Where");
  add_database(into, chosen);
  into.add("input", chosen.input, "A file; - is standard input");
}

void add_config(CLI::App& app, std::string& path) {
  for (CLI::App* command : app.get_subcommands({})) {
    const std::string& name = command->get_name();
    if (name == "version" || name == "openapi" || name == "create-key") continue;
    command->add_option("--config", path, "Configuration file: lines like listen = \"[::]:80\"")
        ->envname("GATEHOUSE_CONFIG")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
        ->group("Where");
  }
}

void build(CLI::App& app, Configuration& chosen, std::string& config_path) {
  app.description("Gatehouse keeps the accounts of a platform and decides who may enter.");
  app.footer(
      "gatehouse COMMAND --help tells the options of a command. Every option is an environment\n"
      "variable too (--public-url is GATEHOUSE_PUBLIC_URL), and a key of the configuration file.\n"
      "A flag wins over the environment, and the environment over the file.");
  app.set_version_flag("--version", "gatehouse " + std::string(version), "Print the version");
  // That there must be one is asked after parsing: CLI11 would say so also of a misspelt one.
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
    command->get_formatter()->column_width(36);
  }
}

/// Parses `arguments`, which CLI11 wants in reverse.
void parse(CLI::App& app, std::vector<std::string> arguments) {
  std::reverse(arguments.begin(), arguments.end());
  app.parse(std::move(arguments));
}

/// Empty when none is named.
std::string first_command(const CLI::App& app, const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    for (const CLI::App* command : app.get_subcommands({})) {
      if (command->get_name() == argument) return argument;
    }
  }
  return {};
}

/// Which of the file's and the environment's values is one that the command does not take, and why;
/// nothing when each of them is fine by itself.
std::optional<std::string> fault_in(const std::vector<Layered>& layers,
                                    const std::string& command) {
  for (const Layered& layer : layers) {
    Configuration ignored;
    std::string ignored_path;
    CLI::App app("", "gatehouse");
    build(app, ignored, ignored_path);
    for (CLI::Option* option : app.get_subcommand(command)->get_options()) option->envname("");
    try {
      parse(app, {command, layer.argument});
    } catch (const CLI::RequiredError&) {
      continue;  // what must be given besides is no fault of this one
    } catch (const CLI::ParseError& error) {
      return layer.source + ": " + error.what();
    }
  }
  return std::nullopt;
}

/// Of each option that no flag gives: where its value stands.
std::map<std::string, std::string> sources_of(const std::vector<Layered>& layers,
                                              const std::vector<std::string>& arguments) {
  std::map<std::string, std::string> sources;
  for (const Layered& layer : layers) sources[layer.option] = layer.source;
  for (const std::string& argument : arguments) {
    if (argument.starts_with("--")) sources.erase(argument.substr(2, argument.find('=') - 2));
  }
  return sources;
}

/// What CLI11 did not know among the arguments: options by their names alone, since the value of a
/// misspelt one may be a secret.
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
  std::string name;
  std::vector<Layered> layers;
  try {
    // CLI11 looks into the environment too, while it parses.
    name = first_command(app, arguments);
    if (!name.empty()) layers = from_environment(*app.get_subcommand(name));
    // Once for the command and the path of the file, and to complain about the flags alone.
    parse(app, arguments);
    if (app.get_subcommands().empty()) throw CLI::RequiredError::Subcommand(1);
    const CLI::App& command = *app.get_subcommand(name);

    if (!config_path.empty()) {
      const std::vector<Layered> file = from_file(app, command, config_path);
      layers.insert(layers.begin(), file.begin(), file.end());
    }

    std::vector<std::string> all{name};
    for (const Layered& layer : layers) all.push_back(layer.argument);
    all.insert(all.end(), std::next(std::find(arguments.begin(), arguments.end(), name)),
               arguments.end());

    chosen = Configuration();
    app.clear();
    // CLI11 would go on to fill in the options of the other commands from the environment, and with
    // them the same configuration.
    for (CLI::App* other : app.get_subcommands({})) {
      if (other != &command) app.remove_subcommand(other);
    }
    parse(app, all);
    chosen.command = name;
    chosen.sources = sources_of(layers, arguments);
    return chosen;
  } catch (const CLI::ExtrasError&) {
    std::cerr << "gatehouse: " << unexpected(arguments, app) << "; see --help\n";
    return Exit{2};
  } catch (const CLI::Success& error) {
    return Exit{app.exit(error, std::cout, std::cerr)};
  } catch (const CLI::ParseError& error) {
    if (const auto fault = fault_in(layers, name)) {
      std::cerr << "gatehouse: " << *fault << '\n';
      return Exit{2};
    }
    (void)app.exit(error, std::cout, std::cerr);
    return Exit{2};
  } catch (const BadConfiguration& error) {
    std::cerr << "gatehouse: " << error.what() << '\n';
    return Exit{2};
  }
}

}  // namespace gatehouse::app
