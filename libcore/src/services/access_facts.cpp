#include <gatehouse/services/access_facts.hpp>

#include <algorithm>

namespace gatehouse {
namespace {

/// The account's project with that name, if the API proxy is registered for it.
std::optional<ProjectId> find_protected(const Transaction& tx, const AccessQuestion& question) {
  const auto project = tx.projects().find_by_name(question.account, question.project);
  if (!project) return std::nullopt;
  for (const Scope& scope : {Scope::of(project->id), Scope::everywhere()}) {
    if (tx.api_proxies().find(question.account, scope, question.proxy)) return project->id;
  }
  return std::nullopt;
}

bool is_over(const std::optional<Timestamp>& end, Timestamp now) { return end && *end <= now; }

std::optional<Refusal> why_refused(const AccessFacts& facts,
                                   const std::optional<IpAddress>& address, Timestamp now) {
  const Credential& credential = *facts.credential;
  if (!credential.enabled) return Refusal::disabled;
  if (is_over(credential.expires_at, now)) return Refusal::expired;
  if (!allows(credential.ip_ranges, address)) return Refusal::address_not_allowed;
  if (!facts.granted) return Refusal::not_granted;
  if (is_over(facts.granted_until, now)) return Refusal::grant_expired;
  return std::nullopt;
}

}  // namespace

std::string_view name(Refusal refusal) noexcept {
  switch (refusal) {
    case Refusal::wrong_secret: return "wrong_secret";
    case Refusal::disabled: return "disabled";
    case Refusal::expired: return "expired";
    case Refusal::address_not_allowed: return "address_not_allowed";
    case Refusal::not_granted: return "not_granted";
    case Refusal::grant_expired: return "grant_expired";
  }
  return "unknown";
}

AccessFacts load_facts(const Transaction& tx, const AccessQuestion& question) {
  AccessFacts facts;
  facts.credential = tx.credentials().find(question.account, question.username);
  if (!facts.credential) return facts;
  const auto project = find_protected(tx, question);
  const Scope& scope = facts.credential->scope;
  if (!project || !(scope.is_everywhere() || scope == Scope::of(*project))) return facts;

  for (const Grant& grant :
       tx.grants().reaching(question.account, facts.credential->id, *project, question.proxy)) {
    if (!facts.granted) {
      facts.granted_until = grant.expires_at;
    } else if (facts.granted_until) {
      facts.granted_until =
          grant.expires_at ? std::max(facts.granted_until, grant.expires_at) : std::nullopt;
    }
    facts.granted = true;
  }
  return facts;
}

Verdict judge(const AccessFacts& facts, const std::optional<IpAddress>& address, Timestamp now) {
  if (const auto refusal = why_refused(facts, address, now)) return {.refusal = refusal};
  const Credential& credential = *facts.credential;
  return {.refusal = std::nullopt,
          .username = credential.username,
          .roles = credential.roles,
          .scope = credential.scope};
}

}  // namespace gatehouse
