#include <gatehouse/services/tokens/introspection.hpp>

#include <chrono>
#include <utility>

#include <gatehouse/services/metering/detail/effective_limits.hpp>
#include <gatehouse/services/tokens/detail/refresh_token.hpp>

namespace gatehouse {
namespace {

bool looks_like_access_token(std::string_view token) {
  return token.find('.') != std::string_view::npos;
}

ActiveToken active_token_of(const AccessToken& access) {
  return {.kind = TokenKind::access,
          .account = access.account,
          .project = access.project,
          .audience = access.audience,
          .service = access.service,
          .consumer = access.consumer,
          .id = access.id,
          .issued_at = access.issued_at,
          .expires_at = access.expires_at};
}

/// Whether the family is that of the access token and is still valid.
bool is_alive(const std::optional<TokenFamily>& family, const AccessToken& access, Timestamp now) {
  return family && family->account == access.account && family->project == access.project &&
         now < family->expires_at;
}

}  // namespace

std::string_view name(TokenKind kind) noexcept {
  switch (kind) {
    case TokenKind::access: return "access_token";
    case TokenKind::refresh: return "refresh_token";
    case TokenKind::consumer: return "consumer_token";
  }
  return "";
}

Introspection::Introspection(Operations& operations, const ServicePorts& ports,
                             const Settings& settings, SigningKeys& keys)
    : operations_(operations), ports_(ports), settings_(settings), keys_(keys) {}

std::optional<ActiveToken> Introspection::introspect(const ServiceCaller& caller,
                                                     std::string_view token) {
  auto active = introspect(token);
  if (active && (active->account != caller.account || active->project != caller.project)) {
    active.reset();
  }
  return active;
}

std::optional<ActiveToken> Introspection::introspect(std::string_view token) {
  const Timestamp now = ports_.clock.now();
  const auto access = signed_by_us(token);
  if (!access && looks_like_access_token(token)) return std::nullopt;
  return operations_.look_up([&](const Transaction& tx) -> std::optional<ActiveToken> {
    auto active = find(tx, token, access, now);
    if (!active || active->expires_at <= now) return std::nullopt;
    const EffectiveLimits limits(tx, active->account, settings_);
    if (!limits.has_items_left(active->project, active->service)) return std::nullopt;
    return active;
  });
}

Result<Done> Introspection::revoke(const ServiceContext& caller, std::string_view token) {
  const auto access = signed_by_us(token);
  const auto family_id = access ? std::optional(access->family) : family_named_by(token);
  const TokenDigest digest = ports_.digest.sha256(token);
  const AccountId account = caller.actor.account;
  const ProjectId project = caller.actor.project;
  return operations_.change(caller, Action::serve_project, [&](Change& change) -> Result<Done> {
    Transaction& tx = change.tx;
    const auto family = family_id ? tx.token_families().find(*family_id)
                                  : tx.token_families().find_by_origin(digest);
    const bool proved =
        access || !family_id || (family && was_made_for(*family, token, ports_.digest));
    if (family && proved && family->project == project) {
      tx.token_families().erase(account, family->id);
      change.removed(Subject::token_family, family->id);
    }
    const auto unspent = tx.consumer_tokens().find(digest);
    if (unspent && unspent->project == project) {
      static_cast<void>(tx.consumer_tokens().erase(account, project, unspent->service, digest));
      change.removed(Subject::consumer_token, unspent->consumer);
    }
    return Done{};
  });
}

Result<Done> Introspection::revoke_own(std::string_view refresh_token, std::string_view client_id,
                                       const Origin& origin) {
  const auto id = family_named_by(refresh_token);
  if (!id) {
    return Unexpected(
        unauthenticated("A client without authentication can revoke only its refresh token."));
  }
  const auto find_own = [&](const Transaction& tx) {
    auto family = tx.token_families().find(*id);
    const bool is_own = family && was_made_for(*family, refresh_token, ports_.digest) &&
                        (client_id.empty() || client_id == family->project.to_string());
    if (!is_own) family.reset();
    return family;
  };
  // A token of another project must not take a write transaction.
  if (!operations_.look_up(find_own)) return Done{};
  const auto revoke = [&](Change& change) -> Result<Done> {
    const auto family = find_own(change.tx);
    if (!family) return Done{};
    change.tx.token_families().erase(family->account, family->id);
    change.removed(Subject::token_family, family->id);
    return Done{};
  };
  return operations_.change({Anonymous(), origin}, Action::enter, revoke);
}

std::optional<AccessToken> Introspection::signed_by_us(std::string_view token) {
  if (!looks_like_access_token(token)) return std::nullopt;
  const auto keys = keys_.published_with(token);
  auto access = read_access_token(token, *keys, settings_.token_issuer());
  if (!access) return std::nullopt;
  return std::move(*access);
}

std::optional<ActiveToken> Introspection::find(const Transaction& tx, std::string_view token,
                                               const std::optional<AccessToken>& access,
                                               Timestamp now) const {
  if (access) {
    const auto family = tx.token_families().find(access->family);
    return is_alive(family, *access, now) ? std::optional(active_token_of(*access)) : std::nullopt;
  }
  return family_named_by(token) ? find_refresh_token(tx, token) : find_consumer_token(tx, token);
}

std::optional<ActiveToken> Introspection::find_refresh_token(const Transaction& tx,
                                                             std::string_view token) const {
  const auto family = tx.token_families().find(*family_named_by(token));
  if (!family || family->current != ports_.digest.sha256(token)) return std::nullopt;
  return ActiveToken{
      .kind = TokenKind::refresh,
      .account = family->account,
      .project = family->project,
      .audience = audience_of(settings_.audience_format, family->service, family->project),
      .service = family->service,
      .consumer = family->consumer,
      .issued_at = family->rotated_at,
      .expires_at = family->expires_at};
}

std::optional<ActiveToken> Introspection::find_consumer_token(const Transaction& tx,
                                                              std::string_view token) const {
  const auto found = tx.consumer_tokens().find(ports_.digest.sha256(token));
  if (!found) return std::nullopt;
  return ActiveToken{
      .kind = TokenKind::consumer,
      .account = found->account,
      .project = found->project,
      .audience = audience_of(settings_.audience_format, found->service, found->project),
      .service = found->service,
      .consumer = found->consumer,
      .issued_at = found->created_at,
      .expires_at = found->expires_at};
}

}  // namespace gatehouse
