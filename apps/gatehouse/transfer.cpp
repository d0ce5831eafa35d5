#include <algorithm>
#include <array>
#include <cstddef>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <gatehouse/password_argon2/argon2_password_hasher.hpp>
#include <gatehouse/system/system_clock.hpp>
#include <gatehouse/system/system_entropy.hpp>
#include <gatehouse/transfer_json/transfer.hpp>

#include "commands.hpp"
#include "installation_files.hpp"
#include "text_file.hpp"
#include "transfer_files.hpp"
#include "wiring.hpp"

namespace gatehouse::app {
namespace {

/// Opens the database unmodified: an export changes nothing, and an import requires a database that
/// was created for it.
std::unique_ptr<Storage> open_as_it_is(Configuration chosen) {
  chosen.create = false;
  chosen.migrate = false;
  return open_storage(chosen);
}

/// Requires the current schema, since an export needs data that older schemas lack.
void require_newest_schema(Configuration chosen) {
  chosen.create = chosen.migrate = false;
  const int found = find_schema_version(chosen).value_or(0);
  const int needed = newest_schema_version(chosen);
  if (found == needed) return;
  const std::string way = sqlite_path(chosen) ? "gatehouse backup" : "pg_dump";
  throw std::runtime_error("the database has schema version " + std::to_string(found) +
                           ", and an export is made of version " + std::to_string(needed) +
                           " alone: migrate the database first. As it is, it can be copied with " +
                           way);
}

void require_database(const Configuration& chosen) {
  const auto path = sqlite_path(chosen);
  if (!path || file_exists(*path)) return;
  throw std::runtime_error(
      "there is no database " + *path +
      " to import into: make it with gatehouse migrate --database sqlite:" + *path);
}

/// Rejects encodings that affect the whole file with a specific error. Other damage is reported
/// line by line.
void refuse_foreign_encoding(std::istream& input, const std::string& name) {
  std::array<char, 16> beginning{};
  input.read(beginning.data(), beginning.size());
  const auto size = static_cast<std::size_t>(input.gcount());
  input.clear();
  const std::string foreign = foreign_encoding({beginning.data(), size});
  if (foreign.empty()) return;
  throw std::runtime_error((name == "-" ? "standard input" : name) + ": " + foreign);
}

/// Adds advice to an error that a command line option can avoid.
std::string in_words(const Error& error) {
  const bool is_of_passwords = std::ranges::any_of(error.fields, [](const FieldFault& fault) {
    return fault.field == transfer::password_hash_field;
  });
  if (!is_of_passwords) return error.detail;
  return error.detail +
         " Nothing was imported. Give --keep-unusable-passwords to import these users and"
         " credentials all the same, and reset their passwords";
}

}  // namespace

int export_records(const Configuration& chosen) {
  if (const auto fault = fault_of_target(chosen, chosen.output)) throw std::runtime_error(*fault);
  require_newest_schema(chosen);
  const auto storage = open_as_it_is(chosen);
  const Timestamp now = SystemClock().now();
  if (chosen.output == "-") {
    const auto records = transfer::export_all(*storage, std::cout, now);
    std::cerr << "exported " << records << " records\n";
    return 0;
  }
  NewFile file(chosen.output);
  const auto records = transfer::export_all(*storage, file.stream(), now);
  file.keep();
  std::cout << "exported " << records << " records to " << chosen.output << '\n';
  return 0;
}

int import_records(const Configuration& chosen) {
  require_database(chosen);
  const auto storage = open_as_it_is(chosen);
  SystemEntropy entropy;
  const Argon2PasswordHasher hasher(chosen.argon2, entropy);
  auto input = open_to_reread(chosen.input);
  refuse_foreign_encoding(input, chosen.input);
  try {
    const auto imported = transfer::import_all(
        *storage, input,
        {.text_forms = &text_forms(),
         .password_hasher = &hasher,
         .is_too_costly = [&](std::string_view phc) { return hasher.is_too_costly(phc); },
         .keep_unusable_passwords = chosen.keep_unusable_passwords});
    if (!imported) throw std::runtime_error(in_words(imported.error()));
    std::cout << "imported " << imported->records << " records\n";
    for (const auto& [form, count] : imported->unusable_passwords) {
      std::cout << count << " passwords of the form " << form
                << " cannot be verified: they must be reset\n";
    }
  } catch (const CommitInDoubt& error) {
    throw std::runtime_error(std::string(error.what()) +
                             ". Either all records were imported or none: import again, which says "
                             "so if they were");
  }
  return 0;
}

}  // namespace gatehouse::app
