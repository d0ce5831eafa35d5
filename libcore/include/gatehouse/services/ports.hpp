/// The ports that Gatehouse works with. All of them outlive the services.
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
  /// Seals the secrets that must be read back. Null keeps them in the clear: for tests, and for
  /// programs whose storage is safe from being copied.
  const Cipher* cipher = nullptr;
  /// Signs and verifies access tokens. Null: there are none, and consumer tokens are not exchanged.
  const Signatures* signatures = nullptr;
  /// Compares e-mail addresses, user names and passwords in whichever form of Unicode they are
  /// written. Null: whatever of them is not ASCII is compared byte for byte.
  const TextForms* text_forms = nullptr;
};

/// What a service is given of them: all but the storage, which it reaches through Operations.
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
