#include <gatehouse/services/service_tokens.hpp>

#include <gatehouse/services/issue.hpp>

namespace gatehouse {
namespace {

Error unknown_token() { return unauthenticated("The service token is unknown or has ended."); }

}  // namespace

ServiceTokens::ServiceTokens(const Ports& ports) : ports_(ports) {}

Result<NewServiceToken> ServiceTokens::issue(const Principal& caller, ProjectId project) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());

  const Timestamp now = ports_.clock.now();
  const IssuedToken issued = issue_token(ports_.entropy, ports_.digest);
  const ServiceToken token{
      .digest = issued.digest, .account = *account, .project = project, .created_at = now};
  return ports_.storage.transact([&](Transaction& tx) -> Result<NewServiceToken> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return std::move(ok).failure();
    if (!tx.projects().find(*account, project)) {
      return Unexpected(not_found("The account has no project with that id."));
    }
    tx.service_tokens().set(token);
    return NewServiceToken{token, issued.text};
  });
}

Result<ServiceCaller> ServiceTokens::authenticate(std::string_view token) {
  const TokenDigest digest = ports_.digest.sha256(token);
  const auto known =
      ports_.storage.read([&](const Transaction& tx) { return tx.service_tokens().find(digest); });
  if (!known) return Unexpected(unknown_token());
  return ServiceCaller{.account = known->account, .project = known->project, .token = digest};
}

Result<Done> still_authenticated(const Transaction& tx, const ServiceCaller& caller) {
  const auto known = tx.service_tokens().find(caller.token);
  if (known && known->account == caller.account && known->project == caller.project) return Done{};
  return Unexpected(unknown_token());
}

}  // namespace gatehouse
