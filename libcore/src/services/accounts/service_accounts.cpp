#include <gatehouse/services/accounts/service_accounts.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/invariant.hpp>
#include <gatehouse/records/service_accounts.hpp>
#include <gatehouse/services/issue.hpp>

#include "services/refusals.hpp"

namespace gatehouse {
namespace {

Error no_such_service_account() {
  return not_found("The account has no service account with that id.");
}

/// The same error whether the client is unknown or the secret is wrong.
Error wrong_credentials() {
  return {.code = ErrorCode::unauthenticated,
          .detail = "The client id or the client secret is wrong.",
          .fields = {{"client_secret", "is wrong, or the client_id is"}}};
}

Error service_account_name_taken() {
  return already_exists("The account has a service account with that name already.",
                        {{"name", "is already used"}});
}

Result<ServiceAccount> find_service_account(const Transaction& tx, AccountId account,
                                            ServiceAccountId id) {
  auto found = tx.service_accounts().find(account, id);
  if (!found) return Unexpected(no_such_service_account());
  return *std::move(found);
}

bool has_all_service_accounts(const Transaction& tx, AccountId account) {
  constexpr std::size_t most = ServiceAccounts::max_accounts;
  return tx.service_accounts().list(account, {.after = {}, .limit = most}).size() == most;
}

/// Returns the secret with the digest, or null. Compares all of them, each in constant time.
ServiceAccountSecret* matching_secret(ServiceAccount& account, const TokenDigest& digest) {
  ServiceAccountSecret* found = nullptr;
  for (ServiceAccountSecret& secret : account.secrets) {
    if (equal_in_constant_time(secret.digest.bytes, digest.bytes)) found = &secret;
  }
  return found;
}

/// Returns the service account with the id if it has the secret.
std::optional<ServiceAccount> find_client(const Transaction& tx, std::string_view client_id,
                                          const TokenDigest& secret) {
  const auto id = ServiceAccountId::parse(client_id).value_or(ServiceAccountId());
  auto account = tx.service_accounts().find(id);
  if (account && matching_secret(*account, secret) == nullptr) account.reset();
  return account;
}

IssuedToken issue_client_secret(const ServicePorts& ports) {
  return issue_prefixed_token(service_account_secret_prefix, ports.entropy, ports.digest);
}

/// Stores the use unless one was stored shortly before.
void note_use_of(Transaction& tx, ServiceAccount& account, ServiceAccountSecret& secret,
                 Timestamp now) {
  const auto& last = secret.last_used_at;
  if (last && now >= *last && now - *last < ServiceAccounts::resolution_of_use) return;
  secret.last_used_at = now;
  invariant(tx.service_accounts().update(account) == Update::done);
}

}  // namespace

ServiceAccounts::ServiceAccounts(Operations& operations, const ServicePorts& ports,
                                 const Settings& settings, Erasures& erasures)
    : operations_(operations),
      ports_(ports),
      settings_(settings),
      erasures_(erasures),
      wrong_secrets_(ports.clock, settings.wrong_client_secrets) {}

Result<Listing<ServiceAccount, ServiceAccountId>> ServiceAccounts::list(
    const UserContext& caller, const ListRequest<ServiceAccountId>& request) {
  using Answer = Result<Listing<ServiceAccount, ServiceAccountId>>;
  return operations_.read(
      caller, Action::manage_service_accounts, [&](const Reading& reading) -> Answer {
        return list_page(
            settings_, request,
            [&](const Page<ServiceAccountId>& page) {
              return reading.tx.service_accounts().list(reading.account(), page);
            },
            [](const ServiceAccount& account) { return account.id; });
      });
}

Result<NewServiceAccount> ServiceAccounts::create(const UserContext& caller,
                                                  const Checked<CreateServiceAccount>& command) {
  const IssuedToken secret = issue_client_secret(ports_);
  NewId<ServiceAccountId> new_id(ports_);
  NewId<ServiceAccountSecretId> new_secret_id(ports_);
  const auto create = [&](Change& change) -> Result<NewServiceAccount> {
    if (has_all_service_accounts(change.tx, change.account())) {
      return Unexpected(limit_exceeded("The account may have at most " +
                                       std::to_string(max_accounts) + " service accounts."));
    }
    const auto id = new_id.at(change.now);
    const ServiceAccount account{.id = id,
                                 .account = change.account(),
                                 .name = command->name,
                                 .secrets = {{.id = new_secret_id.at(change.now),
                                              .digest = secret.digest,
                                              .created_at = change.now}},
                                 .created_at = change.now};
    if (!change.tx.service_accounts().insert(account)) {
      return Unexpected(service_account_name_taken());
    }
    change.created(Subject::service_account, id);
    return NewServiceAccount{account, secret.text};
  };
  return operations_.change(caller, Action::manage_service_accounts, create);
}

Result<ServiceAccount> ServiceAccounts::get(const UserContext& caller, ServiceAccountId id) {
  return operations_.read(caller, Action::manage_service_accounts, [&](const Reading& reading) {
    return find_service_account(reading.tx, reading.account(), id);
  });
}

Result<Done> ServiceAccounts::remove(const UserContext& caller, ServiceAccountId id) {
  const auto remove = [&](Change& change) -> Result<Done> {
    const AccountId account = change.account();
    if (!change.tx.service_accounts().erase(account, id)) {
      return Unexpected(no_such_service_account());
    }
    erasures_.begin(change.tx, {.key = erasure_of::user(account, id)});
    change.removed(Subject::service_account, id);
    return Done{};
  };
  return operations_.change(caller, Action::manage_service_accounts, remove);
}

Result<NewServiceAccountSecret> ServiceAccounts::add_secret(const UserContext& caller,
                                                            ServiceAccountId id) {
  const IssuedToken issued = issue_client_secret(ports_);
  NewId<ServiceAccountSecretId> new_id(ports_);
  const auto add = [&](Change& change) -> Result<NewServiceAccountSecret> {
    auto account = find_service_account(change.tx, change.account(), id);
    if (!account) return std::move(account).failure();
    if (account->secrets.size() >= ServiceAccount::max_secrets) {
      return Unexpected(
          conflict("The service account has two secrets. Delete one of them to create another."));
    }
    const ServiceAccount before = *account;
    const ServiceAccountSecret secret{
        .id = new_id.at(change.now), .digest = issued.digest, .created_at = change.now};
    account->secrets.push_back(secret);
    invariant(change.tx.service_accounts().update(*account) == Update::done);
    change.updated(Subject::service_account, id, before, *account);
    change.created(Subject::service_account_secret, secret.id);
    return NewServiceAccountSecret{id, secret, issued.text};
  };
  return operations_.change(caller, Action::manage_service_accounts, add);
}

Result<Done> ServiceAccounts::remove_secret(const UserContext& caller, ServiceAccountId id,
                                            ServiceAccountSecretId secret) {
  const auto remove = [&](Change& change) -> Result<Done> {
    auto account = find_service_account(change.tx, change.account(), id);
    if (!account) return std::move(account).failure();
    const ServiceAccount before = *account;
    if (std::erase_if(account->secrets, [&](const auto& each) { return each.id == secret; }) == 0) {
      return Unexpected(not_found("The service account has no secret with that id."));
    }
    // Without its secret, a token is not valid (see holder_of()). Its row is erased when it
    // expires.
    invariant(change.tx.service_accounts().update(*account) == Update::done);
    change.updated(Subject::service_account, id, before, *account);
    change.removed(Subject::service_account_secret, secret);
    return Done{};
  };
  return operations_.change(caller, Action::manage_service_accounts, remove);
}

bool ServiceAccounts::names_service_account(std::string_view client_id) noexcept {
  return ServiceAccountId::parse(client_id).has_value();
}

/// Secrets cannot be guessed, so the allowance only bounds the work that wrong ones cause. It must
/// not lock out programs with right ones that share the address.
Error ServiceAccounts::wrong_client(const Origin& origin) {
  if (const auto wait = wrong_secrets_.take(origin.address)) {
    return too_many_requests("Too many wrong client secrets came from this address.", *wait);
  }
  return wrong_credentials();
}

Result<Done> ServiceAccounts::revoke_token(std::string_view token, std::string_view client_id,
                                           const Secret& client_secret, const Origin& origin) {
  const bool proves = !client_secret.empty();
  const TokenDigest secret = ports_.digest.sha256(client_secret.reveal());
  const TokenDigest digest = ports_.digest.sha256(token);
  const auto find_own = [&](const Transaction& tx) {
    auto known = tx.service_account_tokens().find(digest);
    const bool is_others =
        known && !client_id.empty() && client_id != known->service_account.to_string();
    if (is_others) known.reset();
    return known;
  };
  // Neither a wrong secret nor an unknown token must take a write transaction.
  const auto [is_wrong, is_known] = operations_.look_up([&](const Transaction& tx) {
    const bool wrong = proves && !find_client(tx, client_id, secret);
    return std::pair(wrong, find_own(tx).has_value());
  });
  if (is_wrong) return Unexpected(wrong_client(origin));
  if (!is_known) return Done{};
  return operations_.change(
      {Anonymous(), origin}, Action::enter, [&](Change& change) -> Result<Done> {
        const auto known = find_own(change.tx);
        if (!known) return Done{};
        change.tx.service_account_tokens().erase(digest);
        change.removed(Subject::service_account_tokens, known->service_account);
        return Done{};
      });
}

Result<ObtainedToken> ServiceAccounts::obtain_token(const Checked<ObtainToken>& command,
                                                    const Origin& origin) {
  if (command->grant_type != "client_credentials") return Unexpected(wrong_grant_type());
  const TokenDigest secret = ports_.digest.sha256(command->client_secret.reveal());
  // Wrong credentials cause no write, and the same work whether or not the client exists.
  const auto found = operations_.look_up(
      [&](const Transaction& tx) { return find_client(tx, command->client_id, secret); });
  if (!found) return Unexpected(wrong_client(origin));

  const IssuedToken token =
      issue_prefixed_token(service_account_token_prefix, ports_.entropy, ports_.digest);
  const auto obtain = [&](Change& change, Erasures::Obstacle& obstacle) -> Result<ObtainedToken> {
    Transaction& tx = change.tx;
    auto account = tx.service_accounts().find(found->id);
    ServiceAccountSecret* known = account ? matching_secret(*account, secret) : nullptr;
    // The secret may have been deleted since it was compared.
    if (known == nullptr) return Unexpected(wrong_credentials());
    if (obstacle.is_met(tx, erasure_of::sessions(account->account, account->id))) {
      return Erasures::Obstacle::refusal();
    }
    tx.service_account_tokens().insert(
        {.digest = token.digest,
         .account = account->account,
         .service_account = account->id,
         .secret = known->id,
         .created_at = change.now,
         .expires_at = change.now + settings_.service_account_token_lifetime});
    note_use_of(tx, *account, *known, change.now);
    change.created(Subject::service_account_tokens, account->id);
    return ObtainedToken{token.text, settings_.service_account_token_lifetime};
  };
  return erasures_.past_obstacles([&](Erasures::Obstacle& obstacle) {
    return operations_.change({Anonymous(), origin}, Action::enter,
                              [&](Change& change) { return obtain(change, obstacle); });
  });
}

}  // namespace gatehouse
