/// Options of the command line that can be given in the environment as well.
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/base/time.hpp>

#include "configuration.hpp"

namespace gatehouse::app {

/// "public-url" to "GATEHOUSE_PUBLIC_URL".
[[nodiscard]] std::string environment_name(std::string name);

/// The options of one subcommand, each with its environment variable.
class Options {
 public:
  Options(CLI::App& app, std::string group) : app_(app), group_(std::move(group)) {}

  template <class T>
  CLI::Option* add(const std::string& name, T& value, const std::string& help) {
    return finish(name, app_.add_option("--" + name, value, help)->capture_default_str());
  }

  /// One that `read` takes the text of; it throws CLI::ValidationError when that is no good.
  CLI::Option* add_read(const std::string& name, const std::string& shown_default,
                        const std::function<void(const std::string&)>& read,
                        const std::string& help);
  CLI::Option* add_flag(const std::string& name, bool& value, const std::string& help);
  CLI::Option* add_duration(const std::string& name, Duration& value, const std::string& help);
  CLI::Option* add_duration(const std::string& name, std::chrono::milliseconds& value,
                            const std::string& help);
  CLI::Option* add_secret(const std::string& name, Secret& value, const std::string& help);

  void group(std::string name) { group_ = std::move(name); }

 private:
  CLI::Option* finish(const std::string& name, CLI::Option* option);

  CLI::App& app_;
  std::string group_;
};

// What several commands have.
void add_database(Options& options, Configuration& chosen);
void add_encryption(Options& options, Configuration& chosen);
void add_hashing(Options& options, Configuration& chosen);
void add_signing(Options& options, Configuration& chosen);

/// All options of `serve`, for the commands that look at the same configuration.
void add_server_options(CLI::App& command, Configuration& chosen);

}  // namespace gatehouse::app
