#include <gatehouse/schema/members.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

Operation list_members() {
  return {.method = Method::get,
          .name = "listMembers",
          .summary = "List the developers who have permissions in the project",
          .access = access::User(Action::manage_members),
          .pool = Pool::storage,
          .read_part = list_of<UserId, schema::views::member>(
              calling(&Services::members, &Members::list),
              [](const MemberView& view) { return view.user.id; })};
}

Operation set_member() {
  return {.method = Method::put,
          .name = "setMember",
          .summary = "Set the permissions of a developer in the project",
          .access = access::User(Action::manage_members),
          .pool = Pool::storage,
          .success = 202,
          .work = take_update<SetPermissions, schema::views::member>(
              calling(&Services::members, &Members::set))};
}

Operation delete_member() {
  return {.method = Method::delete_,
          .name = "deleteMember",
          .summary = "Take all permissions in the project from a developer",
          .access = access::User(Action::manage_members),
          .pool = Pool::storage,
          .success = 202,
          .work = without_body(calling(&Services::members, &Members::remove))};
}

}  // namespace

std::vector<ResourceRow> member_resources() {
  return {
      {.path = "/api/v1/projects/{project_id}/members",
       .name = "Members",
       .details = "List the developers who have permissions in the project. Admins need none.",
       .kind = Kind::list,
       .resource = &schema::resources::member,
       .operations = {list_members()}},
      {.path = "/api/v1/projects/{project_id}/members/{user_id}",
       .name = "Member",
       .details = "Give permissions in the project to a developer, or take them away.",
       .resource = &schema::resources::member,
       .operations = {set_member(),
                      patch_of(set_member(), "patchMember",
                               "Change the permissions of a developer in the project"),
                      delete_member()}},
  };
}

}  // namespace gatehouse::http::api
