#include <gatehouse/services/accounts.hpp>

#include <gatehouse/services/names.hpp>

namespace gatehouse {
namespace {

Error no_such_account() { return not_found("The account does not exist any more."); }

}  // namespace

Accounts::Accounts(const Ports& ports, VerdictMemory& memory, Erasures& erasures)
    : ports_(ports), memory_(memory), erasures_(erasures) {}

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
  auto done = change_access(ports_.storage, memory_, *id, [&](Transaction& tx) -> Result<Done> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return ok;
    // The rest is dead with it, and its rows go later: there may be millions.
    if (!tx.accounts().erase(*id)) return Unexpected(no_such_account());
    erasures_.begin(tx, {.key = erasure_of::account(*id)});
    return Done{};
  });
  if (done) erasures_.help_along(erasure_of::account(*id));
  return done;
}

}  // namespace gatehouse
