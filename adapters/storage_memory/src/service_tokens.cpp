#include "service_tokens.hpp"

#include <gatehouse/records/tokens.hpp>

#include <utility>

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::memory {

void ServiceTokens::insert(const ServiceToken& token) {
  if (!tokens_.insert(token)) throw PortError("a service token with that id or digest exists");
}

std::optional<ServiceToken> ServiceTokens::find(const TokenDigest& digest) const {
  return living(tokens_.view<ByDigest>().find(digest), erasures_);
}

std::vector<ServiceToken> ServiceTokens::list(AccountId account, ProjectId project) const {
  return ByPlace::copies(tokens_.view<ByPlace>().range(account, project), unlimited);
}

bool ServiceTokens::update(const ServiceToken& token) {
  const ServiceToken* old = owned(token.account, token.digest);
  if (old == nullptr) return false;
  return tokens_.replace(*old, records::updated(*old, token));
}

bool ServiceTokens::erase(AccountId account, const TokenDigest& digest) {
  const ServiceToken* token = owned(account, digest);
  if (token != nullptr) tokens_.erase(*token);
  return token != nullptr;
}

std::size_t ServiceTokens::erase_of_project(AccountId account, ProjectId project) {
  return tokens_.erase(tokens_.view<ByPlace>().range(account, project));
}

std::size_t ServiceTokens::erase_all(AccountId account, std::size_t limit) {
  return tokens_.erase(tokens_.view<ByPlace>().range(account), limit);
}

std::size_t ServiceTokens::erase_expired(Timestamp now, std::size_t limit) {
  const bool has_no_end = false;
  const std::optional<Timestamp> end = now;
  return tokens_.erase(tokens_.view<ByEnd>().up_to(has_no_end, end), limit);
}

const ServiceToken* ServiceTokens::owned(AccountId account, const TokenDigest& digest) const {
  const ServiceToken* token = tokens_.view<ByDigest>().find(digest);
  return token != nullptr && token->account == account ? token : nullptr;
}

}  // namespace gatehouse::memory
