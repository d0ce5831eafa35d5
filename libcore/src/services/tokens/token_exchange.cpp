#include <gatehouse/services/tokens/token_exchange.hpp>

#include <algorithm>
#include <utility>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/invariant.hpp>
#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/metering/detail/effective_limits.hpp>
#include <gatehouse/services/tokens/detail/refresh_token.hpp>
#include <gatehouse/services/tokens/detail/rotations.hpp>

namespace gatehouse {
namespace {

/// How long before its recorded use a token may appear to have been presented: it had to wait for
/// the storage, and the clocks of two machines differ.
constexpr Duration greatest_backlog = std::chrono::seconds(10);

/// Whether the clock was set back since, or the moment is from a machine whose clock is ahead; in
/// both cases the elapsed time is unknown.
bool is_ahead(const Moment& moment, const Moment& now) {
  return between(moment, now) < -greatest_backlog;
}

Error worthless() { return unauthenticated("The token is unknown, expired, spent or revoked."); }

Salt make_salt(Entropy& entropy) {
  Salt salt{};
  entropy.fill(salt);
  return salt;
}

/// The random parts of a new state of a family.
struct Randomness {
  TokenFamilyId id;
  Salt check_key;
  Salt salt;
};

TokenFamily family_of(const ConsumerToken& token, Timestamp now, const Settings& settings) {
  TokenFamily family;
  family.account = token.account;
  family.project = token.project;
  family.service = token.service;
  family.consumer = token.consumer;
  family.origin = token.digest;
  family.created_at = now;
  family.ends_at = now + settings.token_family_lifetime;
  return family;
}

bool has_items_left(const Transaction& tx, const TokenFamily& family, const Settings& settings) {
  return EffectiveLimits(tx, family.account, settings)
      .has_items_left(family.project, family.service);
}

}  // namespace

/// What to do with a presented token.
struct TokenExchange::Decision {
  enum class Kind : std::uint8_t {
    /// No action.
    refuse,
    /// Presented again within its grace period, before its successor was used: return the same
    /// successor.
    repeat,
    /// The family's current refresh token.
    rotate,
    /// A consumer token, which begins a family.
    begin,
    /// The family ends now.
    end,
  };
  Kind kind = Kind::refuse;
  /// The family, if any; for a family that is to begin, its data from the consumer token.
  TokenFamily family{};
};

TokenExchange::TokenExchange(Operations& operations, const ServicePorts& ports,
                             const Settings& settings, SigningKeys& keys)
    : operations_(operations), ports_(ports), settings_(settings), keys_(keys) {}

Result<Done> TokenExchange::check_grant_type(std::string_view grant_type) {
  if (grant_type == "refresh_token") return Done{};
  constexpr const char* why = "must be refresh_token or client_credentials";
  return Unexpected(
      failed_precondition("The grant type " + std::string(why) + ".", {{"grant_type", why}}));
}

Result<ExchangedTokens> TokenExchange::exchange(const Checked<ExchangeToken>& command,
                                                const Origin& origin) {
  if (auto ok = check_grant_type(command->grant_type); !ok) return std::move(ok).failure();
  if (command->scope && !command->scope->empty()) {
    return Unexpected(invalid_field("scope", "must be empty"));
  }
  return exchange_text(command->refresh_token.reveal(), command->client_id.value_or(""), origin);
}

Result<ExchangedTokens> TokenExchange::refresh(const Checked<RefreshTokens>& command,
                                               const Origin& origin) {
  return exchange_text(command->refresh_token.reveal(), {}, origin);
}

Result<ExchangedTokens> TokenExchange::exchange_text(std::string_view token,
                                                     std::string_view client_id,
                                                     const Origin& origin) {
  using Kind = Decision::Kind;
  // Without a valid token, no write transaction is started and no key is loaded.
  const Moment now = ports_.clock.moment();
  Decision first =
      operations_.look_up([&](const Transaction& tx) { return decide(tx, token, now); });
  const bool is_others = !client_id.empty() && client_id != first.family.project.to_string();
  if (first.kind == Kind::refuse || is_others) return Unexpected(worthless());
  if (first.kind == Kind::end) {
    static_cast<void>(take(token, now, origin));
    return Unexpected(worthless());
  }
  // Obtained before the token is used, since an exchange cannot be undone.
  const SigningKeys::Handle handle = keys_.handle();
  auto succession = first.kind == Kind::repeat ? repeat(std::move(first.family), token)
                                               : take(token, now, origin);
  if (!succession) return Unexpected(worthless());
  return issue(std::move(*succession), handle);
}

TokenExchange::Succession TokenExchange::repeat(TokenFamily family, std::string_view token) const {
  Secret text = make_refresh_token(family, token, ports_.digest);
  return {std::move(family), std::move(text)};
}

std::optional<TokenExchange::Succession> TokenExchange::take(std::string_view token,
                                                             const Moment& shown_at,
                                                             const Origin& origin) {
  using Kind = Decision::Kind;
  const Randomness randomness{.id = make_id<TokenFamilyId>(ports_, shown_at.date),
                              .check_key = make_salt(ports_.entropy),
                              .salt = make_salt(ports_.entropy)};
  const auto work = [&](Change& change) -> Result<std::optional<Succession>> {
    Transaction& tx = change.tx;
    Decision decision = decide(tx, token, shown_at);
    // The grace period begins when the token is used, regardless of any wait before.
    const Moment now = ports_.clock.moment();
    switch (decision.kind) {
      case Kind::refuse: return std::optional<Succession>();
      case Kind::repeat: return std::optional(repeat(std::move(decision.family), token));
      case Kind::rotate: {
        auto next = succeed(std::move(decision.family), token, randomness.salt, now);
        if (!tx.token_families().update(next.family)) return std::optional<Succession>();
        change.updated(Subject::token_family, next.family.id);
        return std::optional(std::move(next));
      }
      case Kind::begin: {
        decision.family.id = randomness.id;
        decision.family.check_key = randomness.check_key;
        auto next = succeed(std::move(decision.family), token, randomness.salt, now);
        const TokenFamily& family = next.family;
        static_cast<void>(tx.consumer_tokens().erase(family.account, family.project, family.service,
                                                     family.origin));
        tx.token_families().insert(family);
        change.created(Subject::token_family, family.id);
        return std::optional(std::move(next));
      }
      case Kind::end:
        tx.token_families().erase(decision.family.account, decision.family.id);
        change.removed(Subject::token_family, decision.family.id);
        return std::optional<Succession>();
    }
    return std::optional<Succession>();
  };
  return *operations_.change({Anonymous(), origin}, Action::enter, work);
}

TokenExchange::Decision TokenExchange::decide(const Transaction& tx, std::string_view token,
                                              const Moment& now) const {
  return family_named_by(token) ? decide_on_refresh_token(tx, token, now)
                                : decide_on_consumer_token(tx, token, now);
}

TokenExchange::Decision TokenExchange::decide_on_refresh_token(const Transaction& tx,
                                                               std::string_view token,
                                                               const Moment& now) const {
  using Kind = Decision::Kind;
  auto family = tx.token_families().find(*family_named_by(token));
  if (!family || family->expires_at <= now.date) return {};
  invariant(family->id == family_named_by(token));
  const auto lineage = lineage_of(*family, token, ports_.digest);
  if (!lineage) return {};
  const TokenDigest digest = ports_.digest.sha256(token);
  if (!has_items_left(tx, *family, settings_))
    return {.kind = Kind::end, .family = std::move(*family)};
  if (digest == family->current) return {.kind = Kind::rotate, .family = std::move(*family)};
  return decide_on_spent(std::move(*family), digest, lineage->generation, now);
}

TokenExchange::Decision TokenExchange::decide_on_consumer_token(const Transaction& tx,
                                                                std::string_view token,
                                                                const Moment& now) const {
  using Kind = Decision::Kind;
  const TokenDigest digest = ports_.digest.sha256(token);
  if (const auto unspent = tx.consumer_tokens().find(digest)) {
    invariant(unspent->digest == digest);
    if (unspent->expires_at <= now.date) return {};
    TokenFamily family = family_of(*unspent, now.date, settings_);
    if (!has_items_left(tx, family, settings_)) return {};
    return {.kind = Kind::begin, .family = std::move(family)};
  }
  auto family = tx.token_families().find_by_origin(digest);
  if (!family || family->expires_at <= now.date) return {};
  invariant(family->origin == digest);
  if (!has_items_left(tx, *family, settings_))
    return {.kind = Kind::end, .family = std::move(*family)};
  return decide_on_spent(std::move(*family), digest, 0, now);
}

/// A token without a generation, from before schema 5, was used no later than the first recorded
/// rotation.
TokenExchange::Decision TokenExchange::decide_on_spent(TokenFamily family,
                                                       const TokenDigest& digest,
                                                       std::optional<std::uint32_t> generation,
                                                       const Moment& now) const {
  using Kind = Decision::Kind;
  const bool is_last = digest == family.previous;
  std::optional<Moment> used = Moment{.date = family.rotated_at};
  if (is_last && !family.rotations.empty()) {
    used = family.rotations.back().at;
  } else if (!family.rotations.empty()) {
    used = used_at(family.rotations, generation.value_or(0));
  }
  if (used && is_ahead(*used, now)) return {};
  if (!used || between(*used, now) >= settings_.refresh_grace) {
    return {.kind = Kind::end, .family = std::move(family)};
  }
  if (!is_last) return {};
  return {.kind = Kind::repeat, .family = std::move(family)};
}

TokenExchange::Succession TokenExchange::succeed(TokenFamily family, std::string_view token,
                                                 const Salt& salt, const Moment& now) const {
  family.salt = salt;
  add_rotation(family.rotations, now, settings_.refresh_grace);
  Secret text = make_refresh_token(family, token, ports_.digest);
  family.previous = ports_.digest.sha256(token);
  family.current = ports_.digest.sha256(text.reveal());
  family.rotated_at = now.date;
  family.expires_at = std::min(now.date + settings_.refresh_token_lifetime, family.ends_at);
  invariant(family.current != family.previous);
  return {std::move(family), std::move(text)};
}

ExchangedTokens TokenExchange::issue(Succession succession, const SigningKeys::Handle& handle) {
  const Timestamp now = ports_.clock.now();
  const TokenFamily& family = succession.family;
  // Tokens contain whole seconds. No token outlives its family, which cannot be looked up
  // afterwards.
  const auto issued_at = std::chrono::floor<std::chrono::seconds>(now);
  AccessToken claims{
      .issuer = settings_.token_issuer(),
      .audience = audience_of(settings_.audience_format, family.service, family.project),
      .service = family.service,
      .consumer = family.consumer,
      .account = family.account,
      .project = family.project,
      .family = family.id,
      .id = make_id<AccessTokenId>(ports_, now),
      .issued_at = issued_at,
      .expires_at = std::chrono::floor<std::chrono::seconds>(
          std::min<Timestamp>(issued_at + settings_.access_token_lifetime, family.expires_at))};
  invariant(claims.expires_at <= family.expires_at);
  std::string text = handle.sign(claims);
  ExchangedTokens tokens{Secret(text), std::move(succession.refresh_token), std::move(claims)};
  wipe(text);
  return tokens;
}

}  // namespace gatehouse
