#include "consumer_tokens.hpp"

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::memory {

void ConsumerTokens::insert(const ConsumerToken& token) {
  if (!tokens_.insert(token)) throw PortError("a token with that digest exists already");
}

std::optional<ConsumerToken> ConsumerTokens::find(const TokenDigest& digest) const {
  return living(tokens_.find(digest), erasures_);
}

bool ConsumerTokens::erase(AccountId account, ProjectId project, const ServiceCode& service,
                           const TokenDigest& digest) {
  const ConsumerToken* token = tokens_.view<ByService>().find(account, project, service, digest);
  if (token != nullptr) tokens_.erase(*token);
  return token != nullptr;
}

std::size_t ConsumerTokens::erase_of_service(AccountId account, ProjectId project,
                                             const ServiceCode& service, std::size_t limit) {
  return tokens_.erase(tokens_.view<ByService>().range(account, project, service), limit);
}

std::size_t ConsumerTokens::erase_of_consumer(AccountId account, ProjectId project,
                                              ConsumerId consumer, std::size_t limit) {
  return tokens_.erase(tokens_.view<ByConsumer>().range(account, project, consumer), limit);
}

std::size_t ConsumerTokens::erase_all(AccountId account, std::size_t limit) {
  return tokens_.erase(tokens_.view<ByService>().range(account), limit);
}

std::size_t ConsumerTokens::erase_expired(Timestamp now, std::size_t limit) {
  return tokens_.erase(tokens_.view<ByExpiry>().up_to(now), limit);
}

}  // namespace gatehouse::memory
