#include <gatehouse/operations/operations.hpp>

#include <algorithm>
#include <variant>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse {
namespace {

/// The id or the name of the first record that was created.
std::string created_record(const std::vector<Event>& events) {
  const auto created = std::find_if(events.begin(), events.end(), [](const Event& event) {
    return event.kind == Event::Kind::created;
  });
  if (created == events.end()) return {};
  const Target& target = created->target;
  return target.name.empty() ? to_hex(target.id) : target.name;
}

}  // namespace

void Operations::announce(const Commit& commit) const noexcept {
  if (commit.events.empty()) return;
  for (CommitListener* listener : listeners_) listener->committed(commit);
}

IdempotencyClaim* Operations::open_claim(const Context& context) noexcept {
  IdempotencyClaim* const claim = context.origin.claim;
  const bool is_open = claim != nullptr && !claim->is_settled &&
                       std::holds_alternative<const Principal*>(context.actor);
  return is_open ? claim : nullptr;
}

Result<Done> Operations::check_claim(const Transaction& tx, const IdempotencyClaim& claim,
                                     const Commit& commit) {
  const auto earlier = earlier_request(tx, claim, commit.at);
  if (!earlier) return Unexpected(earlier.error());
  if (*earlier) return Unexpected(carried_out_before(**earlier));
  return Done{};
}

Result<Done> Operations::settle_claim(Transaction& tx, const IdempotencyClaim& claim,
                                      const Commit& commit, const std::type_info& type,
                                      const void* result) {
  std::optional<std::string> answer = claim.write ? claim.write(type, result) : std::nullopt;
  if (answer && answer->size() > max_kept_answer) answer.reset();
  // A record that has expired may still be there.
  tx.idempotency_keys().erase(claim.digest);
  const bool is_first =
      tx.idempotency_keys().insert({.digest = claim.digest,
                                    .account = commit.account,
                                    .user = claim.user,
                                    .request = claim.request,
                                    .answer = std::move(answer),
                                    .created = created_record(commit.events),
                                    .created_at = commit.at,
                                    .expires_at = commit.at + idempotency_key_lifetime});
  if (!is_first) return Unexpected(still_running());
  return Done{};
}

}  // namespace gatehouse
