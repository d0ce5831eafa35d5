/// Users in the API (source: the tables of the account API).
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/sessions.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

struct CreateUser {
  Email email;
  Secret password;
  std::string first_name;
  std::string last_name;
};

/// Creates a root user; not available through the API.
struct CreateRoot {
  Email email;
  Secret password;
};

struct UpdateUser {
  Email email;
  /// If omitted, unchanged.
  std::optional<Secret> password{};
  std::string first_name;
  std::string last_name;
};

/// The names of an account and of its projects.
struct AccountNames {
  /// Empty if the account does not exist any more.
  std::optional<std::string> organization{};
  /// The oldest first.
  std::vector<std::string> projects{};
};

/// The calling user, with the names of the account and of the projects that the user may see.
struct MeView {
  User user;
  /// Shared with other views. Never null; empty for root, who belongs to no account.
  std::shared_ptr<const AccountNames> names = std::make_shared<AccountNames>();
  bool may_see_projects = false;

  [[nodiscard]] const std::optional<std::string>& organization_name() const noexcept {
    return names->organization;
  }
  [[nodiscard]] std::span<const std::string> projects() const noexcept {
    if (!may_see_projects) return {};
    return names->projects;
  }
};

namespace schema {

inline constexpr auto roles =
    std::to_array<std::string_view>({"admin", "billing", "developer", "root"});

namespace fields {
constexpr Field role() {
  return told_word("role", "Role of user: root, admin, billing or developer.", roles);
}
inline constexpr std::array user_list{
    id("id", "ID."),
    token("Access token; null in lists."),
    email(user_email),
    password(user_password),
    role(),
    person("firstName", "Name of user. At most 32 characters."),
    person("lastName", "Last name of user. At most 32 characters."),
    created_at(),
    updated_at()};
inline constexpr std::array user{
    email(user_email),
    password(user_password),
    role(),
    person("firstName", "Name of user. At most 32 characters."),
    person("lastName", "Last name of user. At most 32 characters."),
    token("Access token; null, since it is shown only when it is made."),
    created_at(),
    updated_at()};
inline constexpr std::array me{
    id("id", "ID."),
    nullable(email("Email of user; null for a service account.", Mode::read_only)),
    role(),
    person("firstName", "Name of user, or of the service account. At most 32 characters.",
           Mode::read_only),
    person("lastName", "Last name of user. At most 32 characters.", Mode::read_only),
    Field{.name = "organizationName",
          .details = "Name of the user's account; null for root.",
          .mode = Mode::read_only,
          .allow_null = true},
    Field{.name = "projects",
          .details = "Names of the account's projects, the first 100; empty for roles that may not "
                     "see projects.",
          .type = Type::list,
          .mode = Mode::read_only},
    created_at()};
}  // namespace fields

namespace resources {
inline constexpr Resource user_list{"User", fields::user_list};
inline constexpr Resource user{"UserDetails", fields::user};
inline constexpr Resource me{"Me", fields::me};
}  // namespace resources

template <>
inline constexpr auto description<CreateUser> = describes<&resources::user_list>(
    required("email", &CreateUser::email), chosen_password("password", &CreateUser::password),
    required("firstName", &CreateUser::first_name), required("lastName", &CreateUser::last_name));

template <>
inline constexpr auto description<CreateRoot> = describes<&resources::user_list>(
    required("email", &CreateRoot::email), chosen_password("password", &CreateRoot::password));

template <>
inline constexpr auto description<UpdateUser> = describes<&resources::user>(
    required("email", &UpdateUser::email),
    chosen_password("password", &UpdateUser::password, Presence::optional),
    required("firstName", &UpdateUser::first_name).sets(&User::first_name),
    required("lastName", &UpdateUser::last_name).sets(&User::last_name));

/// The e-mail address of a user; nothing for a service account, which has none.
[[nodiscard]] inline std::optional<std::string_view> email_if_any(const User& user) noexcept {
  if (user.email.empty()) return std::nullopt;
  return user.email.text();
}

namespace views {
inline constexpr auto user_in_list = view<&resources::user_list, User>(
    shown("id", &User::id), constant("token", nullptr), shown("email", &User::email),
    shown("role", &User::role), shown("firstName", &User::first_name),
    shown("lastName", &User::last_name), shown("createdAt", &User::created_at),
    shown("updatedAt", &User::updated_at));

inline constexpr auto new_user = view<&resources::user_list, NewSession>(
    shown("id", &NewSession::user, &User::id), shown("token", &NewSession::token),
    shown("email", &NewSession::user, &User::email), shown("role", &NewSession::user, &User::role),
    shown("firstName", &NewSession::user, &User::first_name),
    shown("lastName", &NewSession::user, &User::last_name),
    shown("createdAt", &NewSession::user, &User::created_at),
    shown("updatedAt", &NewSession::user, &User::updated_at));

/// A user requested by id.
inline constexpr auto user = view<&resources::user, User>(
    shown("email", &User::email), shown("role", &User::role), shown("firstName", &User::first_name),
    shown("lastName", &User::last_name), constant("token", nullptr),
    shown("createdAt", &User::created_at), shown("updatedAt", &User::updated_at));

/// The calling user.
inline constexpr auto me = view<&resources::me, MeView>(
    shown("email", &MeView::user, email_if_any), shown("role", &MeView::user, &User::role),
    shown("id", &MeView::user, &User::id), shown("firstName", &MeView::user, &User::first_name),
    shown("lastName", &MeView::user, &User::last_name),
    shown("organizationName", &MeView::organization_name), shown("projects", &MeView::projects),
    shown("createdAt", &MeView::user, &User::created_at));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
