#include "credentials.hpp"

#include <gatehouse/records/api_security.hpp>

namespace gatehouse::memory {

bool Credentials::insert(const Credential& credential) { return credentials_.insert(credential); }

std::optional<Credential> Credentials::find(AccountId account, std::string_view username) const {
  return living(credentials_.view<ByUsername>().find(account, username), erasures_);
}

std::vector<Credential> Credentials::list(AccountId account, const std::optional<Scope>& scope,
                                          const Page<CredentialId>& page) const {
  return scope ? credentials_.view<ByScope>().list(page, account, *scope)
               : credentials_.view<ByAccount>().list(page, account);
}

std::size_t Credentials::count(AccountId account, const std::optional<Scope>& scope) const {
  return scope ? credentials_.view<ByScope>().count(account, *scope)
               : credentials_.view<ByAccount>().count(account);
}

bool Credentials::update(const Credential& credential) {
  const Credential* old = owned(credential.account, credential.id);
  if (old == nullptr) return false;
  return credentials_.replace(*old, records::updated(*old, credential));
}

bool Credentials::erase(AccountId account, CredentialId id) {
  const Credential* credential = owned(account, id);
  if (credential != nullptr) credentials_.erase(*credential);
  return credential != nullptr;
}

std::size_t Credentials::erase_all(AccountId account, std::size_t limit) {
  return credentials_.erase(credentials_.view<ByAccount>().range(account), limit);
}

const Credential* Credentials::owned(AccountId account, CredentialId id) const {
  return credentials_.view<ByAccount>().find(account, id);
}

}  // namespace gatehouse::memory
