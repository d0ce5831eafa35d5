/// Credentials of APIs, and what they were granted.
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
  /// [ST-91] False, and nothing is changed, when the id or the username is taken.
  [[nodiscard]] virtual bool insert(const Credential& credential) = 0;
  /// [ST-92] Nothing when the credential belongs to another account.
  [[nodiscard]] virtual std::optional<Credential> find(AccountId account,
                                                       std::string_view username) const = 0;
  /// [ST-93] Those of one scope, or without one all of the account.
  [[nodiscard]] virtual std::vector<Credential> list(AccountId account,
                                                     const std::optional<Scope>& scope,
                                                     const Page<CredentialId>& page) const = 0;
  /// [ST-231] How many credentials list() would give in all.
  [[nodiscard]] virtual std::size_t count(AccountId account,
                                          const std::optional<Scope>& scope) const = 0;
  /// [ST-94] Replaces all but id, account, scope, username and creation time of the credential
  /// with that id in that account. False when there is none.
  [[nodiscard]] virtual bool update(const Credential& credential) = 0;
  /// [ST-95] Erases the credential's own record alone; its grants are erased by the service.
  virtual bool erase(AccountId account, CredentialId id) = 0;
  /// [ST-96] Erases at most `limit` credentials of the account and returns how many.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;

 protected:
  ~CredentialRecords() = default;
};

/// Records past their expiry are still found: whether something is over is the services' rule.
class GrantRecords {
 public:
  /// [ST-100] False, and nothing is changed, when the id is taken, or the credential has a grant on
  /// the same target in the same scope.
  [[nodiscard]] virtual bool insert(const Grant& grant) = 0;
  /// [ST-101] The credential's grants in that scope alone, ordered by id.
  [[nodiscard]] virtual std::vector<Grant> list(AccountId account, CredentialId credential,
                                                const Scope& scope) const = 0;
  /// [ST-230] A page of these.
  [[nodiscard]] virtual std::vector<Grant> list(AccountId account, CredentialId credential,
                                                const Scope& scope,
                                                const Page<GrantId>& page) const = 0;
  /// [ST-102] The credential's grants that reach an API proxy in a project: those in the project's
  /// scope and those everywhere, each on the proxy by name, or on a group by name that has a proxy
  /// of that name in it, the group being the project's or one for every project. In any order.
  [[nodiscard]] virtual std::vector<Grant> reaching(AccountId account, CredentialId credential,
                                                    ProjectId project,
                                                    std::string_view proxy) const = 0;
  virtual bool erase(AccountId account, CredentialId credential, const Scope& scope,
                     const GrantTarget& target) = 0;
  /// [ST-103] Erases at most `limit` grants of the credential and returns how many.
  virtual std::size_t erase_of_credential(AccountId account, CredentialId credential,
                                          std::size_t limit) = 0;
  /// [ST-104] Erases at most `limit` of all credentials' grants on the target, in that scope or
  /// without one in all, and returns how many.
  virtual std::size_t erase_of_target(AccountId account, const std::optional<Scope>& scope,
                                      const GrantTarget& target, std::size_t limit) = 0;
  /// [ST-105] Erases at most `limit` grants of the account and returns how many.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;

 protected:
  ~GrantRecords() = default;
};

}  // namespace gatehouse
