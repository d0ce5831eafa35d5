#include <gatehouse/services/users.hpp>

#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/names.hpp>

#include "services/refusals.hpp"

namespace gatehouse {
namespace {

Error no_such_user(Role role) {
  return not_found("The account has no " + std::string(name(role)) + " user with that id.");
}

/// The caller's account, if the caller may see and update that user.
Result<AccountId> account_to_access(const Principal& caller, Role role, UserId id) {
  const Action action = access_to(role);
  auto account = account_for(caller, action);
  if (account && reach(caller.user.role, action) == Reach::own && caller.user.id != id) {
    return Unexpected(permission_denied("A user with the role " +
                                        std::string(name(caller.user.role)) +
                                        " may access no record but their own."));
  }
  return account;
}

/// The user, if there is one in that collection of the account.
Result<User> find_in(const Transaction& tx, AccountId account, Role role, UserId id) {
  auto user = tx.users().find(account, id);
  if (!user || user->role != role) return Unexpected(no_such_user(role));
  return std::move(*user);
}

/// Two are looked for, and not all of them counted.
bool is_last_admin(const Transaction& tx, AccountId account) {
  return tx.users().list(account, Role::admin, {.after = {}, .limit = 2}).size() < 2;
}

bool email_known(Storage& storage, const Email& email) {
  return storage.read(
      [&](const Transaction& tx) { return tx.users().find_by_email(email).has_value(); });
}

}  // namespace

Users::Users(const Ports& ports, const Settings& settings, Passwords& passwords, Erasures& erasures)
    : ports_(ports), settings_(settings), passwords_(passwords), erasures_(erasures) {}

Result<Listing<User, UserId>> Users::list(const Principal& caller, Role role,
                                          const ListRequest<UserId>& request) {
  const auto account = account_for(caller, Action::manage_users);
  if (!account) return Unexpected(account.error());
  return ports_.storage.read([&](const Transaction& tx) {
    return list_page(
        settings_, request,
        [&](const Page<UserId>& page) { return tx.users().list(*account, role, page); },
        [](const User& user) { return user.id; });
  });
}

Result<NewSession> Users::create(const Principal& caller, Role role, const CreateUser& command) {
  const auto account = account_for(caller, Action::manage_users);
  if (!account) return Unexpected(account.error());
  if (role == Role::root) return Unexpected(permission_denied("No account has root users."));
  if (auto ok = schema::check(command, settings_.policy()); !ok) return std::move(ok).failure();
  const auto email = as_kept(command.email, ports_.text_forms);
  if (!email) return Unexpected(email.error());
  if (email_known(ports_.storage, *email)) return Unexpected(email_taken());

  const std::string hash = passwords_.hash(command.password);
  const Timestamp now = ports_.clock.now();
  const User user{
      .id = make_id<UserId>(ports_.clock.in_order(now), ports_.entropy),
      .account = *account,
      .role = role,
      .email = *email,
      .first_name = command.first_name,
      .last_name = command.last_name,
      .password_hash = hash,
      .created_at = now,
  };
  const IssuedToken token = issue_token(ports_.entropy, ports_.digest);

  return ports_.storage.transact([&](Transaction& tx) -> Result<NewSession> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return std::move(ok).failure();
    if (!tx.users().insert(user)) return Unexpected(email_taken());
    return begin_session(tx, user, token, now, settings_);
  });
}

Result<User> Users::get(const Principal& caller, Role role, UserId id) {
  const auto account = account_to_access(caller, role, id);
  if (!account) return Unexpected(account.error());
  return ports_.storage.read(
      [&](const Transaction& tx) { return find_in(tx, *account, role, id); });
}

Result<User> Users::update(const Principal& caller, Role role, UserId id,
                           const UpdateUser& command) {
  const auto account = account_to_access(caller, role, id);
  if (!account) return Unexpected(account.error());
  if (auto ok = schema::check(command, settings_.policy()); !ok) return std::move(ok).failure();

  std::optional<std::string> hash;
  if (command.password) {
    const Timestamp asked = ports_.clock.now();
    const auto found = ports_.storage.read([&](const Transaction& tx) -> Result<User> {
      if (auto ok = still_signed_in(tx, caller, asked); !ok) return std::move(ok).failure();
      return find_in(tx, *account, role, id);
    });
    if (!found) return Unexpected(found.error());
    hash = passwords_.hash(*command.password);
  }

  const Timestamp now = ports_.clock.now();
  return ports_.storage.transact([&](Transaction& tx) -> Result<User> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return std::move(ok).failure();
    auto user = find_in(tx, *account, role, id);
    if (!user) return user;
    const auto email = as_kept(command.email, user->email, ports_.text_forms);
    if (!email) return Unexpected(email.error());
    const bool moved = user->email != *email;
    user->email = *email;
    user->first_name = command.first_name;
    user->last_name = command.last_name;
    if (hash) user->password_hash = *hash;
    if (tx.users().update(*user) == Update::taken) return Unexpected(email_taken());

    if (hash) {
      const auto keep = id == caller.user.id ? std::optional(caller.session) : std::nullopt;
      erasures_.begin(tx, {.key = erasure_of::sessions(user->account, id), .keep = keep});
    }
    // A reset that was mailed before must not undo the new password, nor reach the old address.
    if (hash || moved) {
      erasures_.begin(tx, {.key = erasure_of::resets(user->account, id)});
    }
    return user;
  });
}

Result<Done> Users::may_access(const Principal& caller, Role role, UserId id) {
  const auto account = account_to_access(caller, role, id);
  if (!account) return Unexpected(account.error());
  return Done{};
}

Result<Done> Users::remove(const Principal& caller, Role role, UserId id) {
  const auto account = account_for(caller, Action::manage_users);
  if (!account) return Unexpected(account.error());

  const Timestamp now = ports_.clock.now();
  return ports_.storage.transact([&](Transaction& tx) -> Result<Done> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return ok;
    const auto user = find_in(tx, *account, role, id);
    if (!user) return Unexpected(user.error());
    if (role == Role::admin && is_last_admin(tx, *account)) {
      return Unexpected(conflict("The last admin of an account cannot be deleted."));
    }
    erasures_.begin(tx, {.key = erasure_of::user(user->account, id)});
    tx.users().erase(user->account, id);
    return Done{};
  });
}

Result<User> Users::create_root(const Email& address, const Secret& password) {
  if (auto ok = schema::check(CreateRoot{address, password}, settings_.policy()); !ok) {
    return std::move(ok).failure();
  }
  const auto email = as_kept(address, ports_.text_forms);
  if (!email) return Unexpected(email.error());
  if (email_known(ports_.storage, *email)) return Unexpected(email_taken());

  const std::string hash = passwords_.hash(password);
  const Timestamp now = ports_.clock.now();
  const User root{
      .id = make_id<UserId>(ports_.clock.in_order(now), ports_.entropy),
      .account = std::nullopt,
      .role = Role::root,
      .email = *email,
      .first_name = {},
      .last_name = {},
      .password_hash = hash,
      .created_at = now,
  };
  return ports_.storage.transact([&](Transaction& tx) -> Result<User> {
    if (!tx.users().insert(root)) return Unexpected(email_taken());
    return root;
  });
}

}  // namespace gatehouse
