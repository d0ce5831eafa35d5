#include <gatehouse/services/tokens/service_tokens.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/services/issue.hpp>

namespace gatehouse {
namespace {

/// Maximum number of tokens with unstored uses. A use beyond it is recorded at the token's next
/// use.
constexpr std::size_t max_uses = 10'000;
/// Uses stored in one transaction, so that it does not block other writers for long.
constexpr std::size_t uses_per_transaction = 100;

Error no_project() { return not_found("The account has no project with that id."); }

/// A use with a future time was recorded before the system date was set back.
bool is_in_use(const ServiceToken& token, Timestamp now) {
  return token.last_used_at && now - *token.last_used_at < ServiceTokens::in_use;
}

/// The valid tokens of the project, including uses that are not stored yet.
template <class Uses>
std::vector<ServiceToken> good_tokens(const Transaction& tx, AccountId account, ProjectId project,
                                      const Uses& uses, Timestamp now) {
  std::vector<ServiceToken> tokens = tx.service_tokens().list(account, project);
  std::erase_if(tokens, [now](const ServiceToken& token) { return !is_good(token, now); });
  for (ServiceToken& token : tokens) {
    const auto use = uses.find(token.digest);
    if (use == uses.end()) continue;
    token.last_used_at = std::max(token.last_used_at, std::optional(use->second.at));
  }
  return tokens;
}

/// If the maximum is reached, ends one token, unless all are in use.
Result<Done> make_room(Transaction& tx, std::vector<ServiceToken>& tokens, Timestamp now) {
  if (tokens.size() < ServiceTokens::max_tokens) return Done{};
  const auto idle = std::find_if(tokens.begin(), tokens.end(), [now](const ServiceToken& token) {
    return !is_in_use(token, now);
  });
  if (idle == tokens.end()) {
    return Unexpected(
        conflict("The project has ten service tokens, and each was used in the last 24 hours. Wait "
                 "until one has ended, or end all of them with DELETE."));
  }
  tx.service_tokens().erase(idle->account, idle->digest);
  tokens.erase(idle);
  return Done{};
}

void end_after_overlap(Transaction& tx, std::vector<ServiceToken>& tokens, Timestamp end) {
  for (ServiceToken& token : tokens) {
    if (token.ends_at && *token.ends_at <= end) continue;
    token.ends_at = end;
    static_cast<void>(tx.service_tokens().update(token));
  }
}

}  // namespace

ServiceTokens::ServiceTokens(Operations& operations, const ServicePorts& ports,
                             const Settings& settings)
    : operations_(operations), ports_(ports), settings_(settings) {}

Result<NewServiceToken> ServiceTokens::issue(const UserContext& caller, ProjectId project) {
  const IssuedToken issued = issue_token(ports_.entropy, ports_.digest);
  const Uses unstored = uses();
  NewId<ServiceTokenId> new_id(ports_);
  const auto issue = [&](Change& change) -> Result<NewServiceToken> {
    Transaction& tx = change.tx;
    const AccountId account = change.account();
    if (!tx.projects().find(account, project)) return Unexpected(no_project());
    if (settings_.service_token_overlap <= Duration::zero()) {
      tx.service_tokens().erase_of_project(account, project);
    } else {
      auto former = good_tokens(tx, account, project, unstored, change.now);
      if (auto ok = make_room(tx, former, change.now); !ok) return std::move(ok).failure();
      end_after_overlap(tx, former, change.now + settings_.service_token_overlap);
    }
    const auto id = new_id.at(change.now);
    const ServiceToken token{.id = id,
                             .digest = issued.digest,
                             .account = account,
                             .project = project,
                             .created_at = change.now,
                             .created_by = caller.actor.user.id};
    tx.service_tokens().insert(token);
    change.created(Subject::service_token, id);
    return NewServiceToken{token, issued.text};
  };
  return operations_.change(caller, Action::use_projects, issue);
}

Result<Listing<ServiceTokenView, ServiceTokenId>> ServiceTokens::list(
    const UserContext& caller, ProjectId project, const ListRequest<ServiceTokenId>& request) {
  using Views = Listing<ServiceTokenView, ServiceTokenId>;
  const Timestamp now = ports_.clock.now();
  const auto list = [&](const Reading& reading) -> Result<Views> {
    const Transaction& tx = reading.tx;
    const AccountId account = reading.account();
    if (!tx.projects().find(account, project)) return Unexpected(no_project());
    const auto tokens = good_tokens(tx, account, project, uses(), now);
    return list_page(
        settings_, request,
        [&](const Page<ServiceTokenId>& page) {
          std::vector<ServiceTokenView> views;
          for (const ServiceToken& token : tokens) {
            if (page.after && token.id <= *page.after) continue;
            if (views.size() == page.limit) break;
            const bool gone = token.created_by && !tx.users().find(account, *token.created_by) &&
                              !tx.service_accounts().find(account, *token.created_by);
            views.push_back({.token = token, .maker_is_gone = gone});
          }
          return views;
        },
        [](const ServiceTokenView& view) { return view.token.id; });
  };
  return operations_.read(caller, Action::use_projects, list);
}

Result<Done> ServiceTokens::end_all(const UserContext& caller, ProjectId project) {
  return operations_.change(caller, Action::use_projects, [&](Change& change) -> Result<Done> {
    const AccountId account = change.account();
    if (!change.tx.projects().find(account, project)) return Unexpected(no_project());
    change.tx.service_tokens().erase_of_project(account, project);
    change.removed(Subject::service_token, project);
    return Done{};
  });
}

Result<ServiceCaller> ServiceTokens::authenticate(std::string_view token) {
  const TokenDigest digest = ports_.digest.sha256(token);
  const auto known =
      operations_.look_up([&](const Transaction& tx) { return tx.service_tokens().find(digest); });
  if (!known) return Unexpected(unknown_service_token());
  const Timestamp now = ports_.clock.now();
  if (!is_good(*known, now)) return Unexpected(unknown_service_token());
  note_use(*known, now);
  return ServiceCaller{.account = known->account, .project = known->project, .token = digest};
}

void ServiceTokens::note_use(const ServiceToken& token, Timestamp now) {
  if (token.last_used_at && now - *token.last_used_at < resolution_of_use) return;
  const std::lock_guard lock(mutex_);
  if (uses_.size() >= max_uses && !uses_.contains(token.digest)) return;
  uses_.insert_or_assign(token.digest, Use{.account = token.account, .at = now});
  invariant(uses_.size() <= max_uses);
}

ServiceTokens::Uses ServiceTokens::uses() const {
  const std::lock_guard lock(mutex_);
  return uses_;
}

void ServiceTokens::store_uses() {
  Uses some;
  for (const auto& use : uses()) {
    some.insert(use);
    if (some.size() < uses_per_transaction) continue;
    store(some);
    some.clear();
  }
  if (!some.empty()) store(some);
}

void ServiceTokens::store(const Uses& uses) {
  static_cast<void>(operations_.keep_house([&](Change& change) -> Result<Done> {
    for (const auto& [digest, use] : uses) {
      auto token = change.tx.service_tokens().find(digest);
      if (!token || token->last_used_at >= use.at) continue;
      token->last_used_at = use.at;
      static_cast<void>(change.tx.service_tokens().update(*token));
    }
    return Done{};
  }));
  const std::lock_guard lock(mutex_);
  for (const auto& [digest, use] : uses) {
    const auto known = uses_.find(digest);
    // A use recorded meanwhile is stored the next time.
    if (known != uses_.end() && known->second.at == use.at) uses_.erase(known);
  }
}

}  // namespace gatehouse
