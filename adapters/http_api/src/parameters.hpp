/// Query parameters: declarations of resources, and values of requests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/schema/field.hpp>

namespace gatehouse::http::api {

struct Parameter {
  enum class Type : std::uint8_t { integer, boolean, text };

  std::string_view name;
  std::string_view details;
  Type type = Type::boolean;
  /// For integers.
  std::int64_t min = 0;
  std::int64_t max = 0;
  /// Whether meta.params contains the parameter with 0 or false if it was not given.
  bool has_default = true;
  /// For strings: a regular expression (ECMA-262) that matches all accepted values, for OpenAPI.
  std::string_view pattern{};
  /// For strings: the format of JSON Schema, for OpenAPI; empty: any.
  std::string_view format{};
};

namespace parameters {

/// 1 to 128 code points (see schema/consumers.hpp), without control characters.
inline constexpr std::string_view external_id_pattern = R"(^[^\u0000-\u001F\u007F-\u009F]{1,128}$)";

inline constexpr Parameter indent{
    .name = "indent",
    .details = "JSON output indentation. Set to 0 if output should not be formatted.",
    .type = Parameter::Type::integer,
    .max = 16};
inline constexpr Parameter others{
    .name = "others", .details = "End all of the user's sessions except the current one."};
inline constexpr Parameter testing{.name = "testing",
                                   .details = "Testing mode: all is done, but no mail is sent."};
inline constexpr Parameter limit{.name = "limit",
                                 .details = "How many items to list at most.",
                                 .type = Parameter::Type::integer,
                                 .min = 1,
                                 .max = 1000,
                                 .has_default = false};
inline constexpr Parameter after{
    .name = "after",
    .details = "List what comes after this item: the value of meta.next of the page before.",
    .type = Parameter::Type::text,
    .has_default = false,
    .pattern = schema::id_pattern};
/// The same for lists whose items are identified by the code of a service.
inline constexpr Parameter after_code{.name = after.name,
                                      .details = after.details,
                                      .type = after.type,
                                      .has_default = false,
                                      .pattern = schema::service_code_pattern};
inline constexpr Parameter external_id{.name = "externalId",
                                       .details = "List only the consumer with this external id.",
                                       .type = Parameter::Type::text,
                                       .has_default = false,
                                       .pattern = external_id_pattern};

/// Text that is not empty, without U+0000.
inline constexpr std::string_view any_text = R"(^[^\u0000]+$)";

/// Filters of lists.
inline constexpr Parameter email{.name = "email",
                                 .details = "List only the user with this e-mail address.",
                                 .type = Parameter::Type::text,
                                 .has_default = false,
                                 .pattern = any_text};
inline constexpr Parameter name{.name = "name",
                                .details = "List only the item with this name.",
                                .type = Parameter::Type::text,
                                .has_default = false,
                                .pattern = any_text};
inline constexpr Parameter username{.name = "username",
                                    .details = "List only the credential with this user name.",
                                    .type = Parameter::Type::text,
                                    .has_default = false,
                                    .pattern = any_text};
inline constexpr Parameter search{
    .name = "q",
    .details = "List only items with a text that contains this, without regard to case.",
    .type = Parameter::Type::text,
    .has_default = false,
    .pattern = any_text};

}  // namespace parameters

/// The validated parameters of one request.
class ParameterValues {
 public:
  /// Parses a query (without '?'). Unknown parameters are ignored. All errors of known ones are
  /// reported at once: duplicates, wrong types, values out of range, malformed encoding.
  [[nodiscard]] static Result<ParameterValues> read(std::span<const Parameter> declared,
                                                    std::string_view query);

  [[nodiscard]] std::int64_t integer(const Parameter& parameter) const;
  [[nodiscard]] bool boolean(const Parameter& parameter) const;
  [[nodiscard]] std::optional<std::int64_t> given_integer(const Parameter& parameter) const;
  [[nodiscard]] std::optional<std::string> given_text(const Parameter& parameter) const;

  /// Appends the values as the JSON object meta.params.
  void describe(std::string& out) const;

 private:
  struct Value {
    bool given = false;
    std::int64_t number = 0;
    std::string text;
  };

  [[nodiscard]] const Value* find(const Parameter& parameter) const;

  std::span<const Parameter> declared_;
  std::vector<Value> values_;
};

}  // namespace gatehouse::http::api
