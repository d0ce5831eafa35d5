#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "durations.hpp"

namespace gatehouse::app {
namespace {

/// Something in the configuration file or the environment is wrong, and what.
class BadConfiguration : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

std::string environment_name(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return "GATEHOUSE_" + name;
}

/// The options of one subcommand, each with its environment variable.
class Options {
 public:
  Options(CLI::App& app, std::string group) : app_(app), group_(std::move(group)) {}

  template <class T>
  CLI::Option* add(const std::string& name, T& value, const std::string& help) {
    return finish(name, app_.add_option("--" + name, value, help)->capture_default_str());
  }

  CLI::Option* add_flag(const std::string& name, bool& value, const std::string& help) {
    return finish(name, app_.add_flag("--" + name + ",!--no-" + name, value, help));
  }

  CLI::Option* add_duration(const std::string& name, Duration& value, const std::string& help) {
    const auto read = [&value](const std::string& text) {
      const auto duration = parse_duration(text);
      if (!duration) throw CLI::ValidationError("must be like 30s, 10m, 24h or 7d: " + text);
      value = *duration;
    };
    return finish(name, app_.add_option_function<std::string>("--" + name, read, help)
                            ->type_name("DURATION")
                            ->default_str(format_duration(value)));
  }

  CLI::Option* add_duration(const std::string& name, std::chrono::milliseconds& value,
                            const std::string& help) {
    const auto read = [&value](const std::string& text) {
      const auto duration = parse_duration(text);
      if (!duration) throw CLI::ValidationError("must be like 30s, 10m, 24h or 7d: " + text);
      value = std::chrono::duration_cast<std::chrono::milliseconds>(*duration);
    };
    return finish(name, app_.add_option_function<std::string>("--" + name, read, help)
                            ->type_name("DURATION")
                            ->default_str(format_duration(value)));
  }

  void group(std::string name) { group_ = std::move(name); }

 private:
  CLI::Option* finish(const std::string& name, CLI::Option* option) {
    // The layers are laid over each other by giving an option more than once.
    return option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
        ->envname(environment_name(name))
        ->group(group_);
  }

