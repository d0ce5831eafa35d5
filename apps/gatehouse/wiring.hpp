/// The composition root: adapters chosen by the configuration.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <gatehouse/crypto_openssl/aes_gcm_cipher.hpp>
#include <gatehouse/crypto_openssl/openssl_digest.hpp>
#include <gatehouse/crypto_openssl/openssl_signatures.hpp>
#include <gatehouse/ports/mailer.hpp>
#include <gatehouse/ports/storage.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/secrets/reencryption.hpp>
#include <gatehouse/system/system_clock.hpp>
#include <gatehouse/system/system_entropy.hpp>

#include "configuration.hpp"
#include "operations/storage_condition.hpp"
#include "operations/watched_storage.hpp"

namespace gatehouse {
class PostgresqlStorage;
class SqliteStorage;
}  // namespace gatehouse

namespace gatehouse::app {

/// The forms in which names are compared. Lives as long as the program.
[[nodiscard]] const TextForms& text_forms() noexcept;

/// Opens what `--database` names. Throws std::invalid_argument for a kind that is not known,
/// PortError when it cannot be opened, or has lost what was in it (see emptied_database.hpp).
[[nodiscard]] std::unique_ptr<Storage> open_storage(const Configuration& chosen);

/// Opens what `--mail` names, likewise.
[[nodiscard]] std::unique_ptr<Mailer> open_mailer(const Configuration& chosen);

/// Checks `--database` without opening it. Throws BadOption.
void check_database(const Configuration& chosen);

/// Checks `--mail` and what belongs to it without talking to a server or making a Maildir. Throws
/// BadOption, for files that it names and that cannot be used too.
void check_mailer(const Configuration& chosen);

/// Versions of a database's schema.
struct Migrated {
  int from;
  int to;
};

/// Brings what `--database` names up to date. Throws as open_storage().
Migrated migrate_storage(const Configuration& chosen);

/// The version of the schema of what `--database` names, without changing it; nothing when there is
/// no database yet and one could be made. Throws as open_storage().
[[nodiscard]] std::optional<int> find_schema_version(const Configuration& chosen);

/// The version that this program works with.
[[nodiscard]] int newest_schema_version(const Configuration& chosen);

/// The path in `sqlite:PATH`; nothing for another kind. Throws std::invalid_argument.
[[nodiscard]] std::optional<std::string> sqlite_path(const Configuration& chosen);

/// Whether what `--database` names answers lookups from this process, without waiting for another.
[[nodiscard]] bool looks_up_at_once(const Configuration& chosen);

/// Everything that the services need, opened and kept.
class Wiring {
 public:
  /// `mailer` is what open_mailer() gave, or one that refuses where no mail is sent. `condition`
  /// receives the faults of the storage.
  Wiring(const Configuration& chosen, std::unique_ptr<Mailer> mailer,
         std::shared_ptr<StorageCondition> condition = std::make_shared<StorageCondition>());

  [[nodiscard]] Ports ports();
  [[nodiscard]] const Argon2PasswordHasher& hasher() const noexcept { return hasher_; }
  /// Null for another kind of storage.
  [[nodiscard]] const PostgresqlStorage* postgresql() const noexcept;
  /// The same.
  [[nodiscard]] const SqliteStorage* sqlite() const noexcept;
  /// Without keys, until it is given some: so nothing is kept in the clear by mistake.
  [[nodiscard]] AesGcmCipher& cipher() noexcept { return cipher_; }
  /// What the storage holds that is sealed, with the keys of the cipher.
  [[nodiscard]] Reencryption reencryption() { return {storage_, clock_, cipher_}; }

 private:
  SystemClock clock_;
  SystemEntropy entropy_;
  OpensslDigest digest_;
  OpensslSignatures signatures_;
  AesGcmCipher cipher_;
  Argon2PasswordHasher hasher_;
  std::unique_ptr<Mailer> mailer_;
  WatchedStorage storage_;
};

}  // namespace gatehouse::app
