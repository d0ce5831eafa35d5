#include <gatehouse/services/idempotency/idempotency_keys.hpp>

#include <algorithm>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/base/wiped_text.hpp>

namespace gatehouse {
namespace {

constexpr char last_control = '\x1f';
constexpr char delete_character = '\x7f';

bool is_control(char c) { return (c >= 0 && c <= last_control) || c == delete_character; }

bool is_valid(std::string_view key) {
  return !key.empty() && key.size() <= IdempotencyKeys::max_key &&
         std::none_of(key.begin(), key.end(), is_control);
}

/// Each part follows its length, so that no two requests have the same text. It is wiped, since a
/// body may hold a password.
WipedText text_of(std::initializer_list<std::string_view> request) {
  WipedText text;
  for (const std::string_view part : request) {
    text.append(std::string_view(std::to_string(part.size()))).append(":").append(part);
  }
  return text;
}

}  // namespace

Result<IdempotencyClaim> IdempotencyKeys::claim(UserId user, std::string_view key,
                                                std::initializer_list<std::string_view> request) {
  if (!is_valid(key)) {
    return Unexpected(
        invalid_field(std::string(key_name), "must be 1 to 255 octets without control characters"));
  }
  const Secret owned(user.to_string().append(":").append(key));
  return IdempotencyClaim{.digest = ports_.digest.sha256(owned.reveal()),
                          .request = ports_.digest.hmac_sha256(Secret(key), text_of(request)),
                          .user = user};
}

Result<IdempotencyKeys::Running> IdempotencyKeys::begin(const IdempotencyClaim& claim) {
  const std::lock_guard lock(mutex_);
  const auto [entry, is_first] = running_.emplace(claim.digest, claim.request);
  if (is_first) return Running(*this, entry);
  if (!equal_in_constant_time(entry->second, claim.request)) {
    return Unexpected(idempotency_key_reused());
  }
  return Unexpected(still_running());
}

void IdempotencyKeys::end(Requests::iterator entry) noexcept {
  const std::lock_guard lock(mutex_);
  running_.erase(entry);
}

Result<std::optional<std::string>> IdempotencyKeys::kept_answer(const IdempotencyClaim& claim) {
  const Timestamp now = ports_.clock.now();
  auto earlier =
      operations_.look_up([&](const Transaction& tx) { return earlier_request(tx, claim, now); });
  if (!earlier) return std::move(earlier).failure();
  if (!*earlier) return std::optional<std::string>();
  if (!(*earlier)->answer) return Unexpected(carried_out_before(**earlier));
  return std::move((*earlier)->answer);
}

}  // namespace gatehouse
