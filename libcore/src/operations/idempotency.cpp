#include <gatehouse/operations/idempotency.hpp>

#include <chrono>
#include <utility>
#include <vector>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse {
namespace {

constexpr Duration wait_for_first_request = std::chrono::seconds(1);

}  // namespace

Result<std::optional<IdempotencyKey>> earlier_request(const Transaction& tx,
                                                      const IdempotencyClaim& claim,
                                                      Timestamp now) {
  auto earlier = tx.idempotency_keys().find(claim.digest);
  if (!earlier || earlier->expires_at <= now) return std::optional<IdempotencyKey>();
  if (equal_in_constant_time(earlier->request, claim.request)) return earlier;
  return Unexpected(idempotency_key_reused());
}

Error carried_out_before(const IdempotencyKey& earlier) {
  std::vector<FieldFault> fields;
  if (!earlier.created.empty()) fields.push_back({"id", earlier.created});
  return request_repeated(
      "The request with this Idempotency-Key was carried out before. Its answer was not kept, as "
      "it holds a secret or is too long; use the record that it created.",
      std::move(fields));
}

Error still_running() {
  return request_repeated(
      "The first request with this Idempotency-Key is still running. Repeat it later.", {},
      wait_for_first_request);
}

}  // namespace gatehouse
