#include <gatehouse/services/api_security/access.hpp>

#include <string>
#include <utility>

#include <gatehouse/records/credentials.hpp>
#include <gatehouse/services/detail/names.hpp>

namespace gatehouse {

Access::Access(Operations& operations, const ServicePorts& ports, DecisionCache& cache,
               Passwords& passwords)
    : operations_(operations), ports_(ports), cache_(cache), passwords_(passwords) {}

std::optional<Verdict> Access::lookup_cached(const AccessQuestion& question) {
  const auto phc = cache_.lookup_secret(question);
  if (!phc) return std::nullopt;
  return lookup_cached(question, *phc);
}

std::optional<Verdict> Access::decide_without_hashing(const AccessQuestion& question) {
  const auto phc = cache_.lookup_secret(question);
  if (!phc) return std::nullopt;
  if (auto verdict = lookup_cached(question, *phc)) return verdict;
  return conclude(question, read(question), *phc);
}

Verdict Access::decide(const AccessQuestion& question) {
  // If a password changes while it is verified, the new one is verified, up to this many times.
  constexpr int tries = 3;
  for (int i = 0; i < tries; ++i) {
    if (auto verdict = decide_without_hashing(question)) return std::move(*verdict);
    const Found found = read(question);
    const auto& credential = found.facts.credential;
    const auto phc = credential ? std::optional(credential->password_hash) : std::nullopt;
    const Passwords::Outcome outcome = passwords_.verify(question.secret, phc);
    if (outcome == Passwords::Outcome::wrong) break;
    cache_.put_secret(question, *phc);
    // A change during the verification counts.
    const bool is_current =
        cache_.is_fresh(question.account, credential->id.bytes(), found.beginning);
    auto verdict = conclude(question, is_current ? found : read(question), *phc);
    if (outcome == Passwords::Outcome::outdated) try_rehash(question, *phc);
    if (verdict) return std::move(*verdict);
  }
  return {.refusal = Refusal::wrong_secret};
}

bool Access::is_secret_cached(const AccessQuestion& question) {
  return cache_.lookup_secret(question) != nullptr;
}

std::optional<Verdict> Access::lookup_cached(const AccessQuestion& question,
                                             const std::string& phc) {
  const auto facts = cache_.lookup(question);
  if (!facts || facts->credential->password_hash != phc) return std::nullopt;
  return decide_by(*facts, question.address, ports_.clock.now());
}

Access::Found Access::read(const AccessQuestion& question) {
  const auto beginning = cache_.begin_read();
  return {beginning, operations_.look_up([&](const Transaction& tx) {
            return load_facts(tx, question, ports_.text_forms);
          })};
}

std::optional<Verdict> Access::conclude(const AccessQuestion& question, const Found& found,
                                        const std::string& phc) {
  const AccessFacts& facts = found.facts;
  if (!facts.credential || facts.credential->password_hash != phc) {
    cache_.invalidate_secret(question, phc);
    return std::nullopt;
  }
  cache_.put(question, facts, found.beginning);
  return decide_by(facts, question.address, ports_.clock.now());
}

void Access::try_rehash(const AccessQuestion& question, const std::string& phc) {
  try {
    rehash(question, phc);
  } catch (const PortError&) {
    // The verdict is valid without the new hash; the next verification retries.
    return;
  }
}

void Access::rehash(const AccessQuestion& question, const std::string& phc) {
  const std::string fresh = passwords_.hash(question.secret);
  const auto done = operations_.keep_house([&](Change& change) -> Result<Done> {
    Transaction& tx = change.tx;
    auto credential = find_by_username(tx, question.account, question.username, ports_.text_forms);
    if (!credential || credential->password_hash != phc) {
      return Unexpected(conflict("The password was changed meanwhile."));
    }
    const Credential before = *credential;
    credential->password_hash = fresh;
    if (!tx.credentials().update(*credential)) return Unexpected(conflict("It is gone."));
    change.updated(Subject::credential, before.id, before, *credential);
    return Done{};
  });
  if (done) cache_.put_secret(question, fresh);
}

}  // namespace gatehouse
