/// Which erasures take a record along: the one definition that storages and walks share.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include <gatehouse/model/api_proxy.hpp>
#include <gatehouse/model/erasure.hpp>
#include <gatehouse/model/limits.hpp>
#include <gatehouse/model/mail.hpp>
#include <gatehouse/model/password_reset.hpp>
#include <gatehouse/model/project_member.hpp>
#include <gatehouse/model/session.hpp>
#include <gatehouse/model/token_family.hpp>

namespace gatehouse {

struct GroupedApiProxy;

/// The keys of the erasures any of which takes the record along. Of those of ErasureKind::sessions,
/// is_erased() looks at the session to keep besides.
[[nodiscard]] std::vector<ErasureKey> erasures_over(const User& user);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const Session& session);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const PasswordReset& reset);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const ConsumerToken& token);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const TokenFamily& family);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const ProjectMember& member);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const Grant& grant);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const GroupedApiProxy& grouped);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const LimitSetting& setting);
[[nodiscard]] std::vector<ErasureKey> erasures_over(const OutgoingMail& mail);

/// Records that go with their account and with nothing else; and those of no account, which no
/// erasure takes along.
template <class Record>
[[nodiscard]] std::vector<ErasureKey> erasures_over(const Record& record) {
  if constexpr (requires { AccountId(record.account); }) {
    return {erasure_of::account(record.account)};
  } else {
    return {};
  }
}

/// Whether the record is dead. `noted(key)` gives the erasure with that key, or nothing.
template <class Record, class Noted>
[[nodiscard]] bool is_erased(const Record& record, Noted&& noted) {
  const std::vector<ErasureKey> keys = erasures_over(record);
  return std::any_of(keys.begin(), keys.end(), [&](const ErasureKey& key) {
    const std::optional<Erasure> erasure = noted(key);
    if constexpr (std::is_same_v<Record, Session>) {
      return erasure && (!erasure->keep || *erasure->keep != record.digest);
    } else {
      return erasure.has_value();
    }
  });
}

}  // namespace gatehouse
