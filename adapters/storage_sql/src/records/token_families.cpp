#include "token_families.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* by_id = "family_key = :family_key AND id = :id AND account_id = :account";

}  // namespace

TokenFamilies::TokenFamilies(Connection& connection, const Erasures& erasures)
    : OfProjects(connection),
      insert_(connection),
      find_(connection, erasures, "family_key = :family_key AND id = :id"),
      find_by_origin_(connection, erasures, "origin_digest = :origin"),
      update_(connection, by_id),
      erase_(connection, std::string("DELETE FROM token_families WHERE ") + by_id),
      attached_(connection),
      erase_expired_(connection) {}

void TokenFamilies::insert(const TokenFamily& family) { insert_(family); }

std::optional<TokenFamily> TokenFamilies::find(TokenFamilyId id) const {
  return find_.one(row_key(id), id);
}

std::optional<TokenFamily> TokenFamilies::find_by_origin(const TokenDigest& origin) const {
  return find_by_origin_.one(origin);
}

bool TokenFamilies::update(const TokenFamily& family) {
  return update_(family, row_key(family.id), family.id, family.account);
}

bool TokenFamilies::erase(AccountId account, TokenFamilyId id) {
  return erase_(row_key(id), id, account) > 0;
}

std::size_t TokenFamilies::erase_of_service(AccountId account, ProjectId project,
                                            const ServiceCode& service, std::size_t limit) {
  return attached_.erase_of_service(account, project, service, limit);
}

std::size_t TokenFamilies::erase_of_consumer(AccountId account, ProjectId project,
                                             ConsumerId consumer, std::size_t limit) {
  return attached_.erase_of_consumer(account, project, consumer, limit);
}

std::size_t TokenFamilies::erase_expired(Timestamp now, std::size_t limit) {
  return erase_expired_(limit, now);
}

}  // namespace gatehouse::sql
