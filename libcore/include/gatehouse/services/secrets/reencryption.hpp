/// Re-encrypts and checks all retrievable secrets of a storage, across accounts: for operators who
/// change encryption keys.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <gatehouse/operations/operations.hpp>
#include <gatehouse/services/secrets/vault.hpp>

namespace gatehouse {

/// Not thread-safe; the storage may be in use by others meanwhile.
class Reencryption {
 public:
  Reencryption(Storage& storage, Clock& clock, const Cipher& cipher);

  /// Whether any stored secret is encrypted, and so requires a key.
  [[nodiscard]] bool any_is_sealed();

  /// Returns why one of the first stored secrets does not decrypt, or nothing. Cheap, since it
  /// checks only a few.
  [[nodiscard]] std::optional<std::string> first_fault();

  struct Report {
    std::size_t seen = 0;
    std::size_t reencrypted = 0;
    /// The reasons why some were left unchanged. Each names the location and contains no secret.
    std::vector<std::string> faults{};
    /// Whether more is left: call again.
    bool more = false;
  };

  /// Runs one small step: re-encrypts with the current key all texts that are in plain text or
  /// encrypted with another key, continuing where the last step ended. Concurrent writes are
  /// preserved. May be interrupted and restarted at any time. If it throws, the same step may be
  /// retried.
  Report reencrypt();

 private:
  template <class Record>
  void reencrypt_row(const Record& row, Report& report);

  Operations operations_;
  Vault vault_;
  /// A step for each kind that is not finished yet, the current one last.
  std::vector<std::function<bool(Reencryption&, Report&)>> kinds_left_;
};

}  // namespace gatehouse
