#include "service_tokens.hpp"

#include <gatehouse/ports/port_error.hpp>

#include "copies.hpp"

namespace gatehouse::memory {

void ServiceTokens::set(const ServiceToken& token) {
  const ServiceToken* old = tokens_.find(token.account, token.project);
  const bool done = old == nullptr ? tokens_.insert(token) : tokens_.replace(*old, token);
  if (!done) throw PortError("a service token with that digest exists already");
}

std::optional<ServiceToken> ServiceTokens::find(const TokenDigest& digest) const {
  return copied(tokens_.view<ByDigest>().find(digest));
}

std::size_t ServiceTokens::erase_all(AccountId account) {
  return tokens_.erase(tokens_.view<ByPlace>().range(account));
}

}  // namespace gatehouse::memory
