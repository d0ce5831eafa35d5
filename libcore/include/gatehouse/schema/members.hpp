/// Members of projects in the API.
#pragma once

#include <array>
#include <set>
#include <string_view>

#include <gatehouse/model/member.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/users.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

struct SetPermissions {
  std::set<Permission> permissions;
};

/// A member with its user, or with its service account as as_user() shows it.
struct MemberView {
  Member member;
  User user;
};

namespace schema {

/// The names, and the titles that are accepted too. Answers contain names.
inline constexpr auto permissions =
    std::to_array<std::string_view>({"MANAGE_API_SECURITY", "Manage API Security"});

namespace fields {
inline constexpr std::array member{
    id("id", "ID of the user or service account."),
    nullable(email("Email of user; null for a service account.", Mode::read_only)),
    person("firstName", "Name of user, or of the service account.", Mode::read_only),
    person("lastName", "Last name of user.", Mode::read_only),
    Field{.name = "permissions",
          .details = "What the developer may do in the project: MANAGE_API_SECURITY, which may be "
                     "written \"Manage API Security\" in requests.",
          .type = Type::list,
          .format = Format::word,
          .max_items = 16,
          .min_items = 1,
          .words = permissions}};
}  // namespace fields

namespace resources {
inline constexpr Resource member{"Member", fields::member};
}  // namespace resources

template <>
inline constexpr auto description<SetPermissions> =
    describes<&resources::member>(required("permissions", &SetPermissions::permissions));

namespace views {
inline constexpr auto member = view<&resources::member, MemberView>(
    shown("id", &MemberView::user, &User::id), shown("email", &MemberView::user, email_if_any),
    shown("firstName", &MemberView::user, &User::first_name),
    shown("lastName", &MemberView::user, &User::last_name),
    shown("permissions", &MemberView::member, &Member::permissions));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
