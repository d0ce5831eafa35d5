#include <gatehouse/schema/users.hpp>

#include "resources.hpp"
#include "work.hpp"

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
          .access = access::User(Action::manage_users),
          .pool = Pool::storage,
          .read_part = list_of<UserId, schema::views::user_in_list>(
              calling(&Services::users, &Users::list, collection.role),
              [](const User& user) { return user.id; }, parameters::email, parameters::search)};
}

Operation create_user(const Collection& collection) {
  return {.method = Method::post,
          .name = collection.create,
          .summary = collection.create_summary,
          .access = access::User(Action::manage_users),
          .pool = Pool::hashing,
          .success = 201,
          .refusals = {409},
          .work = take<CreateUser, schema::views::new_user>(
              calling(&Services::users, &Users::create, collection.role))};
}

Operation get_user(const Collection& collection) {
  return {.method = Method::get,
          .name = collection.get,
          .summary = collection.get_summary,
          .access = access::User(access_to(collection.role)),
          .work = without_body<schema::views::user>(
              calling(&Services::users, &Users::get, collection.role)),
          .permission = calling(&Services::users, &Users::may_access, collection.role)};
}

Operation update_user(const Collection& collection) {
  return {.method = Method::put,
          .name = collection.update,
          .summary = collection.update_summary,
          .access = access::User(access_to(collection.role)),
          .pool = Pool::hashing,
          .success = 202,
          .refusals = {409},
          .work = take<UpdateUser, schema::views::user>(
              calling(&Services::users, &Users::update, collection.role)),
          .permission = calling(&Services::users, &Users::may_access, collection.role)};
}

Operation delete_user(const Collection& collection) {
  return {.method = Method::delete_,
          .name = collection.remove,
          .summary = collection.remove_summary,
          .access = access::User(Action::manage_users),
          .pool = Pool::storage,
          .success = 202,
          .refusals = {409},
          .work = without_body(calling(&Services::users, &Users::remove, collection.role))};
}

Operation get_me() {
  return {.method = Method::get,
          .name = "getMe",
          .summary = "See oneself",
          .access = access::User(Action::use_own_session),
          .work = without_body<schema::views::me>(calling(&Services::users, &Users::me))};
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
