/// Command line options, which can also be given in the environment and the configuration file.
/// This is the only place that defines their names, ranges and meanings.
#pragma once

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <concepts>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/base/time.hpp>

#include "bad_option.hpp"
#include "configuration.hpp"
#include "durations.hpp"
#include "values.hpp"

namespace gatehouse::app {

inline constexpr std::string_view environment_prefix = "GATEHOUSE_";

/// Converts "public-url" to "GATEHOUSE_PUBLIC_URL".
[[nodiscard]] std::string environment_name(std::string name);

template <class T>
concept Number = std::integral<T> && !std::same_as<T, bool>;

/// The options of one subcommand. Invalid values are rejected with BadOption or CLI::ParseError
/// when they are read.
class Options {
 public:
  /// Whether the option was added by add_list().
  [[nodiscard]] static bool is_list(const CLI::Option& option);

  Options(CLI::App& app, std::string group) : app_(app), group_(std::move(group)) {}

  /// Adds a string option, whose values `check()` of the returned option may restrict.
  CLI::Option* add(const std::string& name, std::string& value, const std::string& help);

  /// Adds an option for a decimal integer.
  template <Number T>
  CLI::Option* add(const std::string& name, T& value, const std::string& help,
                   Range<T> range = {0, std::numeric_limits<T>::max()}) {
    const auto read = [name, &value, range](const std::string& text) {
      value = number<T>(name, text, range);
    };
    return add_read(name, std::to_string(value), read, help)
        ->type_name("NUMBER " + std::to_string(range.least) + ".." + std::to_string(range.most));
  }

  /// Adds an option parsed by `read`, which gets a non-empty text and throws BadOption.
  CLI::Option* add_read(const std::string& name, const std::string& shown_default,
                        const std::function<void(const std::string&)>& read,
                        const std::string& help);
  /// Adds an option for a list with commas between. If it is given several times on the command
  /// line, the lists are joined.
  CLI::Option* add_list(const std::string& name,
                        const std::function<void(const std::string&)>& read,
                        const std::string& help);
  CLI::Option* add_flag(const std::string& name, bool& value, const std::string& help);
  CLI::Option* add_duration(const std::string& name, Duration& value, const std::string& help,
                            Range<Duration> range = any_duration);
  CLI::Option* add_duration(const std::string& name, std::chrono::milliseconds& value,
                            const std::string& help, Range<Duration> range = any_duration);
  CLI::Option* add_secret(const std::string& name, Secret& value, const std::string& help);

  void group(std::string name) { group_ = std::move(name); }

 private:
  template <Number T>
  [[nodiscard]] static T number(const std::string& name, const std::string& text, Range<T> range) {
    T read{};
    const char* const end = text.data() + text.size();
    const auto [last, error] = std::from_chars(text.data(), end, read);
    if (error != std::errc() || last != end || !range.holds(read)) {
      throw BadOption(name, "must be a whole number from " + std::to_string(range.least) + " to " +
                                std::to_string(range.most) + ", not " + text);
    }
    return read;
  }

  CLI::Option* finish(CLI::Option* option);

  CLI::App& app_;
  std::string group_;
};

// Options shared by several commands.
void add_database(Options& options, Configuration& chosen);
/// For commands that migrate or create a database.
void add_migration_backup(Options& options, Configuration& chosen);
void add_encryption(Options& options, Configuration& chosen);
void add_hashing(Options& options, Configuration& chosen);
void add_signing(Options& options, Configuration& chosen);

/// Adds all options of `serve`, also for other commands that use the same configuration.
void add_server_options(CLI::App& command, Configuration& chosen);

}  // namespace gatehouse::app
