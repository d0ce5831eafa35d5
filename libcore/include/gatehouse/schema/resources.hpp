/// The resources of the account API and their fields (source: the account API's own tables).
#pragma once

#include <array>

#include <gatehouse/model/service_code.hpp>
#include <gatehouse/schema/field.hpp>

namespace gatehouse::schema {

/// Lengths in code points.
inline constexpr std::size_t max_email = 70;
inline constexpr std::size_t max_password = 128;
inline constexpr std::size_t max_person_name = 32;
inline constexpr std::size_t max_organization_name = 100;
inline constexpr std::size_t max_address = 200;
inline constexpr std::size_t phone_digits = 11;
inline constexpr std::size_t max_title = 70;
inline constexpr std::size_t max_description = 200;
inline constexpr std::size_t max_token = 512;

namespace fields {

constexpr Field email(std::string_view details, Mode mode = Mode::read_write) {
  return {.name = "email",
          .details = details,
          .mode = mode,
          .format = Format::email,
          .min_length = 1,
          .max_length = max_email};
}
constexpr Field password(std::string_view details) {
  return {.name = "password",
          .details = details,
          .mode = Mode::write_only,
          .format = Format::secret,
          .min_length = 1,
          .max_length = max_password};
}
constexpr Field token(std::string_view details) {
  return {.name = "token",
          .details = details,
          .mode = Mode::read_only,
          .format = Format::secret,
          .allow_null = true};
}
constexpr Field secret(std::string_view name, std::string_view details) {
  return {.name = name,
          .details = details,
          .mode = Mode::write_only,
          .format = Format::secret,
          .min_length = 1,
          .max_length = max_token};
}
constexpr Field person(std::string_view name, std::string_view details,
                       Mode mode = Mode::read_write) {
  return {.name = name,
          .details = details,
          .mode = mode,
          // Root users have empty names, which are never input.
          .min_length = mode == Mode::read_only ? 0U : 1U,
          .max_length = max_person_name};
}
constexpr Field role() {
  return {.name = "role",
          .details = "Role of user: root, admin, billing or developer.",
          .mode = Mode::read_only};
}
constexpr Field id(std::string_view name, std::string_view details, Mode mode = Mode::read_only) {
  return {.name = name,
          .details = details,
          .mode = mode,
          .format = Format::id,
          .min_length = 32,
          .max_length = 32};
}
constexpr Field organization_name() {
  return {.name = "organizationName",
          .details = "Organization name. At most 100 characters.",
          .min_length = 1,
          .max_length = max_organization_name};
}
constexpr Field title(std::string_view details) {
  return {.name = "name", .details = details, .min_length = 1, .max_length = max_title};
}
constexpr Field description(std::string_view details) {
  return {.name = "description",
          .details = details,
          .format = Format::text,
          .max_length = max_description};
}
constexpr Field count(std::string_view name, std::string_view details) {
  return {.name = name, .details = details, .type = Type::integer, .mode = Mode::read_only};
}
constexpr Field service_code(std::string_view name) {
  return {.name = name,
          .details =
              "Code name of the service: a lower-case letter or digit, then up to 31 of "
              "these, '_' and '-'.",
          .format = Format::service_code,
          .min_length = 1,
          .max_length = ServiceCode::max_length};
}
constexpr Field opaque(std::string_view name, std::string_view details) {
  return {.name = name, .details = details, .format = Format::opaque, .allow_null = true};
}

inline constexpr std::string_view user_email = "Email for user. At most 70 characters.";
inline constexpr std::string_view user_password = "Password for user. At most 128 characters.";

inline constexpr std::array session{token("Access token."), email(user_email, Mode::write_only),
                                    password(user_password)};
inline constexpr std::array logout{token("Access token.")};
inline constexpr std::array forgot_password{email(user_email, Mode::write_only)};
inline constexpr std::array reset_password{
    secret("resetToken", "The token of the mail that forgot-password sent."),
    password("New password for user. At most 128 characters.")};
inline constexpr std::array account{
    organization_name(),
    Field{.name = "address",
          .details = "Address. At most 200 characters; empty until set.",
          .format = Format::text,
          .max_length = max_address},
    Field{.name = "phone",
          .details = "Phone number: exactly 11 digits; empty until set.",
          .format = Format::phone,
          .min_length = phone_digits,
          .max_length = phone_digits},
    email("Email for account. At most 70 characters.")};
inline constexpr std::array registration{organization_name(),
                                         email("Email for account. At most 70 characters."),
                                         id("registrationId", "Registered account id.")};
inline constexpr std::array approval{
    id("id", "ID."),
    email(user_email),
    password(user_password),
    secret("approveCode", "Approve code to activate the account."),
    person("firstName", "Name of user. At most 32 characters."),
    person("lastName", "Last name of user. At most 32 characters."),
    token("User token.")};
inline constexpr std::array approve_code{
    email("Email for account. At most 70 characters.", Mode::write_only)};
inline constexpr std::array user_list{
    id("id", "ID."),
    token("Access token; null in lists."),
    email(user_email),
    password(user_password),
    role(),
    person("firstName", "Name of user. At most 32 characters."),
    person("lastName", "Last name of user. At most 32 characters.")};
inline constexpr std::array user{
    email(user_email),
    password(user_password),
    role(),
    person("firstName", "Name of user. At most 32 characters."),
    person("lastName", "Last name of user. At most 32 characters."),
    token("Access token; null, since it is shown only when it is made.")};
inline constexpr std::array me{
    id("id", "ID."), email(user_email, Mode::read_only), role(),
    person("firstName", "Name of user. At most 32 characters.", Mode::read_only),
    person("lastName", "Last name of user. At most 32 characters.", Mode::read_only)};
inline constexpr std::array project{title("Project name. At most 70 characters."),
                                    description("Project description. At most 200 characters."),
                                    id("id", "ID."),
                                    count("userLimit", "How many consumers may be attached."),
                                    count("userUsed", "How many consumers are attached."),
                                    Field{.name = "services",
                                          .details = "Codes of the project's active services.",
                                          .type = Type::list,
                                          .mode = Mode::read_only}};
inline constexpr std::array push_keys{
    opaque("fcmApiKeys", "FCM API key."), opaque("fcmProjectNumber", "FCM project number."),
    opaque("apnsCert", "APNs certificate."), id("id", "ID of the project.")};
inline constexpr std::array catalogue_item{title("Name of the service. At most 70 characters."),
                                           description("Description. At most 200 characters."),
                                           service_code("codeName")};
inline constexpr std::array attachment{id("id", "ID."),
                                       count("itemLimit", "Item limit of service."),
                                       count("itemUsed", "Items used of service."),
                                       title("Service name. At most 70 characters."),
                                       description("Service description. At most 200 characters."),
                                       service_code("serviceCatalogCode")};
inline constexpr std::array consumer{id("id", "ID of consumer.")};
inline constexpr std::array project_consumer{id("consumerId", "ID of consumer.", Mode::read_write)};
inline constexpr std::array consumer_token{id("consumerId", "Consumer ID.", Mode::read_write),
                                           id("projectId", "Project ID.", Mode::read_write),
                                           service_code("serviceCatalogCode"),
                                           token("Refresh token.")};

}  // namespace fields

namespace resources {

inline constexpr Resource session{"Session", fields::session};
inline constexpr Resource logout{"Logout", fields::logout};
inline constexpr Resource forgot_password{"ForgotPassword", fields::forgot_password};
inline constexpr Resource reset_password{"ResetPassword", fields::reset_password};
inline constexpr Resource account{"Account", fields::account};
inline constexpr Resource registration{"Registration", fields::registration};
inline constexpr Resource approval{"Approval", fields::approval};
inline constexpr Resource approve_code{"ApproveCode", fields::approve_code};
inline constexpr Resource user_list{"UserListItem", fields::user_list};
inline constexpr Resource user{"User", fields::user};
inline constexpr Resource me{"Me", fields::me};
inline constexpr Resource project{"Project", fields::project};
inline constexpr Resource push_keys{"PushKeys", fields::push_keys};
inline constexpr Resource catalogue_item{"CatalogueItem", fields::catalogue_item};
inline constexpr Resource attachment{"Attachment", fields::attachment};
inline constexpr Resource consumer{"Consumer", fields::consumer};
inline constexpr Resource project_consumer{"ProjectConsumer", fields::project_consumer};
inline constexpr Resource consumer_token{"ConsumerToken", fields::consumer_token};
/// For requests and responses without fields.
inline constexpr Resource nothing{"Nothing", {}};

}  // namespace resources
}  // namespace gatehouse::schema
