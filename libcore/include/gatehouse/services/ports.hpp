/// The ports that Gatehouse uses. All of them must outlive the services.
#pragma once

#include <gatehouse/ports/cipher.hpp>
#include <gatehouse/ports/clock.hpp>
#include <gatehouse/ports/digest.hpp>
#include <gatehouse/ports/entropy.hpp>
#include <gatehouse/ports/mailer.hpp>
#include <gatehouse/ports/password_hasher.hpp>
#include <gatehouse/ports/signatures.hpp>
#include <gatehouse/ports/storage.hpp>
#include <gatehouse/ports/text_forms.hpp>

namespace gatehouse {

struct Ports {
  Storage& storage;
  Mailer& mailer;
  PasswordHasher& password_hasher;
  const Digest& digest;
  Clock& clock;
  Entropy& entropy;
  /// Encrypts the secrets that must be read back. If null, they are stored in plain text: for
  /// tests, and for programs whose storage is protected from being copied.
  const Cipher* cipher = nullptr;
  /// Signs and verifies access tokens. If null, no access tokens exist and consumer tokens are not
  /// exchanged.
  const Signatures* signatures = nullptr;
  /// Normalizes e-mail addresses, user names and passwords for comparison. If null, their non-ASCII
  /// text is compared byte for byte.
  const TextForms* text_forms = nullptr;
};

/// The subset of the ports that a service receives: all except the storage, which it accesses
/// through Operations.
struct ServicePorts {
  explicit ServicePorts(const Ports& ports)
      : mailer(ports.mailer),
        password_hasher(ports.password_hasher),
        digest(ports.digest),
        clock(ports.clock),
        entropy(ports.entropy),
        cipher(ports.cipher),
        signatures(ports.signatures),
        text_forms(ports.text_forms) {}

  Mailer& mailer;
  PasswordHasher& password_hasher;
  const Digest& digest;
  Clock& clock;
  Entropy& entropy;
  const Cipher* cipher;
  const Signatures* signatures;
  const TextForms* text_forms;
};

}  // namespace gatehouse
