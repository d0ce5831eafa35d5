#pragma once

#include <gatehouse/ports/storage/credential_records.hpp>

#include "api_proxy_groups.hpp"
#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto grant_id(const Grant& grant) noexcept { return std::tie(grant.id); }
inline auto grant_what(const Grant& grant) noexcept {
  return std::tie(grant.account, grant.credential, grant.scope, grant.target.type,
                  grant.target.name);
}
inline auto grant_place(const Grant& grant) noexcept {
  return std::tie(grant.account, grant.credential, grant.scope, grant.id);
}
inline auto grant_target(const Grant& grant) noexcept {
  return std::tie(grant.account, grant.target, grant.scope, grant.id);
}

class Grants final : public GrantRecords {
 public:
  Grants(UndoLog& log, const ApiProxyGroups& groups, const Erasures& erasures) noexcept
      : groups_(groups), erasures_(erasures), grants_(log) {}

  bool insert(const Grant& grant) override;
  std::vector<Grant> list(AccountId account, CredentialId credential,
                          const Scope& scope) const override;
  std::vector<Grant> list(AccountId account, CredentialId credential, const Scope& scope,
                          const Page<GrantId>& page) const override;
  std::size_t count(AccountId account, CredentialId credential, const Scope& scope) const override;
  std::vector<Grant> reaching(AccountId account, CredentialId credential, ProjectId project,
                              std::string_view proxy) const override;
  bool erase(AccountId account, CredentialId credential, const Scope& scope,
             const GrantTarget& target) override;
  std::size_t erase_of_credential(AccountId account, CredentialId credential,
                                  std::size_t limit) override;
  std::size_t erase_of_target(AccountId account, const std::optional<Scope>& scope,
                              const GrantTarget& target, std::size_t limit) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  const Grant* newest() const noexcept { return grants_.last(); }
  std::vector<Grant> page(const Page<Grant>& page) const { return grants_.page(page); }

 private:
  using ByWhat = Index<Grant, grant_what>;
  using ByPlace = Index<Grant, grant_place>;
  using ByTarget = Index<Grant, grant_target>;

  const ApiProxyGroups& groups_;
  const Erasures& erasures_;
  Table<Grant, grant_id, ByWhat, ByPlace, ByTarget> grants_;
};

}  // namespace gatehouse::memory
