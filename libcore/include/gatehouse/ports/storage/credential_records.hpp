/// API credentials.
///
/// [ST-90] Usernames are unique in their account, compared byte for byte; two accounts may use the
///         same.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <gatehouse/model/credential.hpp>
#include <gatehouse/ports/storage/page.hpp>

namespace gatehouse {

class CredentialRecords {
 public:
  /// [ST-91] Returns false and changes nothing if the id or the username is taken.
  /// [ST-361] A username that only a credential of a project being erased has is available: the
  /// row of that credential is removed.
  [[nodiscard]] virtual bool insert(const Credential& credential) = 0;
  /// [ST-92] Returns nothing if the credential belongs to another account.
  [[nodiscard]] virtual std::optional<Credential> find(AccountId account,
                                                       std::string_view username) const = 0;
  /// [ST-93] Lists one scope, or, without a scope, the whole account.
  [[nodiscard]] virtual std::vector<Credential> list(AccountId account,
                                                     const std::optional<Scope>& scope,
                                                     const Page<CredentialId>& page) const = 0;
  /// [ST-231] Returns the total number of credentials that list() covers.
  [[nodiscard]] virtual std::size_t count(AccountId account,
                                          const std::optional<Scope>& scope) const = 0;
  /// [ST-94] Replaces all fields except id, account, username and creation time. Returns false if
  /// the account has no credential with the id.
  ///
  /// [ST-380] With another scope, it moves the credential: list() and count() of the former scope
  /// no longer cover it, and those of the new one do, at its place in the order of ids. Its grants
  /// are unchanged.
  [[nodiscard]] virtual bool update(const Credential& credential) = 0;
  /// [ST-95] Erases only the credential's own record; the service erases its grants.
  virtual bool erase(AccountId account, CredentialId id) = 0;
  /// [ST-96] Erases at most `limit` credentials of the account and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// By [ST-366].
  virtual std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) = 0;

 protected:
  ~CredentialRecords() = default;
};

}  // namespace gatehouse
