#include "answer.hpp"
#include "resources.hpp"
#include "security_views.hpp"

namespace gatehouse::http::api {
namespace {

boost::json::object view_member(const MemberView& member) { return view(member); }
boost::json::object view_gateway(const Gateway& gateway) { return view(gateway); }

Operation list_members() {
  return {.method = Method::get,
          .name = "listMembers",
          .summary = "List the developers who have permissions in the project",
          .action = Action::manage_members,
          .pool = Pool::storage,
          .parameters = {parameters::limit, parameters::after},
          .read_part = list_of<UserId>(
              [](const Call& call,
                 const ListRequest<UserId>& page) -> Result<Listing<MemberView, UserId>> {
                const auto project = call.id<ProjectId>(0);
                if (!project) return Unexpected(project.error());
                return call.services.members.list(call.user(), *project, page);
              },
              view_member, [](const MemberView& view) { return view.user.id; })};
}

Operation set_member() {
  Operation operation{.method = Method::put,
                      .name = "setMember",
                      .summary = "Set the permissions of a developer in the project",
                      .action = Action::manage_members,
                      .pool = Pool::storage,
                      .success = 202};
  take<SetPermissions>(operation, [](const Call& call, const auto& command) -> Result<Content> {
    const auto project = call.id<ProjectId>(0);
    if (!project) return Unexpected(project.error());
    const auto user = call.id<UserId>(1);
    if (!user) return Unexpected(user.error());
    return answer(call.services.members.set(call.user(), *project, *user, command), view_member);
  });
  return operation;
}

Operation delete_member() {
  return {.method = Method::delete_,
          .name = "deleteMember",
          .summary = "Take all permissions in the project from a developer",
          .action = Action::manage_members,
          .pool = Pool::storage,
          .success = 202,
          .work = without_body([](const Call& call) -> Result<Content> {
            const auto project = call.id<ProjectId>(0);
            if (!project) return Unexpected(project.error());
            const auto user = call.id<UserId>(1);
            if (!user) return Unexpected(user.error());
            return answer(call.services.members.remove(call.user(), *project, *user));
          }),
          .answers_content = false};
}

Operation list_gateways() {
  return {.method = Method::get,
          .name = "listGateways",
          .summary = "List the account's gateways",
          .action = Action::manage_gateways,
          .pool = Pool::storage,
          .parameters = {parameters::limit, parameters::after},
          .read_part = list_of<GatewayId>(
              [](const Call& call, const ListRequest<GatewayId>& page) {
                return call.services.gateways.list(call.user(), page);
              },
              view_gateway, [](const Gateway& gateway) { return gateway.id; })};
}

Operation create_gateway() {
  Operation operation{.method = Method::post,
                      .name = "createGateway",
                      .summary = "Create a gateway; its token is shown this once",
                      .action = Action::manage_gateways,
                      .pool = Pool::storage,
                      .success = 201,
                      .refusals = {409}};
  take<SaveGateway>(operation, [](const Call& call, const auto& command) {
    return answer(call.services.gateways.create(call.user(), command),
                  [](const NewGateway& made) { return view(made); });
  });
  return operation;
}

Operation get_gateway() {
  return {.method = Method::get,
          .name = "getGateway",
          .summary = "Get a gateway",
          .action = Action::manage_gateways,
          .pool = Pool::storage,
          .work = without_body([](const Call& call) -> Result<Content> {
            const auto id = call.id<GatewayId>(0);
            if (!id) return Unexpected(id.error());
            return answer(call.services.gateways.get(call.user(), *id), view_gateway);
          })};
}

Operation update_gateway() {
  Operation operation{.method = Method::put,
                      .name = "updateGateway",
                      .summary = "Change a gateway, from the next decision on; its token stays",
                      .action = Action::manage_gateways,
                      .pool = Pool::storage,
                      .success = 202,
                      .refusals = {409}};
  take<SaveGateway>(operation, [](const Call& call, const auto& command) -> Result<Content> {
    const auto id = call.id<GatewayId>(0);
    if (!id) return Unexpected(id.error());
    return answer(call.services.gateways.update(call.user(), *id, command), view_gateway);
  });
  return operation;
}

Operation delete_gateway() {
  return {.method = Method::delete_,
          .name = "deleteGateway",
          .summary = "Delete a gateway; its token stops working",
          .action = Action::manage_gateways,
          .pool = Pool::storage,
          .success = 202,
          .work = without_body([](const Call& call) -> Result<Content> {
            const auto id = call.id<GatewayId>(0);
            if (!id) return Unexpected(id.error());
            return answer(call.services.gateways.remove(call.user(), *id));
          }),
          .answers_content = false};
}

}  // namespace

std::vector<ResourceRow> security_resources() {
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
       .operations = {set_member(), delete_member()}},
      {.path = "/api/v1/gateways",
       .name = "Gateways",
       .details = "List and create gateways, which ask for decisions about the account's "
                  "credentials.",
       .kind = Kind::list,
       .resource = &schema::resources::gateway,
       .operations = {list_gateways(), create_gateway()}},
      {.path = "/api/v1/gateways/{gateway_id}",
       .name = "Gateway",
       .details = "Get, change or delete a gateway.",
       .resource = &schema::resources::gateway,
       .operations = {get_gateway(), update_gateway(), delete_gateway()}},
  };
}

}  // namespace gatehouse::http::api
