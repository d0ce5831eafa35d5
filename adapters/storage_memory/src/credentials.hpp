#pragma once

#include <gatehouse/ports/storage/credential_records.hpp>

#include "erasures.hpp"
#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto credential_id(const Credential& credential) noexcept { return std::tie(credential.id); }
inline auto credential_username(const Credential& credential) noexcept {
  return std::tie(credential.account, credential.username);
}
inline auto credential_account(const Credential& credential) noexcept {
  return std::tie(credential.account, credential.id);
}
inline auto credential_scope(const Credential& credential) noexcept {
  return std::tie(credential.account, credential.scope, credential.id);
}

class Credentials final : public CredentialRecords {
 public:
  Credentials(UndoLog& log, const Erasures& erasures) noexcept
      : erasures_(erasures), credentials_(log) {}

  bool insert(const Credential& credential) override;
  std::optional<Credential> find(AccountId account, std::string_view username) const override;
  std::vector<Credential> list(AccountId account, const std::optional<Scope>& scope,
                               const Page<CredentialId>& page) const override;
  std::size_t count(AccountId account, const std::optional<Scope>& scope) const override;
  bool update(const Credential& credential) override;
  bool erase(AccountId account, CredentialId id) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  const Credential* newest() const noexcept { return credentials_.last(); }
  std::vector<Credential> page(const Page<Credential>& page) const {
    return credentials_.page(page);
  }

 private:
  using ByUsername = Index<Credential, credential_username>;
  using ByAccount = Index<Credential, credential_account>;
  using ByScope = Index<Credential, credential_scope>;

  const Credential* owned(AccountId account, CredentialId id) const;

  const Erasures& erasures_;
  Table<Credential, credential_id, ByUsername, ByAccount, ByScope> credentials_;
};

}  // namespace gatehouse::memory
