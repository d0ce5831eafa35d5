/// The public keys with which access tokens are verified: a JSON Web Key Set (RFC 7517).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/signing_key.hpp>
#include <gatehouse/ports/signatures.hpp>

namespace gatehouse {

/// Copied cheaply enough for once a minute; any number of threads may read one.
class KeySet {
 public:
  /// Keys in a set at most; what follows is left out.
  static constexpr std::size_t max_keys = 64;

  struct Key {
    /// What a token names it by (`kid`).
    std::string id;
    PublicKey public_key;
    std::shared_ptr<const Verifier> verifier;
  };

  KeySet() = default;

  /// Reads what an installation publishes at `/.well-known/jwks.json`. Keys of other kinds, for
  /// other uses, without an id or that are no keys at all are left out, as RFC 7517, section 5,
  /// asks; of two with one id, both. invalid_argument when the text is no key set.
  [[nodiscard]] static Result<KeySet> parse(std::string_view json, const Signatures& signatures);

  /// Adds a key, unless it is none.
  void add(std::string id, PublicKey public_key, const Signatures& signatures);

  /// Null when there is none with that id.
  [[nodiscard]] const Key* find(std::string_view id) const noexcept;
  [[nodiscard]] const std::vector<Key>& keys() const noexcept { return keys_; }

  /// As it is published: `{"keys": […]}`.
  [[nodiscard]] std::string to_json() const;

 private:
  std::vector<Key> keys_;
};

}  // namespace gatehouse
