#include <gatehouse/services/maintenance/erasures.hpp>

#include <chrono>
#include <initializer_list>

#include <gatehouse/base/function_ref.hpp>
#include <gatehouse/base/invariant.hpp>

namespace gatehouse {
namespace {

/// The maximum time that a request waits for a name to become available.
constexpr Duration longest_wait = std::chrono::seconds(2);
/// Number of erasures from which a step chooses.
constexpr std::size_t choice = 16;

using Part = FunctionRef<std::size_t(std::size_t limit)>;

/// Removes at most `limit` rows of all parts together, in their order, and returns their number.
/// Fewer than the limit mean that nothing is left in any part.
std::size_t erase_in_order(std::size_t limit, std::initializer_list<Part> parts) {
  std::size_t erased = 0;
  for (const Part& part : parts) {
    if (erased == limit) break;
    erased += part(limit - erased);
    invariant(erased <= limit);
  }
  return erased;
}

std::size_t erase_account(Transaction& tx, AccountId id, std::size_t limit) {
  std::size_t erased = 0;
  tx.each_of_accounts([&](auto& records) {
    if (erased < limit) erased += records().erase_all(id, limit - erased);
  });
  invariant(erased <= limit);
  return erased;
}

std::size_t erase_resets(Transaction& tx, const Tenant& account, UserId user, std::size_t limit) {
  return erase_in_order(
      limit, {[&](std::size_t n) { return tx.password_resets().erase_of_user(account, user, n); },
              [&](std::size_t n) { return tx.mail().erase_of_user(account, user, n); }});
}

/// The user may be a service account.
std::size_t erase_sessions(Transaction& tx, const Tenant& account, UserId user,
                           const std::optional<TokenDigest>& keep, std::size_t limit) {
  return erase_in_order(
      limit, {[&](std::size_t n) { return tx.sessions().erase_of_user(account, user, keep, n); },
              [&](std::size_t n) {
                if (!account) return std::size_t{0};
                return tx.service_account_tokens().erase_of_service_account(*account, user, keep,
                                                                            n);
              }});
}

std::size_t erase_user(Transaction& tx, const Tenant& account, UserId user, std::size_t limit) {
  return erase_in_order(
      limit,
      {[&](std::size_t n) { return erase_sessions(tx, account, user, {}, n); },
       [&](std::size_t n) { return erase_resets(tx, account, user, n); },
       [&](std::size_t n) { return tx.idempotency_keys().erase_of_user(account, user, n); },
       [&](std::size_t n) { return account ? tx.members().erase_of_user(*account, user, n) : 0; }});
}

template <class AnyId>
AnyId id_in(const ErasureKey& key) {
  const auto id = AnyId::parse(key.name);
  if (!id) throw PortError("an erasure is damaged");
  return *id;
}

std::size_t erase_of_service(Transaction& tx, const ErasureKey& key, AccountId account,
                             std::size_t limit) {
  const auto service = ServiceCode::parse(key.name);
  const auto project = key.scope ? key.scope->project() : std::nullopt;
  if (!service || !project) throw PortError("an erasure is damaged");
  return erase_in_order(
      limit, {[&](std::size_t n) {
                return tx.consumer_tokens().erase_of_service(account, *project, *service, n);
              },
              [&](std::size_t n) {
                return tx.token_families().erase_of_service(account, *project, *service, n);
              }});
}

std::size_t erase_of_consumer(Transaction& tx, const ErasureKey& key, AccountId account,
                              std::size_t limit) {
  const auto consumer = id_in<ConsumerId>(key);
  const auto project = key.scope ? key.scope->project() : std::nullopt;
  if (!project) throw PortError("an erasure is damaged");
  return erase_in_order(
      limit, {[&](std::size_t n) {
                return tx.consumer_tokens().erase_of_consumer(account, *project, consumer, n);
              },
              [&](std::size_t n) {
                return tx.token_families().erase_of_consumer(account, *project, consumer, n);
              }});
}

std::size_t erase_project(Transaction& tx, const ErasureKey& key, AccountId account,
                          std::size_t limit) {
  const auto project = key.scope ? key.scope->project() : std::nullopt;
  if (!project) throw PortError("an erasure is damaged");
  std::size_t erased = 0;
  tx.each_of_projects([&](auto& records) {
    if (erased < limit) {
      erased += records().erase_of_project(account, *project, limit - erased);
    }
  });
  invariant(erased <= limit);
  return erased;
}

/// Detaches the consumer from its projects, each after the removal of its tokens for the project.
std::size_t erase_consumer(Transaction& tx, AccountId account, ConsumerId consumer,
                           std::size_t limit) {
  std::size_t erased = 0;
  for (const ProjectId project : tx.consumers().projects_of(account, consumer, limit)) {
    const ErasureKey tokens = erasure_of::consumer(account, project, consumer);
    erased += erase_of_consumer(tx, tokens, account, limit - erased);
    if (erased == limit) break;
    if (tx.consumers().detach(account, project, consumer)) {
      tx.projects().give_back_user(account, project);
      ++erased;
    }
  }
  invariant(erased <= limit);
  return erased;
}

/// For kinds of erasures that only occur in accounts.
std::size_t erase_in_account(Transaction& tx, const ErasureKey& key, AccountId account,
                             std::size_t limit) {
  switch (key.kind) {
    case ErasureKind::account: return erase_account(tx, account, limit);
    case ErasureKind::service: return erase_of_service(tx, key, account, limit);
    case ErasureKind::consumer: return erase_of_consumer(tx, key, account, limit);
    case ErasureKind::credential:
      return tx.grants().erase_of_credential(account, id_in<CredentialId>(key), limit);
    case ErasureKind::grants_on_proxy:
      return tx.grants().erase_of_target(account, key.scope, {TargetType::api_proxy, key.name},
                                         limit);
    case ErasureKind::grants_on_group:
      return tx.grants().erase_of_target(account, key.scope,
                                         {TargetType::api_proxy_group, key.name}, limit);
    case ErasureKind::places_in_groups:
      return tx.api_proxy_groups().remove_from_all(account, key.scope, key.name, limit);
    case ErasureKind::group_contents:
      return tx.api_proxy_groups().erase_contents(account, key.scope.value_or(Scope::everywhere()),
                                                  key.name, limit);
    case ErasureKind::project: return erase_project(tx, key, account, limit);
    case ErasureKind::consumer_everywhere:
      return erase_consumer(tx, account, id_in<ConsumerId>(key), limit);
    case ErasureKind::user:
    case ErasureKind::sessions:
    case ErasureKind::resets: break;
  }
  throw PortError("an erasure is damaged");
}

std::size_t erase_rows(Transaction& tx, const Erasure& erasure, std::size_t limit) {
  const ErasureKey& key = erasure.key;
  switch (key.kind) {
    case ErasureKind::user: return erase_user(tx, key.account, id_in<UserId>(key), limit);
    case ErasureKind::resets: return erase_resets(tx, key.account, id_in<UserId>(key), limit);
    case ErasureKind::sessions:
      return erase_sessions(tx, key.account, id_in<UserId>(key), erasure.keep, limit);
    default: break;
  }
  if (!key.account) throw PortError("an erasure is damaged");
  return erase_in_account(tx, key, *key.account, limit);
}

}  // namespace

void Erasures::begin(Transaction& tx, const Erasure& erasure) {
  const bool is_done =
      !tx.erasures().find(erasure.key) && erase_rows(tx, erasure, rows_at_once) < rows_at_once;
  if (is_done) return;
  tx.erasures().note(erasure);
  noted_ = true;
}

bool Erasures::Obstacle::is_met(const Transaction& tx, const ErasureKey& key) {
  if (tx.erasures().find(key)) {
    key_ = key;
  } else if (key_ == key) {
    // The transaction is run again, and the erasure has been completed meanwhile.
    key_.reset();
  }
  return key_.has_value();
}

Unexpected Erasures::Obstacle::refusal() {
  return Unexpected(conflict("The former record with this name is still being erased."));
}

Erasures::Step Erasures::step() {
  const auto noted =
      operations_.look_up([](const Transaction& tx) { return tx.erasures().list(choice); });
  if (noted.empty()) return refresh_copies();
  // Round-robin, so that a failing erasure does not block the others.
  const std::size_t rows = step_of(noted[turn_++ % noted.size()].key);
  return {.rows = rows, .more = noted.size() > 1 || rows == rows_per_step};
}

Erasures::Step Erasures::refresh_copies() {
  const auto refreshed = operations_.keep_house([](Change& change) -> Result<std::size_t> {
    return change.tx.sessions().refresh_copies(rows_per_step);
  });
  return {.rows = 0, .more = *refreshed > 0};
}

std::size_t Erasures::step_of(const ErasureKey& key) {
  const auto erased = operations_.keep_house([&](Change& change) -> Result<std::size_t> {
    Transaction& tx = change.tx;
    const auto erasure = tx.erasures().find(key);
    // Another server has completed it.
    if (!erasure) return std::size_t{0};
    const std::size_t rows = erase_rows(tx, *erasure, rows_per_step);
    if (rows < rows_per_step) tx.erasures().remove(key);
    return rows;
  });
  return *erased;
}

void Erasures::complete(const ErasureKey& key, Duration begun) {
  while (step_of(key) == rows_per_step) {
    if (ports_.clock.elapsed() - begun < longest_wait) continue;
    throw TransientPortError("the former record with the same name is still being erased");
  }
}

}  // namespace gatehouse
