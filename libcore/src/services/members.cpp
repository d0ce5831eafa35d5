#include <gatehouse/services/members.hpp>

#include <utility>

#include "services/refusals.hpp"

namespace gatehouse {
namespace {

Error no_such_developer() { return not_found("The account has no developer user with that id."); }

}  // namespace

Members::Members(const Ports& ports, const Settings& settings)
    : ports_(ports), settings_(settings) {}

Result<Listing<MemberView, UserId>> Members::list(const Principal& caller, ProjectId project,
                                                  const ListRequest<UserId>& request) {
  const auto account = account_for(caller, Action::manage_members);
  if (!account) return Unexpected(account.error());
  using Answer = Result<Listing<MemberView, UserId>>;
  return ports_.storage.read([&](const Transaction& tx) -> Answer {
    if (!tx.projects().find(*account, project)) return Unexpected(no_such_project());
    return list_page(
        settings_, request,
        [&](const Page<UserId>& page) {
          std::vector<MemberView> views;
          for (ProjectMember& member : tx.members().list(*account, project, page)) {
            auto user = tx.users().find(*account, member.user);
            if (user) views.push_back({std::move(member), std::move(*user)});
          }
          return views;
        },
        [](const MemberView& view) { return view.user.id; });
  });
}

Result<MemberView> Members::set(const Principal& caller, ProjectId project, UserId user,
                                const SetPermissions& command) {
  const auto account = account_for(caller, Action::manage_members);
  if (!account) return Unexpected(account.error());
  if (auto ok = schema::check(command); !ok) return std::move(ok).failure();

  const Timestamp now = ports_.clock.now();
  return ports_.storage.transact([&](Transaction& tx) -> Result<MemberView> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return std::move(ok).failure();
    if (!tx.projects().find(*account, project)) return Unexpected(no_such_project());
    auto developer = tx.users().find(*account, user);
    if (!developer || developer->role != Role::developer) return Unexpected(no_such_developer());
    ProjectMember member{*account, project, user, command.permissions};
    tx.members().set(member);
    return MemberView{std::move(member), std::move(*developer)};
  });
}

Result<Done> Members::remove(const Principal& caller, ProjectId project, UserId user) {
  const auto account = account_for(caller, Action::manage_members);
  if (!account) return Unexpected(account.error());

  const Timestamp now = ports_.clock.now();
  return ports_.storage.transact([&](Transaction& tx) -> Result<Done> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return ok;
    if (!tx.members().erase(*account, project, user)) {
      return Unexpected(not_found("The project has no member with that id."));
    }
    return Done{};
  });
}

}  // namespace gatehouse
