#include <gatehouse/services/accounts.hpp>

#include <gatehouse/services/names.hpp>

namespace gatehouse {
namespace {

Error no_such_account() { return not_found("The account does not exist any more."); }

}  // namespace

Accounts::Accounts(const Ports& ports, VerdictMemory& memory) : ports_(ports), memory_(memory) {}

Result<Account> Accounts::get(const Principal& caller) {
  const auto id = account_for(caller, Action::read_account);
  if (!id) return Unexpected(id.error());
  auto account =
      ports_.storage.read([&](const Transaction& tx) { return tx.accounts().find(*id); });
  if (!account) return Unexpected(no_such_account());
  return std::move(*account);
}

Result<Account> Accounts::update(const Principal& caller, const UpdateAccount& command) {
  const auto id = account_for(caller, Action::change_account);
  if (!id) return Unexpected(id.error());
  if (auto ok = schema::check(command); !ok) return std::move(ok).failure();

  const Timestamp now = ports_.clock.now();
  return ports_.storage.transact([&](Transaction& tx) -> Result<Account> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return std::move(ok).failure();
    auto account = tx.accounts().find(*id);
    if (!account) return Unexpected(no_such_account());
    const auto email = as_kept(command.email, account->email, ports_.text_forms);
    if (!email) return Unexpected(email.error());
    account->organization_name = command.organization_name;
    account->email = *email;
    if (command.address) account->address = *command.address;
    if (command.phone) account->phone = *command.phone;
    if (tx.accounts().update(*account) == Update::taken) {
      return Unexpected(
          already_exists("The e-mail address is already used.", {{"email", "is already used"}}));
    }
    return std::move(*account);
  });
}

Result<Done> Accounts::remove(const Principal& caller) {
  const auto id = account_for(caller, Action::change_account);
  if (!id) return Unexpected(id.error());

  const Timestamp now = ports_.clock.now();
  return change_access(ports_.storage, memory_, *id, [&](Transaction& tx) -> Result<Done> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return ok;
    tx.gateways().erase_all(*id);
    tx.grants().erase_all(*id);
    tx.api_proxy_groups().erase_all(*id);
    tx.api_proxies().erase_all(*id);
    tx.credentials().erase_all(*id);
    tx.members().erase_all(*id);
    tx.usage().erase_all(*id);
    tx.limits().erase_all(*id);
    tx.service_tokens().erase_all(*id);
    tx.token_families().erase_all(*id);
    tx.consumer_tokens().erase_all(*id);
    tx.consumers().erase_all(*id);
    tx.attachments().erase_all(*id);
    tx.projects().erase_all(*id);
    tx.sessions().erase_all(*id);
    tx.password_resets().erase_all(*id);
    tx.mail().erase_all(*id);
    tx.users().erase_all(*id);
    tx.accounts().erase(*id);
    return Done{};
  });
}

}  // namespace gatehouse
