#include "consumer_tokens.hpp"

#include <gatehouse/ports/port_error.hpp>

#include "copies.hpp"

namespace gatehouse::memory {

void ConsumerTokens::insert(const ConsumerToken& token) {
  if (!tokens_.insert(token)) throw PortError("a token with that digest exists already");
}

std::optional<ConsumerToken> ConsumerTokens::find(const TokenDigest& digest) const {
  return copied(tokens_.find(digest));
}

bool ConsumerTokens::erase(AccountId account, ProjectId project, const ServiceCode& service,
                           const TokenDigest& digest) {
  const ConsumerToken* token = tokens_.view<ByService>().find(account, project, service, digest);
  if (token != nullptr) tokens_.erase(*token);
  return token != nullptr;
}

std::size_t ConsumerTokens::erase_of_service(AccountId account, ProjectId project,
                                             const ServiceCode& service) {
  return tokens_.erase(tokens_.view<ByService>().range(account, project, service));
}

std::size_t ConsumerTokens::erase_of_consumer(AccountId account, ProjectId project,
                                              ConsumerId consumer) {
  return tokens_.erase(tokens_.view<ByConsumer>().range(account, project, consumer));
}

std::size_t ConsumerTokens::erase_all(AccountId account) {
  return tokens_.erase(tokens_.view<ByService>().range(account));
}

std::size_t ConsumerTokens::erase_expired(Timestamp now, std::size_t limit) {
  return tokens_.erase(tokens_.view<ByExpiry>().up_to(now), limit);
}

}  // namespace gatehouse::memory
