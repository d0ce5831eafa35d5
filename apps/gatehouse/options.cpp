#include "options.hpp"

#include <algorithm>

#include <gatehouse/base/ascii.hpp>

namespace gatehouse::app {
namespace {

Duration read_duration(const std::string& option, const std::string& text,
                       const Range<Duration>& range) {
  const auto duration = parse_duration(text);
  if (!duration) throw BadOption(option, "must be like 30s, 10m, 24h or 7d: " + text);
  if (!range.holds(*duration)) {
    throw BadOption(option, "must be from " + format_duration(range.least) + " to " +
                                format_duration(range.most) + ", not " + text);
  }
  return *duration;
}

std::string type_of(const Range<Duration>& range) {
  return "DURATION " + format_duration(range.least) + ".." + format_duration(range.most);
}

}  // namespace

std::string environment_name(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return environment_prefix.data() + to_upper(name);
}

CLI::Option* Options::add(const std::string& name, std::string& value, const std::string& help) {
  return finish(app_.add_option("--" + name, value, help)->capture_default_str());
}

CLI::Option* Options::add_flag(const std::string& name, bool& value, const std::string& help) {
  return finish(app_.add_flag("--" + name + ",!--no-" + name, value, help));
}

CLI::Option* Options::add_read(const std::string& name, const std::string& shown_default,
                               const std::function<void(const std::string&)>& read,
                               const std::string& help) {
  CLI::Option* option = app_.add_option_function<std::string>("--" + name, read, help);
  if (!shown_default.empty()) option->default_str(shown_default);
  return finish(option);
}

bool Options::is_list(const CLI::Option& option) {
  return option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
}

CLI::Option* Options::add_list(const std::string& name,
                               const std::function<void(const std::string&)>& read,
                               const std::string& help) {
  return add_read(name, {}, read, help)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

CLI::Option* Options::add_duration(const std::string& name, Duration& value,
                                   const std::string& help, Range<Duration> range) {
  const auto read = [name, &value, range](const std::string& text) {
    value = read_duration(name, text, range);
  };
  return add_read(name, format_duration(value), read, help)->type_name(type_of(range));
}

CLI::Option* Options::add_duration(const std::string& name, std::chrono::milliseconds& value,
                                   const std::string& help, Range<Duration> range) {
  const auto read = [name, &value, range](const std::string& text) {
    value = std::chrono::duration_cast<std::chrono::milliseconds>(read_duration(name, text, range));
  };
  return add_read(name, format_duration(value), read, help)->type_name(type_of(range));
}

CLI::Option* Options::add_secret(const std::string& name, Secret& value, const std::string& help) {
  const auto read = [&value](const std::string& text) { value = Secret(text); };
  return add_read(name, {}, read, help);
}

CLI::Option* Options::finish(CLI::Option* option) { return option->group(group_); }

void add_database(Options& options, Configuration& chosen) {
  options.add("database", chosen.database,
              "The database: sqlite:PATH or postgresql://USER@HOST/NAME");
}

void add_migration_backup(Options& options, Configuration& chosen) {
  options.add_flag("backup-before-migrate", chosen.backup_before_migrate,
                   "Copy an older database sqlite:PATH to PATH.schema-N.backup before it is "
                   "brought up to date (default); back up PostgreSQL with pg_dump yourself");
}

void add_encryption(Options& options, Configuration& chosen) {
  options.add("encryption-key-file", chosen.encryption_key_file,
              "File with the keys that encrypt push keys and signing keys [sqlite:PATH: PATH.key]");
}

void add_signing(Options& options, Configuration& chosen) {
  SignatureAlgorithm& algorithm = chosen.settings.signature_algorithm;
  const auto read = [&algorithm](const std::string& text) {
    const auto parsed = parse_signature_algorithm(text);
    if (!parsed) throw BadOption("signature-algorithm", "must be ES256 or EdDSA, not " + text);
    algorithm = *parsed;
  };
  options.add_read("signature-algorithm", std::string(name(algorithm)), read,
                   "How a new key signs access tokens: ES256 or EdDSA");
  options.add_duration("signing-key-lead", chosen.settings.signing_key_lead,
                       "How long a new signing key is published before it signs");
}

void add_hashing(Options& options, Configuration& chosen) {
  options.group("Passwords");
  options.add("password-min-length", chosen.settings.password_min_length,
              "Minimum length of a new password", {1, 128});
  options.add("argon2-memory-kib", chosen.argon2.memory_kib, "Memory of one hash (m)",
              {8, 4'194'304});
  options.add("argon2-iterations", chosen.argon2.iterations, "Passes over that memory (t)",
              {1, chosen.argon2.max_iterations});
  options.add("argon2-parallelism", chosen.argon2.parallelism, "WorkerPools (p)",
              {1, chosen.argon2.max_parallelism});
  options.add("hashing-memory-kib", chosen.argon2.memory_budget_kib,
              "Maximum memory of all concurrent hashing", {8, 1'073'741'824});
}

}  // namespace gatehouse::app
