/// Errors: the closed set of reasons for refusing an operation.
///
/// How to choose a code:
///
///   the input can never be valid                         invalid_argument
///   the caller is not authenticated                      unauthenticated
///   the caller's role does not allow the action          permission_denied
///   no such record, or it belongs to another account     not_found
///   the record to be created already exists              already_exists
///   another record or state prevents the change          conflict
///   a limit of an account, project or service is used up limit_exceeded
///   valid, but something must happen first               failed_precondition
///   a third party (mail) failed; retrying may help       dependency_failed
///   the caller tried too often in a short time           too_many_requests
///   the same request was sent before, with its key       request_repeated
///   the idempotency key belongs to another request       idempotency_key_reused
///
/// A failed port (storage unreachable, disk full) is not such an error: ports throw, see
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
  request_repeated,
  idempotency_key_reused,
};

/// The enumerator's name: stable, for machines.
[[nodiscard]] std::string_view name(ErrorCode code) noexcept;

/// An invalid field and the reason, worded for the person who filled it in.
struct FieldFault {
  std::string field;
  std::string why;

  friend bool operator==(const FieldFault&, const FieldFault&) = default;
};

struct Error {
  ErrorCode code;
  /// One sentence for people. Never contains a secret or another tenant's data.
  std::string detail;
  /// All invalid fields, in the order of the schema; empty if the error does not concern single
  /// fields.
  std::vector<FieldFault> fields{};
  /// The time after which the same request may succeed; zero if unknown.
  Duration retry_after{};

  friend bool operator==(const Error&, const Error&) = default;
};

[[nodiscard]] Error invalid_argument(std::string detail, std::vector<FieldFault> fields = {});
/// An error about one invalid field.
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
[[nodiscard]] Error request_repeated(std::string detail, std::vector<FieldFault> fields,
                                     Duration retry_after = {});
[[nodiscard]] Error idempotency_key_reused();

}  // namespace gatehouse
