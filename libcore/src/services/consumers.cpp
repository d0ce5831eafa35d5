#include <gatehouse/services/consumers.hpp>

#include <gatehouse/services/effective_limits.hpp>
#include <gatehouse/services/issue.hpp>

#include "services/refusals.hpp"

namespace gatehouse {
namespace {

Error no_such_consumer() { return not_found("The account has no consumer with that id."); }

}  // namespace

Consumers::Consumers(const Ports& ports, const Settings& settings, Erasures& erasures)
    : ports_(ports), settings_(settings), erasures_(erasures) {}

Result<Listing<Consumer, ConsumerId>> Consumers::list(const Principal& caller,
                                                      const ListRequest<ConsumerId>& request) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());
  return ports_.storage.read([&](const Transaction& tx) {
    return list_page(
        settings_, request,
        [&](const Page<ConsumerId>& page) { return tx.consumers().list(*account, page); },
        [](const Consumer& consumer) { return consumer.id; });
  });
}

Result<Consumer> Consumers::create(const Principal& caller, const CreateConsumer& /*command*/) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());

  const Timestamp now = ports_.clock.now();
  const Consumer consumer{make_id<ConsumerId>(ports_.clock.in_order(now), ports_.entropy), *account,
                          now};
  return ports_.storage.transact([&](Transaction& tx) -> Result<Consumer> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return std::move(ok).failure();
    if (!tx.consumers().insert(consumer)) return Unexpected(conflict("The id is taken."));
    return consumer;
  });
}

Result<Done> Consumers::attach(const Principal& caller, ProjectId project,
                               const AttachConsumer& command) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());
  if (auto ok = schema::check(command); !ok) return ok;

  const Timestamp now = ports_.clock.now();
  const auto attach = [&](Transaction& tx, Erasures::Obstacle& obstacle) -> Result<Done> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return ok;
    const auto found = tx.projects().find(*account, project);
    if (!found) return Unexpected(no_such_project());
    if (!tx.consumers().find(*account, command.consumer)) return Unexpected(no_such_consumer());
    if (obstacle.is_met(tx, erasure_of::consumer(*account, project, command.consumer))) {
      return Erasures::Obstacle::refusal();
    }
    if (!tx.consumers().attach(*account, project, command.consumer)) {
      return Unexpected(already_exists("The consumer is attached to the project already.",
                                       {{"consumerId", "is already attached"}}));
    }
    const EffectiveLimits limits(tx, *account, settings_);
    if (!tx.projects().take_user(*account, project, limits.users(*found))) {
      return Unexpected(limit_exceeded("The project may have no more consumers."));
    }
    return Done{};
  };
  return erasures_.past_obstacles([&](Erasures::Obstacle& obstacle) {
    return ports_.storage.transact([&](Transaction& tx) { return attach(tx, obstacle); });
  });
}

Result<Done> Consumers::detach(const Principal& caller, ProjectId project, ConsumerId consumer) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());

  const Timestamp now = ports_.clock.now();
  return ports_.storage.transact([&](Transaction& tx) -> Result<Done> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return ok;
    if (!tx.consumers().detach(*account, project, consumer)) {
      return Unexpected(
          not_found("The account has no such project, or the consumer is not attached to it."));
    }
    tx.projects().give_back_user(*account, project);
    erasures_.begin(tx, {.key = erasure_of::consumer(*account, project, consumer)});
    return Done{};
  });
}

Result<MintedToken> Consumers::mint_token(const Principal& caller,
                                          const MintConsumerToken& command) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());
  if (auto ok = schema::check(command); !ok) return std::move(ok).failure();

  const Timestamp now = ports_.clock.now();
  const IssuedToken issued = issue_hex_token(ports_.entropy, ports_.digest);
  const ConsumerToken token{
      .digest = issued.digest,
      .account = *account,
      .project = command.project,
      .service = command.service,
      .consumer = command.consumer,
      .created_at = now,
      .expires_at = now + settings_.consumer_token_lifetime,
  };
  return ports_.storage.transact([&](Transaction& tx) -> Result<MintedToken> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return std::move(ok).failure();
    if (!tx.projects().find(*account, command.project)) return Unexpected(no_such_project());
    if (!tx.consumers().find(*account, command.consumer)) return Unexpected(no_such_consumer());
    if (!tx.consumers().is_attached(*account, command.project, command.consumer)) {
      return Unexpected(failed_precondition("The consumer is not attached to the project.",
                                            {{"consumerId", "is not attached to the project"}}));
    }
    const auto attachment = tx.attachments().find(*account, command.project, command.service);
    if (!attachment) {
      return Unexpected(
          failed_precondition("The service is not attached to the project.",
                              {{"serviceCatalogCode", "is not attached to the project"}}));
    }
    if (attachment->item_used >= EffectiveLimits(tx, *account, settings_).items(*attachment)) {
      return Unexpected(limit_exceeded("The items of the service are used up."));
    }
    tx.consumer_tokens().insert(token);
    return MintedToken{token, issued.text};
  });
}

Result<Done> Consumers::revoke_token(const Principal& caller, ProjectId project,
                                     const ServiceCode& service, std::string_view token) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());

  const Timestamp now = ports_.clock.now();
  const TokenDigest digest = ports_.digest.sha256(token);
  return ports_.storage.transact([&](Transaction& tx) -> Result<Done> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return ok;
    // One that was exchanged lives on in what it was exchanged for.
    const auto family = tx.token_families().find_by_origin(digest);
    if (family && family->project == project && family->service == service &&
        now < family->expires_at && tx.token_families().erase(*account, family->id)) {
      return Done{};
    }
    const auto known = tx.consumer_tokens().find(digest);
    // One that ran out is as good as gone, whether or not it was erased yet.
    if (!known || known->expires_at <= now ||
        !tx.consumer_tokens().erase(*account, project, service, digest)) {
      return Unexpected(not_found("There is no such token of that project and service."));
    }
    return Done{};
  });
}

}  // namespace gatehouse
