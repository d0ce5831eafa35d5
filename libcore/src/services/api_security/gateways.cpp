#include <gatehouse/services/api_security/gateways.hpp>

#include <string>
#include <string_view>
#include <utility>

#include <gatehouse/records/gateways.hpp>
#include <gatehouse/services/issue.hpp>

namespace gatehouse {

namespace {

Error no_such_gateway() { return not_found("The account has no gateway with that id."); }

Error name_is_taken() {
  return already_exists("The account has a gateway with that name already.",
                        {{"name", "is already used"}});
}

}  // namespace

Gateways::Gateways(Operations& operations, const ServicePorts& ports, const Settings& settings,
                   DecisionCache& cache)
    : operations_(operations), ports_(ports), settings_(settings), cache_(cache) {}

Result<Listing<Gateway, GatewayId>> Gateways::list(const UserContext& caller,
                                                   const ListRequest<GatewayId>& request) {
  using Answer = Result<Listing<Gateway, GatewayId>>;
  return operations_.read(caller, Action::manage_gateways, [&](const Reading& reading) -> Answer {
    return list_page(
        settings_, request,
        [&](const Page<GatewayId>& page) {
          return reading.tx.gateways().list(reading.account(), page);
        },
        [](const Gateway& gateway) { return gateway.id; });
  });
}

Result<NewGateway> Gateways::create(const UserContext& caller,
                                    const Checked<SaveGateway>& command) {
  const IssuedToken token = issue_token(ports_.entropy, ports_.digest);
  NewId<GatewayId> new_id(ports_);
  return operations_.change(
      caller, Action::manage_gateways, [&](Change& change) -> Result<NewGateway> {
        const auto id = new_id.at(change.now);
        const Gateway gateway{.id = id,
                              .account = change.account(),
                              .name = command->name,
                              .digest = token.digest,
                              .created_at = change.now,
                              .address_field = command->address_field.value_or(std::nullopt)};
        if (!change.tx.gateways().insert(gateway)) return Unexpected(name_is_taken());
        change.created(Subject::gateway, id);
        return NewGateway{gateway, token.text};
      });
}

Result<Gateway> Gateways::get(const UserContext& caller, GatewayId id) {
  return operations_.read(caller, Action::manage_gateways,
                          [&](const Reading& reading) -> Result<Gateway> {
                            auto gateway = reading.tx.gateways().find(reading.account(), id);
                            if (!gateway) return Unexpected(no_such_gateway());
                            return *std::move(gateway);
                          });
}

Result<Gateway> Gateways::update(const UserContext& caller, GatewayId id,
                                 const Edit<SaveGateway>& edit) {
  return operations_.change(caller, Action::manage_gateways,
                            [&](Change& change) -> Result<Gateway> {
                              auto gateway = change.tx.gateways().find(change.account(), id);
                              if (!gateway) return Unexpected(no_such_gateway());
                              const Gateway before = *gateway;
                              if (const auto* name = edit.find(&SaveGateway::name))
                                gateway->name = *name;
                              if (const auto* field = edit.find(&SaveGateway::address_field)) {
                                gateway->address_field = field->value_or(std::nullopt);
                              }
                              if (change.tx.gateways().update(*gateway) == Update::taken) {
                                return Unexpected(name_is_taken());
                              }
                              change.updated(Subject::gateway, id, before, *gateway);
                              return *std::move(gateway);
                            });
}

Result<Done> Gateways::remove(const UserContext& caller, GatewayId id) {
  return operations_.change(caller, Action::manage_gateways, [&](Change& change) -> Result<Done> {
    if (!change.tx.gateways().erase(change.account(), id)) return Unexpected(no_such_gateway());
    change.removed(Subject::gateway, id);
    return Done{};
  });
}

std::shared_ptr<const Gateway> Gateways::lookup_cached(std::string_view token) {
  return cache_.lookup_gateway(ports_.digest.sha256(token));
}

std::shared_ptr<const Gateway> Gateways::last_known(std::string_view token) {
  return cache_.last_known_gateway(ports_.digest.sha256(token));
}

std::shared_ptr<const Gateway> Gateways::authenticate(std::string_view token) {
  const TokenDigest digest = ports_.digest.sha256(token);
  if (auto gateway = cache_.lookup_gateway(digest)) return gateway;

  const auto beginning = cache_.begin_read();
  auto gateway =
      operations_.look_up([&](const Transaction& tx) { return tx.gateways().find(digest); });
  if (!gateway) return nullptr;
  auto known = std::make_shared<const Gateway>(std::move(*gateway));
  cache_.put(known, beginning);
  return known;
}

}  // namespace gatehouse
