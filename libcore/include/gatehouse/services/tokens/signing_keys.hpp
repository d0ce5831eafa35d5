/// The installation's keys: which one signs, which ones verify, and how one follows another.
///
/// A new key is published for Settings::signing_key_lead before it signs; the former one stays
/// published until what it signed has expired. So services that look at the published keys every
/// few minutes never meet a token whose key they cannot find.
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

/// Any number of threads may use it. What it read is as old as Settings::verdict_lifetime at most.
class SigningKeys {
 public:
  SigningKeys(Operations& operations, const ServicePorts& ports, const Settings& settings);

  /// Makes the first key if there is none yet. Throws PortError when it cannot be sealed.
  void ensure();

  enum class Rotation {
    /// As above.
    overlapping,
    /// The new key signs at once, and the former ones are forgotten, for somebody else may have
    /// them: no token that they signed is taken any more.
    discarding,
  };
  /// That many keys may be published at once.
  static constexpr std::size_t max_keys = 16;
  /// Makes a new key. failed_precondition when there are max_keys whose tokens are still good,
  /// unless they are discarded. Throws PortError as ensure().
  [[nodiscard]] Result<SigningKey> rotate(SignatureAlgorithm algorithm, Rotation rotation);

  /// Signs with the key whose turn it is, or, if that cannot be opened here, with the one before
  /// it; there is one after ensure(), which this does first. Throws PortError when its private key
  /// cannot be read.
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

  /// What is published. Empty without a port for signatures.
  [[nodiscard]] std::shared_ptr<const KeySet> published();
  /// The same for who verifies a token now: read again if its key is not among them, it may be new.
  [[nodiscard]] std::shared_ptr<const KeySet> published_with(std::string_view token);

  /// Erases the keys that are not published any more at that time, and returns how many.
  std::size_t erase_outdated(Timestamp now);

 private:
  /// What was read, and when by Clock::elapsed().
  struct Snapshot {
    Duration at{};
    /// Those that are needed.
    std::vector<SigningKey> keys;
    std::shared_ptr<const KeySet> published;
    /// Whether there were others.
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
  /// Whatever was read before the last of them is not kept.
  std::uint64_t changes_ = 0;
  std::map<SigningKeyId, std::shared_ptr<const Signer>> signers_;
};

}  // namespace gatehouse
