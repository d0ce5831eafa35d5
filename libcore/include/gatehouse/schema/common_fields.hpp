/// Fields that several resources have (source: the tables of the account API and the pages of the
/// credential API), and the maximum lengths of their contents in code points. Lengths that the
/// pages of the credential API do not specify are defined here and in the headers of its resources.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include <gatehouse/model/service_code.hpp>
#include <gatehouse/schema/field.hpp>

namespace gatehouse::schema {

inline constexpr std::size_t max_email = 70;
inline constexpr std::size_t max_password = 128;
inline constexpr std::size_t max_person_name = 32;
inline constexpr std::size_t max_title = 70;
inline constexpr std::size_t max_description = 200;
inline constexpr std::size_t max_long_description = 1000;
inline constexpr std::size_t max_token = 512;

/// RFC 6750: the only type of the access tokens.
inline constexpr auto token_types = std::to_array<std::string_view>({"Bearer"});

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
          .max_length = max_person_name,
          .example = name == "lastName" ? "Lovelace" : "Ada"};
}
constexpr Field id(std::string_view name, std::string_view details, Mode mode = Mode::read_only) {
  return {.name = name,
          .details = details,
          .mode = mode,
          .format = Format::id,
          .min_length = 32,
          .max_length = 32};
}
constexpr Field title(std::string_view details) {
  return {.name = "name",
          .details = details,
          .min_length = 1,
          .max_length = max_title,
          .example = "Web shop"};
}
constexpr Field description(std::string_view details) {
  return {.name = "description",
          .details = details,
          .format = Format::text,
          .max_length = max_description,
          .example = "Sells books"};
}
constexpr Field long_description(std::string_view details) {
  return {.name = "description",
          .details = details,
          .format = Format::text,
          .max_length = max_long_description,
          .allow_null = true,
          .example = "Reads the catalogue"};
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
constexpr Field date_time(std::string_view name, std::string_view details) {
  return {.name = name, .details = details, .format = Format::date_time, .allow_null = true};
}
/// A time that clients only read.
constexpr Field moment(std::string_view name, std::string_view details, bool allow_null) {
  return {.name = name,
          .details = details,
          .mode = Mode::read_only,
          .format = Format::date_time,
          .allow_null = allow_null};
}
constexpr Field created_at() { return moment("createdAt", "When it was created.", false); }
constexpr Field updated_at() {
  return moment("updatedAt", "When it was last changed; null: never, or before this was recorded.",
                true);
}
constexpr Field told(std::string_view name, std::string_view details, Type type = Type::string,
                     std::string_view example = {}) {
  return {
      .name = name, .details = details, .type = type, .mode = Mode::read_only, .example = example};
}
/// A field that shows one of the words.
constexpr Field told_word(std::string_view name, std::string_view details,
                          std::span<const std::string_view> words) {
  return {.name = name,
          .details = details,
          .mode = Mode::read_only,
          .format = Format::word,
          .words = words};
}
/// The same field in responses that may lack it.
constexpr Field absent_at_times(Field field) {
  field.may_be_absent = true;
  return field;
}
constexpr Field nullable(Field field) {
  field.allow_null = true;
  return field;
}
constexpr Field project_name() {
  return {.name = "projectName",
          .details = "Project in which it applies; \"admin\": in every project of the account.",
          .mode = Mode::read_only,
          .example = "Web shop"};
}

inline constexpr std::string_view user_email = "Email for user. At most 70 characters.";
inline constexpr std::string_view user_password = "Password for user. At most 128 characters.";
}  // namespace fields
}  // namespace gatehouse::schema
