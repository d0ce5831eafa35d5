/// The mapping from records to the erasures that cover them, shared by storages and scans.
#pragma once

#include <algorithm>
#include <optional>
#include <type_traits>
#include <vector>

#include <gatehouse/model/api_proxy_group.hpp>
#include <gatehouse/model/consumer_token.hpp>
#include <gatehouse/model/erasure.hpp>
#include <gatehouse/model/idempotency_key.hpp>
#include <gatehouse/model/limits.hpp>
#include <gatehouse/model/mail.hpp>
#include <gatehouse/model/mail_ledger.hpp>
#include <gatehouse/model/member.hpp>
#include <gatehouse/model/password_reset.hpp>
#include <gatehouse/model/service_account.hpp>
#include <gatehouse/model/session.hpp>
#include <gatehouse/model/token_family.hpp>

namespace gatehouse {

/// The keys of all erasures that cover the record. For ErasureKind::sessions, is_erased() also
/// checks the session or token to keep.
[[nodiscard]] std::vector<ErasureKey> erasures_over(const User& user);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const Session& session);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const ServiceAccountToken& token);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const PasswordReset& reset);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const IdempotencyKey& key);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const ConsumerToken& token);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const TokenFamily& family);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const Member& member);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const Grant& grant);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const GroupedApiProxy& grouped);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const LimitSetting& setting);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const OutgoingMail& mail);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const MailEntry& entry);

/// For records that are erased only with their account, project or consumer, and for records
/// without an account, which no erasure covers.
template <class Record>
[[nodiscard]] std::vector<ErasureKey> erasures_over(const Record& record) {
  std::vector<ErasureKey> keys;
  if constexpr (requires { AccountId(record.account); }) {
    keys.push_back(erasure_of::account(record.account));
    if constexpr (requires { ProjectId(record.project); }) {
      keys.push_back(erasure_of::project(record.account, record.project));
    }
    if constexpr (requires { record.scope.project(); }) {
      if (const auto& project = record.scope.project()) {
        keys.push_back(erasure_of::project(record.account, *project));
      }
    }
    if constexpr (requires { ConsumerId(record.consumer); }) {
      keys.push_back(erasure_of::consumer_everywhere(record.account, record.consumer));
    }
  }
  return keys;
}

/// Whether an erasure of ErasureKind::sessions may keep one of the records.
template <class Record>
inline constexpr bool can_be_kept =
    std::is_same_v<Record, Session> || std::is_same_v<Record, ServiceAccountToken>;

/// Whether the record is being erased. `noted(key)` returns the erasure with the key, if any.
template <class Record, class Noted>
[[nodiscard]] bool is_erased(const Record& record, Noted&& noted) {
  const std::vector<ErasureKey> keys = erasures_over(record);
  return std::any_of(keys.begin(), keys.end(), [&](const ErasureKey& key) {
    const std::optional<Erasure> erasure = noted(key);
    if constexpr (can_be_kept<Record>) {
      return erasure && (!erasure->keep || *erasure->keep != record.digest);
    } else {
      return erasure.has_value();
    }
  });
}

}  // namespace gatehouse
