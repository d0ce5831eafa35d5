#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <set>
#include <stdexcept>
#include <utility>

#include "options.hpp"

namespace gatehouse::app {
namespace {

/// Something in the configuration file or the environment is wrong, and what.
class BadConfiguration : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
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
  out.footer("What is written holds password hashes and push keys: keep it like the database.");
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

std::set<std::string> option_names(const CLI::App& command) {
  std::set<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.insert(name);
  }
  return names;
}

/// The file's keys that this command has, as arguments. A key that no command has is a mistake.
std::vector<std::string> from_file(const CLI::App& app, const CLI::App& command,
                                   const std::string& path) {
  std::set<std::string> all;
  for (const CLI::App* any : app.get_subcommands({})) all.merge(option_names(*any));
  const std::set<std::string> own = option_names(command);

  std::vector<std::string> arguments;
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
    if (own.count(item.name) != 0) arguments.push_back("--" + item.name + "=" + item.inputs[0]);
  }
  return arguments;
}

std::vector<std::string> from_environment(const CLI::App& command) {
  std::vector<std::string> arguments;
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_envname().empty()) continue;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread is running yet
    const char* value = std::getenv(option->get_envname().c_str());
    if (value != nullptr) arguments.push_back("--" + option->get_lnames().at(0) + "=" + value);
  }
  return arguments;
}

/// Parses `arguments`, which CLI11 wants in reverse.
void parse(CLI::App& app, std::vector<std::string> arguments) {
  std::reverse(arguments.begin(), arguments.end());
  app.parse(std::move(arguments));
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
  try {
    // Once for the command and the path of the file, and to complain about the flags alone.
    parse(app, arguments);
    if (app.get_subcommands().empty()) throw CLI::RequiredError::Subcommand(1);
    const std::string name = app.get_subcommands().at(0)->get_name();
    const CLI::App& command = *app.get_subcommand(name);

    std::vector<std::string> layered{name};
    const auto append = [&layered](const std::vector<std::string>& more) {
      layered.insert(layered.end(), more.begin(), more.end());
    };
    if (!config_path.empty()) append(from_file(app, command, config_path));
    append(from_environment(command));
    append({std::next(std::find(arguments.begin(), arguments.end(), name)), arguments.end()});

    chosen = Configuration();
    app.clear();
    // CLI11 would go on to fill in the options of the other commands from the environment, and with
    // them the same configuration.
    for (CLI::App* other : app.get_subcommands({})) {
      if (other != &command) app.remove_subcommand(other);
    }
    parse(app, layered);
    chosen.command = name;
    return chosen;
  } catch (const CLI::ExtrasError&) {
    std::cerr << "gatehouse: " << unexpected(arguments, app) << "; see --help\n";
    return Exit{2};
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error, std::cout, std::cerr);
    return Exit{status == 0 ? 0 : 2};
  } catch (const BadConfiguration& error) {
    std::cerr << "gatehouse: " << error.what() << '\n';
    return Exit{2};
  }
}

}  // namespace gatehouse::app
