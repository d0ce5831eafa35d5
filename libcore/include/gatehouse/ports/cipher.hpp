/// Authenticated encryption of secrets that must be read back, such as push keys: whoever has a
/// copy of the storage and not the key has nothing of them.
#pragma once

#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>

namespace gatehouse {

/// Any number of threads may call these.
class Cipher {
 public:
  virtual ~Cipher() = default;

  /// The secret, sealed: printable ASCII without white space that begins with `v1.`, the id of the
  /// key and another dot. `bound_to` says where it is kept, e.g. in which field of which row; it is
  /// no part of the result, and without the same words the result does not open. Sealing the same
  /// again gives another text. Throws PortError when there is no key to seal with.
  [[nodiscard]] virtual std::string seal(std::string_view secret,
                                         std::string_view bound_to) const = 0;

  /// Whether there is a key to seal with: an installation may have been given none.
  [[nodiscard]] virtual bool can_seal() const { return true; }

  /// What was sealed. Throws PortError, with words for the operator that hold nothing of the
  /// secret, when `sealed` was altered or cut, is bound to something else, or was sealed with a key
  /// that is not there.
  [[nodiscard]] virtual Secret open(std::string_view sealed, std::string_view bound_to) const = 0;

  /// Whether `sealed` names the key that seal() works with now.
  [[nodiscard]] virtual bool is_current(std::string_view sealed) const = 0;
};

}  // namespace gatehouse
