/// Refusals: the closed set of reasons for which a rule says no.
///
/// Which code to choose:
///
///   the caller sent something that can never be right    invalid_argument
///   the caller has not proved who they are               unauthenticated
///   known caller, but the role may not do this           permission_denied
///   no such thing, or it is another account's            not_found
///   the thing that would be made exists already          already_exists
///   something else stands in the way                     conflict
///   a limit of an account, project or service is used up limit_exceeded
///   right in form, but something must happen first       failed_precondition
///   a third party (mail) failed; trying again may help   dependency_failed
///   the caller tried too often in a short time           too_many_requests
///
/// A broken port (storage unreachable, disk full) is no refusal: ports throw, see
/// ports/port_error.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/time.hpp>

namespace gatehouse {

enum class ErrorCode : std::uint8_t {
  invalid_argument = 1,
  unauthenticated,
  permission_denied,
  not_found,
  already_exists,
  conflict,
  limit_exceeded,
  failed_precondition,
  dependency_failed,
  too_many_requests,
};

/// The name of the code as it stands above: stable, for machines.
[[nodiscard]] std::string_view name(ErrorCode code) noexcept;

/// One field that is at fault and why, in words for the person who filled it in.
struct FieldFault {
  std::string field;
  std::string why;

  friend bool operator==(const FieldFault&, const FieldFault&) = default;
};

struct Error {
  ErrorCode code;
  /// One sentence for a person. Never holds a secret or another tenant's data.
  std::string detail;
  /// Empty unless single fields are at fault; then all of them, in the order of the schema.
  std::vector<FieldFault> fields{};
  /// After which time the same request may succeed; zero where that is not known.
  Duration retry_after{};

  friend bool operator==(const Error&, const Error&) = default;
};

[[nodiscard]] Error invalid_argument(std::string detail, std::vector<FieldFault> fields = {});
/// The fault of one field, as a whole error.
[[nodiscard]] Error invalid_field(std::string field, std::string why);
[[nodiscard]] Error unauthenticated(std::string detail);
[[nodiscard]] Error permission_denied(std::string detail);
[[nodiscard]] Error not_found(std::string detail);
[[nodiscard]] Error already_exists(std::string detail, std::vector<FieldFault> fields = {});
[[nodiscard]] Error conflict(std::string detail);
[[nodiscard]] Error limit_exceeded(std::string detail);
[[nodiscard]] Error failed_precondition(std::string detail, std::vector<FieldFault> fields = {});
[[nodiscard]] Error dependency_failed(std::string detail);
[[nodiscard]] Error too_many_requests(std::string detail, Duration retry_after);

}  // namespace gatehouse
