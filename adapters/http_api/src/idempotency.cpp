#include "idempotency.hpp"

#include <string>
#include <string_view>

#include <gatehouse/http_server/syntax.hpp>

namespace gatehouse::http::api {
namespace {

constexpr std::string_view key_field = IdempotencyKeys::key_name;

/// The values of the path as one text, in which each follows its length.
std::string joined_values(const std::vector<std::string>& path) {
  std::string text;
  for (const std::string& value : path) {
    text.append(std::to_string(value.size())).append(":").append(value);
  }
  return text;
}

Result<IdempotencyClaim> claim_on_key(const Request& request, const Operation& operation,
                                      const Call& call) {
  if (request.count(key_field) > 1) {
    return Unexpected(invalid_field(std::string(key_field), "must be given once"));
  }
  return call.services.idempotency_keys.claim(
      call.caller->user.id, trim(request.header(key_field)),
      {operation.name, joined_values(call.path), request.body});
}

}  // namespace

bool has_key(const Request& request, const Operation& operation) {
  return operation.runs_once_per_key() && request.count(key_field) > 0;
}

Result<Content> once_per_key(const Request& request, const Operation& operation, Call& call,
                             FunctionRef<Result<Content>()> work) {
  auto claim = claim_on_key(request, operation, call);
  if (!claim) return std::move(claim).failure();
  if (operation.permission) {
    if (auto allowed = operation.permission(call); !allowed) return std::move(allowed).failure();
  }
  call.origin.claim = &*claim;
  auto content = call.services.idempotency_keys.once(
      *claim, work, [](const std::string& answer) -> Result<Content> { return Content{answer}; });
  call.origin.claim = nullptr;
  return content;
}

}  // namespace gatehouse::http::api
