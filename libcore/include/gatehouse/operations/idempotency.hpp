/// Claims on idempotency keys: a request that is repeated with its key changes nothing again.
///
/// A request with a key carries a claim in its origin. Operations::change() makes the change and
/// stores the record of the key in one transaction, so that a crash neither loses nor doubles it,
/// and a request that is sent to two servers at once is carried out by one of them. If the key has
/// a record already, change() does not run the work and returns an error; the caller then takes the
/// first answer from the record (see services/idempotency/idempotency_keys.hpp).
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <typeinfo>

#include <gatehouse/base/error.hpp>
#include <gatehouse/base/result.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/idempotency_key.hpp>
#include <gatehouse/ports/storage.hpp>

namespace gatehouse {

/// How long a key is kept.
inline constexpr Duration idempotency_key_lifetime = std::chrono::hours(24);
/// Maximum length of an answer that is kept, in octets.
inline constexpr std::size_t max_kept_answer = std::size_t{16} * 1024;

struct IdempotencyClaim {
  /// Writes the content of the response from the result of the change, which has the type. Returns
  /// nothing if it must not be kept. Called in the transaction, and again in each run of the work.
  using Write =
      std::function<std::optional<std::string>(const std::type_info& type, const void* result)>;

  /// Those of IdempotencyKey.
  TokenDigest digest;
  KeyedDigest request{};
  UserId user;
  /// If empty, no answer is kept.
  Write write{};
  /// Whether a change of the request was committed. The claim covers only the first one.
  bool is_settled = false;
};

/// Returns the record of the key, unless it is unknown or has expired. Fails with
/// idempotency_key_reused if the record is about another request.
[[nodiscard]] Result<std::optional<IdempotencyKey>> earlier_request(const Transaction& tx,
                                                                    const IdempotencyClaim& claim,
                                                                    Timestamp now);

/// The error for a request that was carried out before.
[[nodiscard]] Error carried_out_before(const IdempotencyKey& earlier);

/// The error for a request that is being carried out at the same time.
[[nodiscard]] Error still_running();

}  // namespace gatehouse
