/// The composition root: adapters chosen by the configuration.
#pragma once

#include <memory>
#include <string>
#include <string_view>

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

/// The path in `sqlite:PATH`, for what only SQLite has. Throws std::invalid_argument.
[[nodiscard]] std::string sqlite_path(std::string_view database);

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
