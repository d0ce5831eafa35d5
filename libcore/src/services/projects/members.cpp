#include <gatehouse/services/projects/members.hpp>

#include <optional>
#include <utility>

#include "services/refusals.hpp"

namespace gatehouse {
namespace {

Error no_such_member() { return not_found("The project has no member with that id."); }

Error no_such_developer() {
  return not_found("The account has no developer and no service account with that id.");
}

/// Returns the user or service account.
std::optional<User> find_actor(const Transaction& tx, AccountId account, UserId id) {
  if (auto user = tx.users().find(account, id)) return user;
  const auto service_account = tx.service_accounts().find(account, id);
  return service_account ? std::optional(as_user(*service_account)) : std::nullopt;
}

}  // namespace

Members::Members(Operations& operations, const Settings& settings)
    : operations_(operations), settings_(settings) {}

Result<Listing<MemberView, UserId>> Members::list(const UserContext& caller, ProjectId project,
                                                  const ListRequest<UserId>& request) {
  using Answer = Result<Listing<MemberView, UserId>>;
  return operations_.read(caller, Action::manage_members, [&](const Reading& reading) -> Answer {
    const Transaction& tx = reading.tx;
    const AccountId account = reading.account();
    if (!tx.projects().find(account, project)) return Unexpected(no_such_project());
    return list_page(
        settings_, request,
        [&](const Page<UserId>& page) {
          return living_items(
              page, [&](const auto& next) { return tx.members().list(account, project, next); },
              [](const Member& member) { return member.user; },
              // A deleted user remains a member until its erasure is complete.
              [&](Member member) -> std::optional<MemberView> {
                auto user = find_actor(tx, account, member.user);
                if (!user) return std::nullopt;
                return MemberView{std::move(member), *std::move(user)};
              });
        },
        [](const MemberView& view) { return view.user.id; });
  });
}

Result<MemberView> Members::set(const UserContext& caller, ProjectId project, UserId user,
                                const Edit<SetPermissions>& edit) {
  const auto* permissions = edit.find(&SetPermissions::permissions);
  const auto set = [&](Change& change) -> Result<MemberView> {
    const AccountId account = change.account();
    if (!change.tx.projects().find(account, project)) return Unexpected(no_such_project());
    auto developer = find_actor(change.tx, account, user);
    if (!developer || developer->role != Role::developer) return Unexpected(no_such_developer());
    if (permissions == nullptr) {
      auto member = change.tx.members().find(account, project, user);
      if (!member) return Unexpected(no_such_member());
      return MemberView{*std::move(member), *std::move(developer)};
    }
    Member member{account, project, user, *permissions};
    change.tx.members().set(member);
    change.updated(Subject::member, user);
    return MemberView{std::move(member), *std::move(developer)};
  };
  return operations_.change(caller, Action::manage_members, set);
}

Result<Done> Members::remove(const UserContext& caller, ProjectId project, UserId user) {
  return operations_.change(caller, Action::manage_members, [&](Change& change) -> Result<Done> {
    if (!change.tx.projects().find(change.account(), project) ||
        !change.tx.members().erase(change.account(), project, user)) {
      return Unexpected(no_such_member());
    }
    change.removed(Subject::member, user);
    return Done{};
  });
}

}  // namespace gatehouse
