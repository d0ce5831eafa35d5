/// The composition root: adapters chosen by the configuration.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <gatehouse/crypto_openssl/openssl_digest.hpp>
#include <gatehouse/ports/mailer.hpp>
#include <gatehouse/ports/storage.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/system/system_clock.hpp>
#include <gatehouse/system/system_entropy.hpp>

#include "configuration.hpp"

namespace gatehouse::app {

/// Opens what `--database` names. Throws std::invalid_argument for a kind that is not known,
/// PortError when it cannot be opened.
[[nodiscard]] std::unique_ptr<Storage> open_storage(const Configuration& chosen);

/// Opens what `--mail` names, likewise.
[[nodiscard]] std::unique_ptr<Mailer> open_mailer(const Configuration& chosen);

/// Versions of a database's schema.
struct Migrated {
  int from;
  int to;
};

/// Brings what `--database` names up to date. Throws as open_storage().
Migrated migrate_storage(const Configuration& chosen);

/// The path in `sqlite:PATH`; nothing for another kind. Throws std::invalid_argument.
[[nodiscard]] std::optional<std::string> sqlite_path(const Configuration& chosen);

/// Whether what `--database` names answers lookups from this process, without waiting for another.
[[nodiscard]] bool looks_up_at_once(const Configuration& chosen);

/// Everything that the services need, opened and kept.
class Wiring {
 public:
  /// `mailer` is what open_mailer() gave, or one that refuses where no mail is sent.
  Wiring(const Configuration& chosen, std::unique_ptr<Mailer> mailer);

  [[nodiscard]] Ports ports();
  [[nodiscard]] const Argon2PasswordHasher& hasher() const noexcept { return hasher_; }

 private:
  SystemClock clock_;
  SystemEntropy entropy_;
  OpensslDigest digest_;
  Argon2PasswordHasher hasher_;
  std::unique_ptr<Mailer> mailer_;
  std::unique_ptr<Storage> storage_;
};

}  // namespace gatehouse::app
