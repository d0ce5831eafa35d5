#include <gatehouse/services/accounts/users.hpp>

#include <gatehouse/records/users.hpp>
#include <gatehouse/services/detail/names.hpp>
#include <gatehouse/services/detail/search.hpp>
#include <gatehouse/services/issue.hpp>

#include "services/refusals.hpp"

namespace gatehouse {
namespace {

Error no_such_user(Role role) {
  return not_found("The account has no " + std::string(name(role)) + " user with that id.");
}

/// Returns the user if the account's collection for the role contains it.
Result<User> find_in(const Transaction& tx, AccountId account, Role role, UserId id) {
  auto user = tx.users().find(account, id);
  if (!user || user->role != role) return Unexpected(no_such_user(role));
  return std::move(*user);
}

/// Looks for a second admin instead of counting all of them.
bool is_last_admin(const Transaction& tx, AccountId account) {
  return tx.users().list(account, Role::admin, {.after = {}, .limit = 2}).size() < 2;
}

Result<Done> insert(Change& change, const User& user) {
  // The insertion compares keys alone, and the key of an old address may be its exact spelling.
  const bool is_known = change.tx.users().find_by_email(user.email).has_value();
  if (is_known || !change.tx.users().insert(user)) return Unexpected(email_taken());
  change.created(Subject::user, user.id);
  return Done{};
}

/// Checks that the caller may read and update the user.
Result<Done> check_reach(const UserContext& caller, Role role, UserId id) {
  const Action action = access_to(role);
  const User& user = caller.actor.user;
  if (auto allowed = require(user.role, action); !allowed) return allowed;
  if (reach(user.role, action) != Reach::own || user.id == id) return Done{};
  return Unexpected(permission_denied("A user with the role " + std::string(name(user.role)) +
                                      " may access no record but their own."));
}

}  // namespace

Users::Users(Operations& operations, const ServicePorts& ports, const Settings& settings,
             Passwords& passwords, Erasures& erasures, AccountNamesCache& names)
    : operations_(operations),
      ports_(ports),
      settings_(settings),
      passwords_(passwords),
      erasures_(erasures),
      names_(names) {}

Result<MeView> Users::me(const UserContext& caller) {
  const User& user = caller.actor.user;
  if (!user.account) return MeView{.user = user};
  return MeView{.user = user,
                .names = names_.get(*user.account, ports_.clock.elapsed(),
                                    [&](const auto& work) { return operations_.look_up(work); }),
                .may_see_projects = require(user.role, Action::use_projects).has_value()};
}

Result<Listing<User, UserId>> Users::list(const UserContext& caller, Role role,
                                          const ListRequest<UserId>& request) {
  using Answer = Result<Listing<User, UserId>>;
  const auto id = [](const User& user) { return user.id; };
  const Search search(request.filter, ports_.text_forms);
  const auto accept = [&](const User& user) {
    return search.finds({user.email.text(), user.first_name, user.last_name});
  };
  return operations_.read(caller, Action::manage_users, [&](const Reading& reading) -> Answer {
    const UserRecords& users = reading.tx.users();
    const AccountId account = reading.account();
    if (!request.filter.exact) {
      return search_page(
          settings_, request,
          [&](const Page<UserId>& page) { return users.list(account, role, page); }, id, accept);
    }
    const auto address = Email::parse(*request.filter.exact);
    auto only =
        address ? users.find_by_email(as_looked_up(*address, ports_.text_forms)) : std::nullopt;
    // An address is unique in the installation; the user may belong to another account.
    if (only && (only->account != account || only->role != role)) only.reset();
    return list_one(settings_, request, only, id, accept);
  });
}

Result<NewSession> Users::create(const UserContext& caller, Role role,
                                 const Checked<CreateUser>& command) {
  if (role == Role::root) return Unexpected(permission_denied("No account has root users."));
  if (auto ok = authorize(caller, Action::manage_users); !ok) return std::move(ok).failure();
  const auto email = as_kept(command->email, ports_.text_forms);
  if (!email) return Unexpected(email.error());

  const User user{
      .id = make_id<UserId>(ports_, ports_.clock.now()),
      .account = caller.actor.user.account,
      .role = role,
      .email = *email,
      .first_name = command->first_name,
      .last_name = command->last_name,
      .password_hash = passwords_.hash(command->password),
      .created_at = ports_.clock.now(),
  };
  const IssuedToken token = issue_token(ports_.entropy, ports_.digest);
  return operations_.change(caller, Action::manage_users,
                            [&](Change& change) -> Result<NewSession> {
                              if (auto ok = insert(change, user); !ok)
                                return std::move(ok).failure();
                              return begin_session(change.tx, user, token, change.now, settings_);
                            });
}

Result<User> Users::get(const UserContext& caller, Role role, UserId id) {
  if (auto ok = check_reach(caller, role, id); !ok) return std::move(ok).failure();
  return operations_.read(caller, access_to(role), [&](const Reading& reading) {
    return find_in(reading.tx, reading.account(), role, id);
  });
}

Result<User> Users::update(const UserContext& caller, Role role, UserId id,
                           const Edit<UpdateUser>& edit) {
  if (auto ok = check_reach(caller, role, id); !ok) return std::move(ok).failure();
  const auto* password = edit.find(&UpdateUser::password);
  std::optional<std::string> hash;
  if (password != nullptr && *password) hash = passwords_.hash(**password);
  return operations_.change(caller, access_to(role), [&](Change& change) -> Result<User> {
    auto user = find_in(change.tx, change.account(), role, id);
    if (!user) return user;
    const User before = *user;
    schema::assign(*user, edit);
    if (const Email* given = edit.find(&UpdateUser::email)) {
      auto email = as_kept(*given, before.email, ports_.text_forms);
      if (!email) return Unexpected(email.error());
      user->email = *std::move(email);
    }
    const bool moved = user->email != before.email;
    if (hash) user->password_hash = *hash;
    records::stamp_change(before, *user, change.now);
    if (change.tx.users().update(*user) == Update::taken) return Unexpected(email_taken());

    if (hash) {
      const bool is_own = id == caller.actor.user.id;
      const auto keep = is_own ? std::optional(caller.actor.session) : std::nullopt;
      erasures_.begin(change.tx, {.key = erasure_of::sessions(user->account, id), .keep = keep});
    }
    // A reset mailed before must neither undo the new password nor reach the old address.
    if (hash || moved) {
      erasures_.begin(change.tx, {.key = erasure_of::resets(user->account, id)});
    }
    change.updated(Subject::user, id, before, *user);
    return user;
  });
}

Result<Done> Users::may_access(const UserContext& caller, Role role, UserId id) {
  return check_reach(caller, role, id);
}

Result<Done> Users::remove(const UserContext& caller, Role role, UserId id) {
  return operations_.change(caller, Action::manage_users, [&](Change& change) -> Result<Done> {
    const AccountId account = change.account();
    const auto user = find_in(change.tx, account, role, id);
    if (!user) return Unexpected(user.error());
    if (role == Role::admin && is_last_admin(change.tx, account)) {
      return Unexpected(conflict("The last admin of an account cannot be deleted."));
    }
    erasures_.begin(change.tx, {.key = erasure_of::user(user->account, id)});
    change.tx.users().erase(user->account, id);
    change.removed(Subject::user, id);
    return Done{};
  });
}

Result<User> Users::create_root(const Checked<CreateRoot>& command) {
  const auto email = as_kept(command->email, ports_.text_forms);
  if (!email) return Unexpected(email.error());

  const User root{
      .id = make_id<UserId>(ports_, ports_.clock.now()),
      .account = std::nullopt,
      .role = Role::root,
      .email = *email,
      .first_name = {},
      .last_name = {},
      .password_hash = passwords_.hash(command->password),
      .created_at = ports_.clock.now(),
  };
  return operations_.change(Operator(), Action::operate, [&](Change& change) -> Result<User> {
    if (auto ok = insert(change, root); !ok) return std::move(ok).failure();
    return root;
  });
}

}  // namespace gatehouse
