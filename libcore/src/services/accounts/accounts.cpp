#include <gatehouse/services/accounts/accounts.hpp>

#include <gatehouse/records/accounts.hpp>
#include <gatehouse/services/detail/names.hpp>

namespace gatehouse {
namespace {

Error no_such_account() { return not_found("The account does not exist any more."); }

}  // namespace

Accounts::Accounts(Operations& operations, const ServicePorts& ports, Erasures& erasures)
    : operations_(operations), ports_(ports), erasures_(erasures) {}

Result<Account> Accounts::get(const UserContext& caller) {
  return operations_.read(caller, Action::read_account,
                          [](const Reading& reading) -> Result<Account> {
                            auto account = reading.tx.accounts().find(reading.account());
                            if (!account) return Unexpected(no_such_account());
                            return *std::move(account);
                          });
}

Result<Account> Accounts::update(const UserContext& caller, const Checked<UpdateAccount>& command) {
  return operations_.change(caller, Action::change_account, [&](Change& change) -> Result<Account> {
    auto account = change.tx.accounts().find(change.account());
    if (!account) return Unexpected(no_such_account());
    const auto email = as_kept(command->email, account->email, ports_.text_forms);
    if (!email) return Unexpected(email.error());
    const Account before = *account;
    schema::assign(*account, *command);
    account->email = *email;
    if (change.tx.accounts().update(*account) == Update::taken) {
      return Unexpected(
          already_exists("The e-mail address is already used.", {{"email", "is already used"}}));
    }
    change.updated(Subject::account, before.id, before, *account);
    return *std::move(account);
  });
}

Result<Done> Accounts::remove(const UserContext& caller) {
  return operations_.change(caller, Action::change_account, [&](Change& change) -> Result<Done> {
    const AccountId id = change.account();
    // The dependent records become inaccessible with it; there may be millions, so the rows of a
    // large account are removed later.
    if (!change.tx.accounts().erase(id)) return Unexpected(no_such_account());
    erasures_.begin(change.tx, {.key = erasure_of::account(id)});
    change.removed(Subject::account, id);
    return Done{};
  });
}

}  // namespace gatehouse
