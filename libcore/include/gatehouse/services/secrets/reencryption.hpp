/// All secrets that a storage keeps to be read back, whosever they are: for the operator, who
/// changes keys and wants to know whether they fit.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <gatehouse/model/push_keys.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/ports/storage/scan.hpp>
#include <gatehouse/services/secrets/vault.hpp>

namespace gatehouse {

/// Used by one thread at a time; the storage may be in use by others all the while.
class Reencryption {
 public:
  Reencryption(Storage& storage, Clock& clock, const Cipher& cipher)
      : operations_(storage, clock), vault_(&cipher) {}

  /// Whether any is sealed, and so needs a key.
  [[nodiscard]] bool any_is_sealed();

  /// Why one of the first that are kept does not open, or nothing. Cheap, so it looks at few.
  [[nodiscard]] std::optional<std::string> first_fault();

  struct Report {
    std::size_t seen = 0;
    std::size_t sealed_anew = 0;
    /// Why some were left as they are: each names the place, and nothing of the secret.
    std::vector<std::string> faults{};
    /// There is more to do: call again.
    bool more = false;
  };

  /// One small step: seals anew, with the key in force, what is in the clear or sealed with another
  /// key, and goes on where the last step ended. Whatever is written by others in between stays as
  /// they write it. To be interrupted at any time, and begun again. When it throws, the same step
  /// may be tried again.
  Report seal_anew();

 private:
  [[nodiscard]] std::vector<ProjectPushKeys> push_keys_after(
      const std::optional<ProjectPushKeys>& row, std::size_t limit);
  [[nodiscard]] std::vector<SigningKey> signing_keys();
  void reseal_push_keys(const PushKeysPlace& place, Report& report);
  void seal_signing_keys_anew(Report& report);

  Operations operations_;
  Vault vault_;
  std::optional<ProjectPushKeys> done_;
  bool signing_keys_are_done_ = false;
};

}  // namespace gatehouse
