/// The installation's signing keys and their rotation.
///
/// A new key is published for Settings::signing_key_lead before it signs; the previous key stays
/// published until all tokens that it signed have expired. Services that fetch the published keys
/// every few minutes therefore never see a token with an unknown key.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <gatehouse/operations/operations.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/secrets/vault.hpp>
#include <gatehouse/services/settings.hpp>
#include <gatehouse/services/tokens/access_token.hpp>
#include <gatehouse/services/tokens/key_set.hpp>

namespace gatehouse {

/// Thread-safe. Cached data is at most Settings::decision_lifetime old.
class SigningKeys {
 public:
  SigningKeys(Operations& operations, const ServicePorts& ports, const Settings& settings);

  /// Creates the first key if none exists. Throws PortError if it cannot be encrypted.
  void ensure();

  enum class Rotation {
    /// Rotation as described above.
    overlapping,
    /// The new key signs at once, and the previous keys are discarded as compromised: tokens that
    /// they signed are no longer accepted.
    discarding,
  };
  /// Maximum number of published keys.
  static constexpr std::size_t max_keys = 16;
  /// Creates a key. Fails with failed_precondition if max_keys keys have valid tokens, unless they
  /// are discarded. Throws PortError as ensure().
  [[nodiscard]] Result<SigningKey> rotate(SignatureAlgorithm algorithm, Rotation rotation);

  /// Signs with the current key, or, if that cannot be decrypted by this process, with the one
  /// before it. Calls ensure() first, so a key exists. Throws PortError if the private key cannot
  /// be read.
  class Handle {
   public:
    [[nodiscard]] std::string sign(const AccessToken& token) const;

   private:
    friend class SigningKeys;
    std::string key_id_;
    SignatureAlgorithm algorithm_ = SignatureAlgorithm::es256;
    std::shared_ptr<const Signer> signer_;
  };
  [[nodiscard]] Handle handle();

  /// Returns the published keys; empty without a signature port.
  [[nodiscard]] std::shared_ptr<const KeySet> published();
  /// Returns the keys for verifying the token. They are read again if the token's key is not among
  /// them, since it may be new.
  [[nodiscard]] std::shared_ptr<const KeySet> published_with(std::string_view token);

  /// Erases the keys that are no longer published at `now` and returns their number.
  std::size_t erase_outdated(Timestamp now);

 private:
  /// The keys as read, with the time by Clock::elapsed().
  struct Snapshot {
    Duration at{};
    /// The keys that are not outdated.
    std::vector<SigningKey> keys;
    std::shared_ptr<const KeySet> published;
    /// Whether outdated keys were found.
    bool has_outdated = false;
  };

  [[nodiscard]] std::shared_ptr<const Snapshot> snapshot(Duration greatest_age);
  [[nodiscard]] std::shared_ptr<const Snapshot> snapshot_with_a_key();
  [[nodiscard]] const Signatures& signatures() const;
  [[nodiscard]] SigningKey make_key(SignatureAlgorithm algorithm, Timestamp now,
                                    Timestamp signs_from) const;
  [[nodiscard]] std::vector<SigningKey> without_outdated(std::vector<SigningKey> keys,
                                                         Timestamp now) const;
  [[nodiscard]] Handle handle_with(const SigningKey& key);
  [[nodiscard]] std::shared_ptr<const Signer> signer_of(const SigningKey& key);
  void forget() noexcept;

  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  Vault vault_;
  std::mutex mutex_;
  std::shared_ptr<const Snapshot> snapshot_;
  /// Counts changes; a snapshot that was read before the last change is not cached.
  std::uint64_t changes_ = 0;
  std::map<SigningKeyId, std::shared_ptr<const Signer>> signers_;
};

}  // namespace gatehouse
