/// The public keys for verifying access tokens: a JSON Web Key Set (RFC 7517).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/signing_key.hpp>
#include <gatehouse/ports/signatures.hpp>

namespace gatehouse {

/// Cheap enough to copy once a minute. Concurrent reads are safe.
class KeySet {
 public:
  /// Maximum number of keys in a set; further keys are ignored.
  static constexpr std::size_t max_keys = 64;

  struct Key {
    /// The key id by which a token refers to it (`kid`).
    std::string id;
    PublicKey public_key;
    std::shared_ptr<const Verifier> verifier;
  };

  KeySet() = default;

  /// Parses the document that an installation publishes at `/.well-known/jwks.json`. Invalid keys,
  /// keys of other kinds or for other uses, and keys without an id are ignored, as RFC 7517,
  /// section 5, requires; so are all keys that share an id. Fails with invalid_argument if the text
  /// is not a key set.
  [[nodiscard]] static Result<KeySet> parse(std::string_view json, const Signatures& signatures);

  /// Adds a key if it is valid.
  void add(std::string id, PublicKey public_key, const Signatures& signatures);

  /// Returns null if no key has the id.
  [[nodiscard]] const Key* find(std::string_view id) const noexcept;
  [[nodiscard]] const std::vector<Key>& keys() const noexcept { return keys_; }

  /// Returns the published form: `{"keys": […]}`.
  [[nodiscard]] std::string to_json() const;

 private:
  std::vector<Key> keys_;
};

}  // namespace gatehouse
