/// API credentials and their grants.
///
/// [ST-90] Usernames are unique in their account, compared byte for byte; two accounts may use the
///         same.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <gatehouse/model/credential.hpp>
#include <gatehouse/model/grant.hpp>
#include <gatehouse/ports/storage/page.hpp>

namespace gatehouse {

class CredentialRecords {
 public:
  /// [ST-91] Returns false and changes nothing if the id or the username is taken.
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
  /// [ST-94] Replaces all fields except id, account, scope, username and creation time. Returns
  /// false if the account has no credential with the id.
  [[nodiscard]] virtual bool update(const Credential& credential) = 0;
  /// [ST-95] Erases only the credential's own record; the service erases its grants.
  virtual bool erase(AccountId account, CredentialId id) = 0;
  /// [ST-96] Erases at most `limit` credentials of the account and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;

 protected:
  ~CredentialRecords() = default;
};

/// Expired records are still found; services decide whether a record has expired.
class GrantRecords {
 public:
  /// [ST-100] Returns false and changes nothing if the id is taken, or the credential has a grant
  /// on the same target in the same scope.
  [[nodiscard]] virtual bool insert(const Grant& grant) = 0;
  /// [ST-101] Returns the credential's grants in exactly this scope, ordered by id.
  [[nodiscard]] virtual std::vector<Grant> list(AccountId account, CredentialId credential,
                                                const Scope& scope) const = 0;
  /// [ST-230] Returns a page of the same list.
  [[nodiscard]] virtual std::vector<Grant> list(AccountId account, CredentialId credential,
                                                const Scope& scope,
                                                const Page<GrantId>& page) const = 0;
  /// [ST-302] Returns the number of grants in that list, without reading them.
  [[nodiscard]] virtual std::size_t count(AccountId account, CredentialId credential,
                                          const Scope& scope) const = 0;
  /// [ST-102] Returns, in any order, the credential's grants that cover an API proxy in a project:
  /// grants in the project's scope or everywhere, on the proxy by name, or on a group by name that
  /// contains a proxy of that name, where the group is the project's or one for every project.
  [[nodiscard]] virtual std::vector<Grant> reaching(AccountId account, CredentialId credential,
                                                    ProjectId project,
                                                    std::string_view proxy) const = 0;
  virtual bool erase(AccountId account, CredentialId credential, const Scope& scope,
                     const GrantTarget& target) = 0;
  /// [ST-103] Erases at most `limit` grants of the credential and returns their number.
  virtual std::size_t erase_of_credential(AccountId account, CredentialId credential,
                                          std::size_t limit) = 0;
  /// [ST-104] Erases at most `limit` grants of all credentials on the target, in the scope or,
  /// without one, in all scopes. Returns their number.
  virtual std::size_t erase_of_target(AccountId account, const std::optional<Scope>& scope,
                                      const GrantTarget& target, std::size_t limit) = 0;
  /// [ST-105] Erases at most `limit` grants of the account and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;

 protected:
  ~GrantRecords() = default;
};

}  // namespace gatehouse
