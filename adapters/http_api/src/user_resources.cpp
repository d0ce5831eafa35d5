#include <functional>

#include "answer.hpp"
#include "resources.hpp"
#include "views.hpp"

namespace gatehouse::http::api {
namespace {

/// The texts of the API for the users of one role.
struct Collection {
  Role role;
  std::string_view path, one_path;
  std::string_view name, one_name, details, one_details;
  std::string_view list, list_summary, create, create_summary;
  std::string_view get, get_summary, update, update_summary, remove, remove_summary;
};

constexpr Collection admins{Role::admin,
                            "/api/v1/admins",
                            "/api/v1/admins/{admin_id}",
                            "Admins",
                            "Admin",
                            "List and create admins.",
                            "See, update and delete one admin.",
                            "listAdmins",
                            "List the account's admins",
                            "createAdmin",
                            "Create a user with the role admin",
                            "getAdmin",
                            "See an admin",
                            "updateAdmin",
                            "Update an admin",
                            "deleteAdmin",
                            "Delete an admin"};

constexpr Collection billings{Role::billing,
                              "/api/v1/billings",
                              "/api/v1/billings/{billing_id}",
                              "Billings",
                              "Billing",
                              "List and create billing users.",
                              "See, update and delete one billing user.",
                              "listBillings",
                              "List the account's billing users",
                              "createBilling",
                              "Create a user with the role billing",
                              "getBilling",
                              "See a billing user",
                              "updateBilling",
                              "Update a billing user",
                              "deleteBilling",
                              "Delete a billing user"};

constexpr Collection developers{Role::developer,
                                "/api/v1/developers",
                                "/api/v1/developers/{developer_id}",
                                "Developers",
                                "Developer",
                                "List and create developers.",
                                "See, update and delete one developer.",
                                "listDevelopers",
                                "List the account's developers",
                                "createDeveloper",
                                "Create a user with the role developer",
                                "getDeveloper",
                                "See a developer",
                                "updateDeveloper",
                                "Update a developer",
                                "deleteDeveloper",
                                "Delete a developer"};

Operation list_users(const Collection& collection) {
  return {.method = Method::get,
          .name = collection.list,
          .summary = collection.list_summary,
          .action = Action::manage_users,
          .pool = Pool::storage,
          .parameters = {parameters::limit, parameters::after},
          .read_part = list_of<UserId>(
              [role = collection.role](const Call& call, const ListRequest<UserId>& page) {
                return call.services.users.list(call.user(), role, page);
              },
              view_in_list, [](const User& user) { return user.id; })};
}

Operation create_user(const Collection& collection) {
  Operation operation{.method = Method::post,
                      .name = collection.create,
                      .summary = collection.create_summary,
                      .action = Action::manage_users,
                      .pool = Pool::hashing,
                      .success = 201,
                      .refusals = {409}};
  take<CreateUser>(operation, [role = collection.role](const Call& call, const auto& command) {
    return answer(call.services.users.create(call.user(), role, command), view_created);
  });
  return operation;
}

/// For collections where a caller only has access to its own record.
std::function<Result<Done>(const Call&)> access_permission(const Collection& collection) {
  return [role = collection.role](const Call& call) -> Result<Done> {
    const auto id = call.id<UserId>(0);
    if (!id) return Unexpected(id.error());
    return call.services.users.may_access(call.user(), role, *id);
  };
}

Operation get_user(const Collection& collection) {
  return {.method = Method::get,
          .name = collection.get,
          .summary = collection.get_summary,
          .action = access_to(collection.role),
          .work = without_body([role = collection.role](const Call& call) -> Result<Content> {
            const auto id = call.id<UserId>(0);
            if (!id) return Unexpected(id.error());
            return answer(call.services.users.get(call.user(), role, *id), view_user);
          }),
          .permission = access_permission(collection)};
}

Operation update_user(const Collection& collection) {
  Operation operation{.method = Method::put,
                      .name = collection.update,
                      .summary = collection.update_summary,
                      .action = access_to(collection.role),
                      .pool = Pool::hashing,
                      .success = 202,
                      .refusals = {409}};
  take<UpdateUser>(
      operation,
      [role = collection.role](const Call& call, const auto& command) -> Result<Content> {
        const auto id = call.id<UserId>(0);
        if (!id) return Unexpected(id.error());
        return answer(call.services.users.update(call.user(), role, *id, command), view_user);
      });
  operation.permission = access_permission(collection);
  return operation;
}

Operation delete_user(const Collection& collection) {
  return {.method = Method::delete_,
          .name = collection.remove,
          .summary = collection.remove_summary,
          .action = Action::manage_users,
          .pool = Pool::storage,
          .success = 202,
          .refusals = {409},
          .work = without_body([role = collection.role](const Call& call) -> Result<Content> {
            const auto id = call.id<UserId>(0);
            if (!id) return Unexpected(id.error());
            return answer(call.services.users.remove(call.user(), role, *id));
          }),
          .answers_content = false};
}

Operation get_me() {
  return {.method = Method::get,
          .name = "getMe",
          .summary = "See oneself",
          .action = Action::use_own_session,
          .work = without_body([](const Call& call) -> Result<Content> {
            return Content{view_me(call.caller->user)};
          })};
}

}  // namespace

std::vector<ResourceRow> user_resources() {
  std::vector<ResourceRow> rows;
  for (const Collection* collection : {&admins, &billings, &developers}) {
    rows.push_back({.path = collection->path,
                    .name = collection->name,
                    .details = collection->details,
                    .kind = Kind::list,
                    .resource = &schema::resources::user_list,
                    .operations = {list_users(*collection), create_user(*collection)}});
    rows.push_back({.path = collection->one_path,
                    .name = collection->one_name,
                    .details = collection->one_details,
                    .resource = &schema::resources::user,
                    .operations = {get_user(*collection), update_user(*collection),
                                   delete_user(*collection)}});
  }
  rows.push_back({.path = "/api/v1/me",
                  .name = "Me",
                  .details = "See the user whose token is used.",
                  .resource = &schema::resources::me,
                  .operations = {get_me()}});
  return rows;
}

}  // namespace gatehouse::http::api
