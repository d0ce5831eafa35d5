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

/// Returns the normal forms for comparing names, which have static storage duration.
[[nodiscard]] const TextForms& text_forms() noexcept;

/// Opens the database of `--database`. Throws std::invalid_argument for an unknown kind, and
/// PortError if it cannot be opened or has lost its contents (see emptied_database.hpp).
[[nodiscard]] std::unique_ptr<Storage> open_storage(const Configuration& chosen);

/// Opens the mailer of `--mail`, likewise.
[[nodiscard]] std::unique_ptr<Mailer> open_mailer(const Configuration& chosen);

/// Checks `--database` without opening it. Throws BadOption.
void check_database(const Configuration& chosen);

/// Checks `--mail` and related options without contacting a server or creating a Maildir. Throws
/// BadOption, also for unusable files that they name.
void check_mailer(const Configuration& chosen);

/// Versions of a database's schema.
struct Migrated {
  int from;
  int to;
};

/// Migrates the database of `--database`. Throws like open_storage().
Migrated migrate_storage(const Configuration& chosen);

/// Returns the schema version of the database without changing it; nothing if it does not exist but
/// may be created. Throws like open_storage().
[[nodiscard]] std::optional<int> find_schema_version(const Configuration& chosen);

/// Returns the schema version that this program requires.
[[nodiscard]] int newest_schema_version(const Configuration& chosen);

/// Returns the path in `sqlite:PATH`; nothing for another kind. Throws std::invalid_argument.
[[nodiscard]] std::optional<std::string> sqlite_path(const Configuration& chosen);

/// Whether the database answers lookups within this process, without waiting for another one.
[[nodiscard]] bool looks_up_at_once(const Configuration& chosen);

/// Owns everything that the services need.
class Wiring {
 public:
  /// `mailer` is the result of open_mailer(), or one that refuses to send. `condition` receives the
  /// faults of the storage.
  Wiring(const Configuration& chosen, std::unique_ptr<Mailer> mailer,
         std::shared_ptr<StorageCondition> condition = std::make_shared<StorageCondition>());

  [[nodiscard]] Ports ports();
  [[nodiscard]] const Argon2PasswordHasher& hasher() const noexcept { return hasher_; }
  /// Null for another kind of storage.
  [[nodiscard]] const PostgresqlStorage* postgresql() const noexcept;
  /// The same.
  [[nodiscard]] const SqliteStorage* sqlite() const noexcept;
  /// Has no keys until they are set, so that nothing is stored in plain text by mistake.
  [[nodiscard]] AesGcmCipher& cipher() noexcept { return cipher_; }
  /// The encrypted data of the storage, with the keys of the cipher.
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
