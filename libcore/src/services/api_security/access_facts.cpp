#include <gatehouse/services/api_security/access_facts.hpp>

#include <algorithm>
#include <utility>

#include <gatehouse/services/detail/names.hpp>

namespace gatehouse {
namespace {

/// Returns the account's project with the name if the API proxy is registered for it.
std::optional<ProjectId> find_protected(const Transaction& tx, const AccessQuestion& question) {
  const auto project = tx.projects().find_by_name(question.account, question.project);
  if (!project) return std::nullopt;
  for (const Scope& scope : {Scope::of(project->id), Scope::everywhere()}) {
    if (tx.api_proxies().find(question.account, scope, question.proxy)) return project->id;
  }
  return std::nullopt;
}

GrantFacts load_grants(const Transaction& tx, const AccessQuestion& question, ProjectId project,
                       const std::optional<Credential>& credential) {
  GrantFacts facts{.registered = true, .granted = false, .granted_until = {}};
  const auto grants = tx.grants().reaching(
      question.account, credential ? credential->id : CredentialId{}, project, question.proxy);
  const bool is_valid_there =
      credential && (credential->scope.is_everywhere() || credential->scope == Scope::of(project));
  if (!is_valid_there) return facts;
  for (const Grant& grant : grants) {
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

bool is_over(const std::optional<Timestamp>& end, Timestamp now) { return end && *end <= now; }

std::optional<Refusal> why_refused(const AccessFacts& facts,
                                   const std::optional<IpAddress>& address, Timestamp now) {
  const Credential& credential = *facts.credential;
  if (!credential.enabled) return Refusal::disabled;
  if (is_over(credential.expires_at, now)) return Refusal::expired;
  if (!allows(credential.ip_ranges, address)) return Refusal::address_not_allowed;
  if (!facts.grants.granted) return Refusal::not_granted;
  if (is_over(facts.grants.granted_until, now)) return Refusal::grant_expired;
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

AccessFacts load_facts(const Transaction& tx, const AccessQuestion& question,
                       const TextForms* forms) {
  auto credential = find_by_username(tx, question.account, question.username, forms);
  AccessFacts facts;
  // Looked up for an unknown user name too, so that the time does not reveal that it is unknown.
  if (const auto project = find_protected(tx, question)) {
    facts.grants = load_grants(tx, question, *project, credential);
  }
  if (!credential) return facts;
  credential->full_name.clear();
  credential->email = {};
  credential->description.clear();
  facts.credential = std::make_shared<const Credential>(std::move(*credential));
  return facts;
}

Verdict decide_by(const AccessFacts& facts, const std::optional<IpAddress>& address,
                  Timestamp now) {
  if (const auto refusal = why_refused(facts, address, now)) return {.refusal = refusal};
  const Credential& credential = *facts.credential;
  return {.refusal = std::nullopt,
          .username = credential.username,
          .roles = credential.roles,
          .scope = credential.scope};
}

}  // namespace gatehouse
