#include "token_families.hpp"

#include <gatehouse/ports/port_error.hpp>

#include "copies.hpp"

namespace gatehouse::memory {

void TokenFamilies::insert(const TokenFamily& family) {
  if (!families_.insert(family)) throw PortError("a token family with that id or origin exists");
}

std::optional<TokenFamily> TokenFamilies::find(TokenFamilyId id) const {
  return copied(families_.find(id));
}

std::optional<TokenFamily> TokenFamilies::find_by_origin(const TokenDigest& origin) const {
  return copied(families_.view<ByOrigin>().find(origin));
}

bool TokenFamilies::update(const TokenFamily& family) {
  const TokenFamily* old = owned(family.account, family.id);
  if (old == nullptr) return false;
  TokenFamily changed = *old;
  changed.current = family.current;
  changed.previous = family.previous;
  changed.salt = family.salt;
  changed.rotations = family.rotations;
  changed.rotated_at = family.rotated_at;
  changed.expires_at = family.expires_at;
  return families_.replace(*old, std::move(changed));
}

bool TokenFamilies::erase(AccountId account, TokenFamilyId id) {
  const TokenFamily* family = owned(account, id);
  if (family != nullptr) families_.erase(*family);
  return family != nullptr;
}

std::size_t TokenFamilies::erase_of_service(AccountId account, ProjectId project,
                                            const ServiceCode& service) {
  return families_.erase(families_.view<ByService>().range(account, project, service));
}

std::size_t TokenFamilies::erase_of_consumer(AccountId account, ProjectId project,
                                             ConsumerId consumer) {
  return families_.erase(families_.view<ByConsumer>().range(account, project, consumer));
}

std::size_t TokenFamilies::erase_all(AccountId account) {
  return families_.erase(families_.view<ByService>().range(account));
}

std::size_t TokenFamilies::erase_expired(Timestamp now, std::size_t limit) {
  return families_.erase(families_.view<ByExpiry>().up_to(now), limit);
}

const TokenFamily* TokenFamilies::owned(AccountId account, TokenFamilyId id) const {
  const TokenFamily* family = families_.find(id);
  return family != nullptr && family->account == account ? family : nullptr;
}

}  // namespace gatehouse::memory
