#include <gatehouse/base/error.hpp>

#include <utility>

namespace gatehouse {

std::string_view name(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::invalid_argument: return "invalid_argument";
    case ErrorCode::unauthenticated: return "unauthenticated";
    case ErrorCode::permission_denied: return "permission_denied";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::already_exists: return "already_exists";
    case ErrorCode::conflict: return "conflict";
    case ErrorCode::limit_exceeded: return "limit_exceeded";
    case ErrorCode::failed_precondition: return "failed_precondition";
    case ErrorCode::dependency_failed: return "dependency_failed";
    case ErrorCode::too_many_requests: return "too_many_requests";
    case ErrorCode::request_repeated: return "request_repeated";
    case ErrorCode::idempotency_key_reused: return "idempotency_key_reused";
  }
  return "unknown";
}

Error invalid_argument(std::string detail, std::vector<FieldFault> fields) {
  return {ErrorCode::invalid_argument, std::move(detail), std::move(fields)};
}

Error invalid_field(std::string field, std::string why) {
  std::string detail = field + ": " + why;
  return {ErrorCode::invalid_argument, std::move(detail), {{std::move(field), std::move(why)}}};
}

Error unauthenticated(std::string detail) {
  return {ErrorCode::unauthenticated, std::move(detail)};
}

Error permission_denied(std::string detail) {
  return {ErrorCode::permission_denied, std::move(detail)};
}

Error not_found(std::string detail) { return {ErrorCode::not_found, std::move(detail)}; }

Error already_exists(std::string detail, std::vector<FieldFault> fields) {
  return {ErrorCode::already_exists, std::move(detail), std::move(fields)};
}

Error conflict(std::string detail) { return {ErrorCode::conflict, std::move(detail)}; }

Error limit_exceeded(std::string detail) { return {ErrorCode::limit_exceeded, std::move(detail)}; }

Error failed_precondition(std::string detail, std::vector<FieldFault> fields) {
  return {ErrorCode::failed_precondition, std::move(detail), std::move(fields)};
}

Error dependency_failed(std::string detail) {
  return {ErrorCode::dependency_failed, std::move(detail)};
}

Error too_many_requests(std::string detail, Duration retry_after) {
  return {ErrorCode::too_many_requests, std::move(detail), {}, retry_after};
}

Error request_repeated(std::string detail, std::vector<FieldFault> fields, Duration retry_after) {
  return {ErrorCode::request_repeated, std::move(detail), std::move(fields), retry_after};
}

Error idempotency_key_reused() {
  return {ErrorCode::idempotency_key_reused,
          "The Idempotency-Key was used for another request. Use a new key for each request."};
}

}  // namespace gatehouse
