/// Grants of credentials.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <gatehouse/model/grant.hpp>
#include <gatehouse/ports/storage/page.hpp>

namespace gatehouse {

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
  /// By [ST-366].
  virtual std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) = 0;

 protected:
  ~GrantRecords() = default;
};

}  // namespace gatehouse
