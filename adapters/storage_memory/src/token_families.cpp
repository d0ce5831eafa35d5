#include "token_families.hpp"

#include <gatehouse/records/tokens.hpp>

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::memory {

void TokenFamilies::insert(const TokenFamily& family) {
  if (!families_.insert(family)) throw PortError("a token family with that id or origin exists");
}

std::optional<TokenFamily> TokenFamilies::find(TokenFamilyId id) const {
  return living(families_.find(id), erasures_);
}

std::optional<TokenFamily> TokenFamilies::find_by_origin(const TokenDigest& origin) const {
  return living(families_.view<ByOrigin>().find(origin), erasures_);
}

bool TokenFamilies::update(const TokenFamily& family) {
  const TokenFamily* old = owned(family.account, family.id);
  if (old == nullptr) return false;
  return families_.replace(*old, records::updated(*old, family));
}

bool TokenFamilies::erase(AccountId account, TokenFamilyId id) {
  const TokenFamily* family = owned(account, id);
  if (family != nullptr) families_.erase(*family);
  return family != nullptr;
}

std::size_t TokenFamilies::erase_of_service(AccountId account, ProjectId project,
                                            const ServiceCode& service, std::size_t limit) {
  return families_.erase(families_.view<ByService>().range(account, project, service), limit);
}

std::size_t TokenFamilies::erase_of_consumer(AccountId account, ProjectId project,
                                             ConsumerId consumer, std::size_t limit) {
  return families_.erase(families_.view<ByConsumer>().range(account, project, consumer), limit);
}

std::size_t TokenFamilies::erase_all(AccountId account, std::size_t limit) {
  return families_.erase(families_.view<ByService>().range(account), limit);
}

std::size_t TokenFamilies::erase_expired(Timestamp now, std::size_t limit) {
  return families_.erase(families_.view<ByExpiry>().up_to(now), limit);
}

const TokenFamily* TokenFamilies::owned(AccountId account, TokenFamilyId id) const {
  const TokenFamily* family = families_.find(id);
  return family != nullptr && family->account == account ? family : nullptr;
}

}  // namespace gatehouse::memory
