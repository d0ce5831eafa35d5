#include "options.hpp"

#include <algorithm>
#include <cctype>

#include "durations.hpp"

namespace gatehouse::app {
namespace {

Duration read_duration(const std::string& option, const std::string& text) {
  const auto duration = parse_duration(text);
  if (!duration)
    throw CLI::ValidationError("--" + option, "must be like 30s, 10m, 24h or 7d: " + text);
  return *duration;
}

}  // namespace

std::string environment_name(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return "GATEHOUSE_" + name;
}

CLI::Option* Options::add_flag(const std::string& name, bool& value, const std::string& help) {
  return finish(name, app_.add_flag("--" + name + ",!--no-" + name, value, help));
}

CLI::Option* Options::add_read(const std::string& name, const std::string& shown_default,
                               const std::function<void(const std::string&)>& read,
                               const std::string& help) {
  CLI::Option* option = app_.add_option_function<std::string>("--" + name, read, help);
  if (!shown_default.empty()) option->default_str(shown_default);
  return finish(name, option);
}

CLI::Option* Options::add_duration(const std::string& name, Duration& value,
                                   const std::string& help) {
  const auto read = [name, &value](const std::string& text) { value = read_duration(name, text); };
  return add_read(name, format_duration(value), read, help)->type_name("DURATION");
}

CLI::Option* Options::add_duration(const std::string& name, std::chrono::milliseconds& value,
                                   const std::string& help) {
  const auto read = [name, &value](const std::string& text) {
    value = std::chrono::duration_cast<std::chrono::milliseconds>(read_duration(name, text));
  };
  return add_read(name, format_duration(value), read, help)->type_name("DURATION");
}

CLI::Option* Options::add_secret(const std::string& name, Secret& value, const std::string& help) {
  const auto read = [&value](const std::string& text) { value = Secret(text); };
  return add_read(name, {}, read, help);
}

CLI::Option* Options::finish(const std::string& name, CLI::Option* option) {
  // The layers are laid over each other by giving an option more than once.
  return option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
      ->envname(environment_name(name))
      ->group(group_);
}

void add_database(Options& options, Configuration& chosen) {
  options.add("database", chosen.database,
              "Where accounts are kept: sqlite:PATH or postgresql://USER@HOST/NAME");
}

void add_encryption(Options& options, Configuration& chosen) {
  options.add("encryption-key-file", chosen.encryption_key_file,
              "Keys that seal push keys and signing keys [sqlite:PATH: the file PATH.key]");
}

void add_signing(Options& options, Configuration& chosen) {
  SignatureAlgorithm& algorithm = chosen.settings.signature_algorithm;
  const auto read = [&algorithm](const std::string& text) {
    const auto parsed = parse_signature_algorithm(text);
    if (!parsed)
      throw CLI::ValidationError("--signature-algorithm", "must be ES256 or EdDSA: " + text);
    algorithm = *parsed;
  };
  options.add_read("signature-algorithm", std::string(name(algorithm)), read,
                   "How a new key signs access tokens: ES256 or EdDSA");
  options.add_duration("signing-key-lead", chosen.settings.signing_key_lead,
                       "How long a new signing key is published before it signs");
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

}  // namespace gatehouse::app
