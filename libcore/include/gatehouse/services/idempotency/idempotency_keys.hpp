/// Idempotency keys: a client that does not know whether its request was carried out repeats it
/// with the same key, and gets the first answer.
///
///     auto claim = keys.claim(caller.actor.user.id, key, {"createProject", body});
///     if (!claim) return …;
///     caller.origin.claim = &*claim;
///     return keys.once(*claim, [&] { return projects.create(caller, command); }, replay);
///
/// The keys of different users are independent. Only requests that changed something are recorded:
/// a refused request may be repeated with its key, and is judged again.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <gatehouse/operations/idempotency.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/services/ports.hpp>

namespace gatehouse {

/// Thread-safe.
class IdempotencyKeys {
 public:
  /// The name by which errors call the key, and its maximum length in octets.
  static constexpr std::string_view key_name = "Idempotency-Key";
  static constexpr std::size_t max_key = 255;

  IdempotencyKeys(Operations& operations, const ServicePorts& ports)
      : operations_(operations), ports_(ports) {}

  /// Returns the claim of the user on the key, for a request that consists of the parts. Fails with
  /// invalid_argument if the key is empty, too long, or holds a control character. The claim
  /// contains no part of the key or the request.
  [[nodiscard]] Result<IdempotencyClaim> claim(UserId user, std::string_view key,
                                               std::initializer_list<std::string_view> request);

  /// Returns the result of `work()`, whose context has the claim, or of `replay(answer)` if the
  /// request was carried out before and its answer was kept. Fails with
  ///
  ///   idempotency_key_reused  if the key was used for another request
  ///   request_repeated        if the first request is still running, which sets the retry time, or
  ///                           its answer was not kept, which sets the field `id`
  template <class Work, class Replay>
  auto once(const IdempotencyClaim& claim, Work work, Replay replay)
      -> std::invoke_result_t<Work&> {
    const auto running = begin(claim);
    if (!running) return Unexpected(running.error());
    auto known = kept_answer(claim);
    if (!known) return std::move(known).failure();
    if (*known) return replay(**known);
    auto result = work();
    if (result || result.error().code != ErrorCode::request_repeated) return result;
    // Another server has carried it out since.
    known = kept_answer(claim);
    if (!known) return std::move(known).failure();
    if (*known) return replay(**known);
    return result;
  }

 private:
  using Requests = std::map<TokenDigest, KeyedDigest>;

  /// Ends the entry of a running request.
  class Running {
   public:
    Running(IdempotencyKeys& keys, Requests::iterator entry) : keys_(&keys), entry_(entry) {}
    Running(Running&& other) noexcept
        : keys_(std::exchange(other.keys_, nullptr)), entry_(other.entry_) {}
    Running& operator=(Running&&) = delete;
    ~Running() {
      if (keys_ != nullptr) keys_->end(entry_);
    }

   private:
    IdempotencyKeys* keys_;
    Requests::iterator entry_;
  };

  /// Fails if a request with the key is running in this process. Requests of other processes are
  /// found in the transaction.
  [[nodiscard]] Result<Running> begin(const IdempotencyClaim& claim);
  void end(Requests::iterator entry) noexcept;

  /// Returns nothing if no request with the key was carried out.
  [[nodiscard]] Result<std::optional<std::string>> kept_answer(const IdempotencyClaim& claim);

  Operations& operations_;
  ServicePorts ports_;
  std::mutex mutex_;
  Requests running_;
};

}  // namespace gatehouse
