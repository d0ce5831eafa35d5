#include <gatehouse/services/gateways.hpp>

#include <string>
#include <string_view>
#include <utility>

#include <gatehouse/services/issue.hpp>

namespace gatehouse {

namespace {

constexpr std::string_view no_such_gateway = "The account has no gateway with that id.";

Error name_is_taken() {
  return already_exists("The account has a gateway with that name already.",
                        {{"name", "is already used"}});
}

}  // namespace

Gateways::Gateways(const Ports& ports, const Settings& settings, VerdictMemory& memory)
    : ports_(ports), settings_(settings), memory_(memory) {}

Result<Listing<Gateway, GatewayId>> Gateways::list(const Principal& caller,
                                                   const ListRequest<GatewayId>& request) {
  const auto account = account_for(caller, Action::manage_gateways);
  if (!account) return Unexpected(account.error());
  return ports_.storage.read([&](const Transaction& tx) {
    return list_page(
        settings_, request,
        [&](const Page<GatewayId>& page) { return tx.gateways().list(*account, page); },
        [](const Gateway& gateway) { return gateway.id; });
  });
}

Result<NewGateway> Gateways::create(const Principal& caller, const SaveGateway& command) {
  const auto account = account_for(caller, Action::manage_gateways);
  if (!account) return Unexpected(account.error());
  if (auto ok = schema::check(command); !ok) return std::move(ok).failure();

  const Timestamp now = ports_.clock.now();
  const IssuedToken token = issue_token(ports_.entropy, ports_.digest);
  const Gateway gateway{.id = make_id<GatewayId>(ports_.clock.in_order(now), ports_.entropy),
                        .account = *account,
                        .name = command.name,
                        .digest = token.digest,
                        .created_at = now,
                        .address_field = command.address_field.value_or(std::nullopt)};
  return ports_.storage.transact([&](Transaction& tx) -> Result<NewGateway> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return std::move(ok).failure();
    if (!tx.gateways().insert(gateway)) return Unexpected(name_is_taken());
    return NewGateway{gateway, token.text};
  });
}

Result<Gateway> Gateways::get(const Principal& caller, GatewayId id) {
  const auto account = account_for(caller, Action::manage_gateways);
  if (!account) return Unexpected(account.error());
  auto gateway =
      ports_.storage.read([&](const Transaction& tx) { return tx.gateways().find(*account, id); });
  if (!gateway) return Unexpected(not_found(std::string(no_such_gateway)));
  return *std::move(gateway);
}

Result<Gateway> Gateways::update(const Principal& caller, GatewayId id,
                                 const SaveGateway& command) {
  const auto account = account_for(caller, Action::manage_gateways);
  if (!account) return Unexpected(account.error());
  if (auto ok = schema::check(command); !ok) return std::move(ok).failure();

  const Timestamp now = ports_.clock.now();
  return change_access(ports_.storage, memory_, *account, [&](Transaction& tx) -> Result<Gateway> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return std::move(ok).failure();
    auto gateway = tx.gateways().find(*account, id);
    if (!gateway) return Unexpected(not_found(std::string(no_such_gateway)));
    gateway->name = command.name;
    gateway->address_field = command.address_field.value_or(std::nullopt);
    if (tx.gateways().update(*gateway) == Update::taken) return Unexpected(name_is_taken());
    return *std::move(gateway);
  });
}

Result<Done> Gateways::remove(const Principal& caller, GatewayId id) {
  const auto account = account_for(caller, Action::manage_gateways);
  if (!account) return Unexpected(account.error());

  const Timestamp now = ports_.clock.now();
  return change_access(ports_.storage, memory_, *account, [&](Transaction& tx) -> Result<Done> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return ok;
    if (!tx.gateways().erase(*account, id)) {
      return Unexpected(not_found(std::string(no_such_gateway)));
    }
    return Done{};
  });
}

std::shared_ptr<const Gateway> Gateways::recall(std::string_view token) {
  return memory_.gateway(ports_.digest.sha256(token));
}

std::shared_ptr<const Gateway> Gateways::last_known(std::string_view token) {
  return memory_.last_known_gateway(ports_.digest.sha256(token));
}

std::shared_ptr<const Gateway> Gateways::authenticate(std::string_view token) {
  const TokenDigest digest = ports_.digest.sha256(token);
  if (auto gateway = memory_.gateway(digest)) return gateway;

  const auto find = [&](const Transaction& tx) { return tx.gateways().find(digest); };
  auto former = memory_.last_known_gateway(digest);
  if (!former) {
    // Read twice, the first time: what is remembered needs a beginning, and that an account.
    auto first = ports_.storage.read(find);
    if (!first) return nullptr;
    former = std::make_shared<const Gateway>(std::move(*first));
  }
  const auto beginning = memory_.begin_read(former->account);
  auto gateway = ports_.storage.read(find);
  if (!gateway) return nullptr;
  auto known = std::make_shared<const Gateway>(std::move(*gateway));
  memory_.remember(known, beginning);
  return known;
}

}  // namespace gatehouse
