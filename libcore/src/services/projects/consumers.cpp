#include <gatehouse/services/projects/consumers.hpp>

#include <utility>

#include <gatehouse/records/consumers.hpp>
#include <gatehouse/services/detail/search.hpp>
#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/metering/detail/effective_limits.hpp>

#include "services/refusals.hpp"

namespace gatehouse {
namespace {

Error no_such_consumer() { return not_found("The account has no consumer with that id."); }

Error external_id_taken() {
  return already_exists("The account has a consumer with that external id already.",
                        {{"externalId", "is already used"}});
}

const schema::Field& consumer_field(std::string_view name) {
  return *schema::resources::consumer.find(name);
}

}  // namespace

Consumers::Consumers(Operations& operations, const ServicePorts& ports, const Settings& settings,
                     Erasures& erasures)
    : operations_(operations), ports_(ports), settings_(settings), erasures_(erasures) {}

Result<Listing<Consumer, ConsumerId>> Consumers::list(const UserContext& caller,
                                                      const ListRequest<ConsumerId>& request) {
  using Answer = Result<Listing<Consumer, ConsumerId>>;
  const auto& external_id = request.filter.exact;
  if (external_id) {
    if (auto why = schema::why_not(consumer_field("externalId"), *external_id)) {
      return Unexpected(invalid_field("externalId", *std::move(why)));
    }
  }
  const Search search(request.filter, ports_.text_forms);
  const auto key = [](const Consumer& consumer) { return consumer.id; };
  const auto accept = [&](const Consumer& consumer) {
    return search.finds({consumer.id.to_string(), consumer.external_id.value_or(std::string())});
  };
  return operations_.read(caller, Action::use_projects, [&](const Reading& reading) -> Answer {
    const auto& consumers = reading.tx.consumers();
    const AccountId account = reading.account();
    if (external_id) {
      return list_one(settings_, request, consumers.find_by_external_id(account, *external_id), key,
                      accept);
    }
    return search_page(
        settings_, request,
        [&](const Page<ConsumerId>& page) { return consumers.list(account, page); }, key, accept,
        large_rows_of_search);
  });
}

Result<Consumer> Consumers::create(const UserContext& caller,
                                   const Checked<CreateConsumer>& command) {
  NewId<ConsumerId> new_id(ports_);
  return operations_.change(caller, Action::use_projects, [&](Change& change) -> Result<Consumer> {
    const auto id = new_id.at(change.now);
    const Consumer consumer{.id = id,
                            .account = change.account(),
                            .created_at = change.now,
                            .external_id = command->external_id.value_or(std::nullopt),
                            .metadata = command->metadata};
    if (!change.tx.consumers().insert(consumer)) {
      return Unexpected(consumer.external_id ? external_id_taken() : conflict("The id is taken."));
    }
    change.created(Subject::consumer, id);
    return consumer;
  });
}

Result<Consumer> Consumers::get(const UserContext& caller, ConsumerId id) {
  return operations_.read(caller, Action::use_projects,
                          [&](const Reading& reading) -> Result<Consumer> {
                            auto consumer = reading.tx.consumers().find(reading.account(), id);
                            if (!consumer) return Unexpected(no_such_consumer());
                            return *std::move(consumer);
                          });
}

Result<Done> Consumers::remove(const UserContext& caller, ConsumerId id) {
  return operations_.change(caller, Action::use_projects, [&](Change& change) -> Result<Done> {
    const AccountId account = change.account();
    if (!change.tx.consumers().erase(account, id)) return Unexpected(no_such_consumer());
    erasures_.begin(change.tx, {.key = erasure_of::consumer_everywhere(account, id)});
    change.removed(Subject::consumer, id);
    return Done{};
  });
}

Result<Listing<Consumer, ConsumerId>> Consumers::attached(const UserContext& caller,
                                                          ProjectId project,
                                                          const ListRequest<ConsumerId>& request) {
  using Answer = Result<Listing<Consumer, ConsumerId>>;
  return operations_.read(caller, Action::use_projects, [&](const Reading& reading) -> Answer {
    const Transaction& tx = reading.tx;
    const AccountId account = reading.account();
    if (!tx.projects().find(account, project)) return Unexpected(no_such_project());
    return list_page(
        settings_, request,
        [&](const Page<ConsumerId>& page) {
          return living_items(
              page,
              [&](const auto& next) { return tx.consumers().attached(account, project, next); },
              [](ConsumerId id) { return id; },
              // A deleted consumer stays attached until its erasure is complete.
              [&](ConsumerId id) { return tx.consumers().find(account, id); });
        },
        [](const Consumer& consumer) { return consumer.id; });
  });
}

Result<Consumer> Consumers::update(const UserContext& caller, ConsumerId id,
                                   const Checked<UpdateConsumer>& command) {
  return operations_.change(caller, Action::use_projects, [&](Change& change) -> Result<Consumer> {
    auto consumer = change.tx.consumers().find(change.account(), id);
    if (!consumer) return Unexpected(no_such_consumer());
    const Consumer before = *consumer;
    schema::assign(*consumer, *command);
    if (command->metadata) {
      apply(*command->metadata, consumer->metadata);
      if (auto why = schema::why_not(consumer_field("metadata"), consumer->metadata)) {
        return Unexpected(invalid_field("metadata", *std::move(why)));
      }
    }
    records::stamp_change(before, *consumer, change.now);
    if (change.tx.consumers().update(*consumer) == Update::taken) {
      return Unexpected(external_id_taken());
    }
    change.updated(Subject::consumer, id, before, *consumer);
    return *std::move(consumer);
  });
}

Result<Done> Consumers::attach(const UserContext& caller, ProjectId project,
                               const Checked<AttachConsumer>& command) {
  const auto attach = [&](Change& change, Erasures::Obstacle& obstacle) -> Result<Done> {
    Transaction& tx = change.tx;
    const AccountId account = change.account();
    const auto found = tx.projects().find(account, project);
    if (!found) return Unexpected(no_such_project());
    if (!tx.consumers().find(account, command->consumer)) return Unexpected(no_such_consumer());
    if (obstacle.is_met(tx, erasure_of::consumer(account, project, command->consumer))) {
      return Erasures::Obstacle::refusal();
    }
    if (!tx.consumers().attach(account, project, command->consumer)) {
      return Unexpected(already_exists("The consumer is attached to the project already.",
                                       {{"consumerId", "is already attached"}}));
    }
    const EffectiveLimits limits(tx, account, settings_);
    if (!tx.projects().take_user(account, project, limits.users(*found))) {
      return Unexpected(limit_exceeded("The project may have no more consumers."));
    }
    change.updated(Subject::consumer, command->consumer);
    return Done{};
  };
  return erasures_.past_obstacles([&](Erasures::Obstacle& obstacle) {
    return operations_.change(caller, Action::use_projects,
                              [&](Change& change) { return attach(change, obstacle); });
  });
}

Result<Done> Consumers::detach(const UserContext& caller, ProjectId project, ConsumerId consumer) {
  return operations_.change(caller, Action::use_projects, [&](Change& change) -> Result<Done> {
    const AccountId account = change.account();
    // What is deleted may still be attached until its erasure is complete.
    if (!change.tx.projects().find(account, project) ||
        !change.tx.consumers().find(account, consumer) ||
        !change.tx.consumers().detach(account, project, consumer)) {
      return Unexpected(
          not_found("The account has no such project, or the consumer is not attached to it."));
    }
    change.tx.projects().give_back_user(account, project);
    erasures_.begin(change.tx, {.key = erasure_of::consumer(account, project, consumer)});
    change.updated(Subject::consumer, consumer);
    return Done{};
  });
}

Result<MintedToken> Consumers::mint_token(const UserContext& caller,
                                          const Checked<MintConsumerToken>& command) {
  const IssuedToken issued = issue_hex_token(ports_.entropy, ports_.digest);
  const auto mint = [&](Change& change) -> Result<MintedToken> {
    Transaction& tx = change.tx;
    const AccountId account = change.account();
    if (!tx.projects().find(account, command->project)) return Unexpected(no_such_project());
    if (!tx.consumers().find(account, command->consumer)) return Unexpected(no_such_consumer());
    if (!tx.consumers().is_attached(account, command->project, command->consumer)) {
      return Unexpected(failed_precondition("The consumer is not attached to the project.",
                                            {{"consumerId", "is not attached to the project"}}));
    }
    const auto attachment = tx.attachments().find(account, command->project, command->service);
    if (!attachment) {
      return Unexpected(
          failed_precondition("The service is not attached to the project.",
                              {{"serviceCatalogCode", "is not attached to the project"}}));
    }
    if (attachment->item_used >= EffectiveLimits(tx, account, settings_).items(*attachment)) {
      return Unexpected(limit_exceeded("The items of the service are used up."));
    }
    const ConsumerToken token{
        .digest = issued.digest,
        .account = account,
        .project = command->project,
        .service = command->service,
        .consumer = command->consumer,
        .created_at = change.now,
        .expires_at = change.now + settings_.consumer_token_lifetime,
    };
    tx.consumer_tokens().insert(token);
    change.created(Subject::consumer_token, command->consumer);
    return MintedToken{token, issued.text};
  };
  return operations_.change(caller, Action::use_projects, mint);
}

Result<Done> Consumers::revoke_token(const UserContext& caller, ProjectId project,
                                     const ServiceCode& service, std::string_view token) {
  const TokenDigest digest = ports_.digest.sha256(token);
  return operations_.change(caller, Action::use_projects, [&](Change& change) -> Result<Done> {
    Transaction& tx = change.tx;
    // An exchanged token lives on in its token family.
    const auto family = tx.token_families().find_by_origin(digest);
    if (family && family->project == project && family->service == service &&
        change.now < family->expires_at &&
        tx.token_families().erase(change.account(), family->id)) {
      change.removed(Subject::token_family, family->id);
      return Done{};
    }
    const auto known = tx.consumer_tokens().find(digest);
    // An expired token is treated as unknown, whether or not it has been erased.
    if (!known || known->expires_at <= change.now ||
        !tx.consumer_tokens().erase(change.account(), project, service, digest)) {
      return Unexpected(not_found("There is no such token of that project and service."));
    }
    change.removed(Subject::consumer_token, known->consumer);
    return Done{};
  });
}

}  // namespace gatehouse