  CLI::App& app_;
  std::string group_;
};

void add_database(Options& options, Configuration& chosen) {
  options.add("database", chosen.database,
              "Where accounts are kept: sqlite:PATH or postgresql://USER@HOST/NAME");
}

void add_hashing(Options& options, Configuration& chosen) {
  options.group("Passwords");
  options
      .add("password-min-length", chosen.settings.password_min_length,
           "Fewest characters of a new password")
      ->check(CLI::Range(1, 128));
  options.add("argon2-memory-kib", chosen.argon2.memory_kib, "Memory of one hash (m)");
  options.add("argon2-iterations", chosen.argon2.iterations, "Passes over that memory (t)");
  options.add("argon2-parallelism", chosen.argon2.parallelism, "Lanes (p)");
  options.add("hashing-memory-kib", chosen.argon2.memory_budget_kib,
              "Memory that all hashing at once may take");
}

/// Limits of single services, e.g. "roc=100,push=5000".
void read_items_of_service(const std::string& text, Settings& settings) {
  settings.items_of_service.clear();
  std::istringstream list(text);
  for (std::string item; std::getline(list, item, ',');) {
    const std::size_t equals = item.find('=');
    const auto code = ServiceCode::parse(item.substr(0, equals));
    std::int64_t limit = -1;
    if (!code || equals == std::string::npos ||
        !CLI::detail::lexical_cast(item.substr(equals + 1), limit) || limit < 0) {
      throw CLI::ValidationError("must be like roc=100,push=5000: " + text);
    }
    settings.items_of_service[*code] = limit;
  }
}

void add_serve(CLI::App& app, Configuration& chosen) {
  CLI::App& serve = *app.add_subcommand("serve", "Run the HTTP server");
  serve.footer(
      "Prints \"listening on URL\" on standard output once it answers. Ends on SIGTERM and SIGINT\n"
      "after answering what is in flight. Logs go to standard error.");

  Options options(serve, "Where");
  options.add("listen", chosen.listen, "Address and port; port 0 takes a free one");
  add_database(options, chosen);
  options
      .add("database-connections", chosen.database_connections,
           "Connections to a PostgreSQL server at once")
      ->check(CLI::Range(1, 1000));
  options.add_duration("database-deadline", chosen.database_deadline,
                       "To wait while the database is busy");
  options.add("mail", chosen.mail, "Where mail goes: maildir:PATH");
  options.add("mail-from", chosen.mail_from, "Sender of the mail");
  options.add("public-url", chosen.public_url,
              "What links in mail begin with [http:// and the address listened on]");
  options.add_flag("migrate", chosen.migrate, "Bring an older database up to date (default)");
  options.add("log-level", chosen.log_level, "debug, info, warn or error")
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}));

  options.group("Accounts");
  Settings& settings = chosen.settings;
  options.add_flag("hide-accounts", settings.hide_accounts,
                   "Never tell strangers whether an e-mail is known; mail tells its owner");
  options.add_duration("session-lifetime", settings.session_lifetime, "Life of a user token");
  options.add_duration("approve-code-lifetime", settings.approve_code_lifetime,
                       "Life of an approve code");
  options
      .add("approve-code-tries", settings.approve_code_tries,
           "Wrong codes after which a code stops working")
      ->check(CLI::Range(1, 1000));
  options.add_duration("reset-token-lifetime", settings.reset_token_lifetime,
                       "Life of a password reset token");
  options.add_duration("consumer-token-lifetime", settings.consumer_token_lifetime,
                       "Life of a consumer token");

  options.group("Limits");
  const auto not_negative = CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000'000});
  options.add("projects-per-account", settings.projects_per_account, "Projects of an account")
      ->check(not_negative);
  options.add("consumers-per-project", settings.consumers_per_project, "Consumers of a project")
      ->check(not_negative);
  options.add("items-per-service", settings.items_per_service, "Items of an attached service")
      ->check(not_negative);
  const auto read_items = [&settings](const std::string& text) {
    read_items_of_service(text, settings);
  };
  serve
      .add_option_function<std::string>("--items-of-service", read_items,
                                        "Items of single services: CODE=LIMIT,...")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
      ->envname(environment_name("items-of-service"))
      ->group("Limits");

  add_hashing(options, chosen);

  options.group("HTTP");
  http::ServerOptions& server = chosen.server;
  options.add("io-threads", server.io_threads, "Threads for connections; 0: one per processor");
  options.add("storage-threads", server.storage.threads, "Threads that wait for the storage")
      ->check(CLI::Range(1, 512));
  options.add("hashing-threads", server.hashing.threads, "Threads that hash passwords")
      ->check(CLI::Range(1, 512));
  options.add("mail-threads", server.mail.threads, "Threads that wait for the mail server")
      ->check(CLI::Range(1, 512));
  options.add("max-connections", server.max_connections, "Connections at once")
      ->check(CLI::Range(1, 1'000'000));
  options.add_duration("header-deadline", server.header_deadline, "To send a request's header");
  options.add_duration("body-deadline", server.body_deadline, "To send a request's body");
  options.add_duration("idle-deadline", server.idle_deadline, "To say nothing between requests");
  options.add_duration("stop-deadline", server.stop_deadline, "To answer what is in flight");
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

void add_migrate(CLI::App& app, Configuration& chosen) {
  CLI::App& migrate = *app.add_subcommand("migrate", "Bring the database up to date and end");
  Options options(migrate, "Where");
  add_database(options, chosen);
}

void add_config(CLI::App& app, std::string& path) {
  for (CLI::App* command : app.get_subcommands({})) {
    if (command->get_name() == "version" || command->get_name() == "openapi") continue;
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
  add_migrate(app, chosen);
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
    parse(app, layered);
    chosen.command = name;
    return chosen;
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error, std::cout, std::cerr);
    return Exit{status == 0 ? 0 : 2};
  } catch (const BadConfiguration& error) {
    std::cerr << "gatehouse: " << error.what() << '\n';
    return Exit{2};
  }
}

}  // namespace gatehouse::app
