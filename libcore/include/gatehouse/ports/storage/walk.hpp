/// All that a storage holds, across the accounts: for tools that move or check a whole
/// installation, and for nothing that answers somebody's request. So it has a door of its own, and
/// is no part of what a transaction offers.
///
///     const Walk& walk = Walk::through(tx);
///     for_each_record<User>(walk, 100, [&](const User& user) { … });
///
/// [ST-150] Every record of the storage is on exactly one page, as it was stored, in the order of
///          walk_key(); and what those of RecordKinds hold is all that the storage holds.
/// [ST-151] A page holds what comes after its `after`, of which only the key counts and which need
///          not be there, at most `limit` records.
/// [ST-260] newest() tells the greatest id and the latest creation of what is there. It is found by
///          indexes, however much there is.
/// [ST-152] A walk sees what its transaction sees: one state, and its own writes.
/// [ST-218] The rows of what is being erased are on the pages too, until they go; for_each_record()
///          passes them over.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gatehouse/model/session.hpp>
#include <gatehouse/ports/storage.hpp>
#include <gatehouse/ports/storage/erased.hpp>

namespace gatehouse {

/// The push keys of a project for which they were ever set.
struct ProjectPushKeys {
  AccountId account;
  ProjectId project;
  SealedPushKeys keys;

  friend bool operator==(const ProjectPushKeys&, const ProjectPushKeys&) = default;
};

/// A consumer is attached to a project.
struct AttachedConsumer {
  AccountId account;
  ProjectId project;
  ConsumerId consumer;

  friend bool operator==(const AttachedConsumer&, const AttachedConsumer&) = default;
};

/// An API proxy is in a group; each is meant by its name, the group's in its scope.
struct GroupedApiProxy {
  AccountId account;
  Scope scope = Scope::everywhere();
  std::string group;
  std::string proxy;

  friend bool operator==(const GroupedApiProxy&, const GroupedApiProxy&) = default;
};

/// All kinds of records, each after those that its records refer to.
using RecordKinds =
    std::tuple<CatalogueItem, Account, Registration, ApproveCode, User, Session, PasswordReset,
               Project, ProjectPushKeys, Attachment, Consumer, AttachedConsumer, ConsumerToken,
               ProjectMember, ApiProxy, ApiProxyGroup, GroupedApiProxy, Credential, Grant, Gateway,
               TokenFamily, ServiceToken, SigningKey, UsageEntry, LimitSetting, OutgoingMail>;

/// What orders the records of a kind, and no two of them share: the id where there is one, except
/// of users, who stand with their account, the installation's own first. Text is compared byte for
/// byte.
inline auto walk_key(const CatalogueItem& r) noexcept { return std::tie(r.created_at, r.code); }
inline auto walk_key(const Account& r) noexcept { return std::tie(r.id); }
inline auto walk_key(const Registration& r) noexcept { return std::tie(r.id); }
inline auto walk_key(const ApproveCode& r) noexcept { return std::tie(r.registration, r.digest); }
inline auto walk_key(const User& r) noexcept { return std::tie(r.account, r.role, r.id); }
inline auto walk_key(const Session& r) noexcept { return std::tie(r.expires_at, r.digest); }
inline auto walk_key(const PasswordReset& r) noexcept { return std::tie(r.expires_at, r.digest); }
inline auto walk_key(const Project& r) noexcept { return std::tie(r.id); }
inline auto walk_key(const ProjectPushKeys& r) noexcept { return std::tie(r.account, r.project); }
inline auto walk_key(const Attachment& r) noexcept { return std::tie(r.id); }
inline auto walk_key(const Consumer& r) noexcept { return std::tie(r.id); }
inline auto walk_key(const AttachedConsumer& r) noexcept {
  return std::tie(r.account, r.project, r.consumer);
}
inline auto walk_key(const ConsumerToken& r) noexcept { return std::tie(r.expires_at, r.digest); }
inline auto walk_key(const ProjectMember& r) noexcept {
  return std::tie(r.account, r.project, r.user);
}
inline auto walk_key(const ApiProxy& r) noexcept { return std::tie(r.id); }
inline auto walk_key(const ApiProxyGroup& r) noexcept { return std::tie(r.id); }
inline auto walk_key(const GroupedApiProxy& r) noexcept {
  return std::tie(r.account, r.scope, r.group, r.proxy);
}
inline auto walk_key(const Credential& r) noexcept { return std::tie(r.id); }
inline auto walk_key(const Grant& r) noexcept { return std::tie(r.id); }
inline auto walk_key(const Gateway& r) noexcept { return std::tie(r.id); }
inline auto walk_key(const TokenFamily& r) noexcept { return std::tie(r.id); }
inline auto walk_key(const ServiceToken& r) noexcept { return std::tie(r.id); }
inline auto walk_key(const SigningKey& r) noexcept { return std::tie(r.id); }
inline auto walk_key(const UsageEntry& r) noexcept { return std::tie(r.id); }
inline auto walk_key(const LimitSetting& r) noexcept {
  return std::tie(r.account, r.project, r.service);
}
inline auto walk_key(const OutgoingMail& r) noexcept { return std::tie(r.id); }

/// What was made last of all that is listed in the order of creation, whosever it is.
struct Newest {
  /// The greatest id of all records that have one, but those that only others refer to.
  std::optional<std::array<std::uint8_t, 16>> id{};
  /// The latest creation of an item of the catalogue, which is listed by that.
  std::optional<Timestamp> catalogue_item{};

  friend bool operator==(const Newest&, const Newest&) = default;
};

/// Pages of every kind. Belongs to the transaction that it was reached through.
class Walk {
 public:
  [[nodiscard]] static const Walk& through(const Transaction& tx) { return tx.walk(); }

  [[nodiscard]] virtual Newest newest() const = 0;
  /// All erasures that are under way.
  [[nodiscard]] virtual std::vector<Erasure> all_erasures() const = 0;

  [[nodiscard]] virtual std::vector<CatalogueItem> page(const Page<CatalogueItem>&) const = 0;
  [[nodiscard]] virtual std::vector<Account> page(const Page<Account>&) const = 0;
  [[nodiscard]] virtual std::vector<Registration> page(const Page<Registration>&) const = 0;
  [[nodiscard]] virtual std::vector<ApproveCode> page(const Page<ApproveCode>&) const = 0;
  [[nodiscard]] virtual std::vector<User> page(const Page<User>&) const = 0;
  [[nodiscard]] virtual std::vector<Session> page(const Page<Session>&) const = 0;
  [[nodiscard]] virtual std::vector<PasswordReset> page(const Page<PasswordReset>&) const = 0;
  [[nodiscard]] virtual std::vector<Project> page(const Page<Project>&) const = 0;
  [[nodiscard]] virtual std::vector<ProjectPushKeys> page(const Page<ProjectPushKeys>&) const = 0;
  [[nodiscard]] virtual std::vector<Attachment> page(const Page<Attachment>&) const = 0;
  [[nodiscard]] virtual std::vector<Consumer> page(const Page<Consumer>&) const = 0;
  [[nodiscard]] virtual std::vector<AttachedConsumer> page(const Page<AttachedConsumer>&) const = 0;
  [[nodiscard]] virtual std::vector<ConsumerToken> page(const Page<ConsumerToken>&) const = 0;
  [[nodiscard]] virtual std::vector<ProjectMember> page(const Page<ProjectMember>&) const = 0;
  [[nodiscard]] virtual std::vector<ApiProxy> page(const Page<ApiProxy>&) const = 0;
  [[nodiscard]] virtual std::vector<ApiProxyGroup> page(const Page<ApiProxyGroup>&) const = 0;
  [[nodiscard]] virtual std::vector<GroupedApiProxy> page(const Page<GroupedApiProxy>&) const = 0;
  [[nodiscard]] virtual std::vector<Credential> page(const Page<Credential>&) const = 0;
  [[nodiscard]] virtual std::vector<Grant> page(const Page<Grant>&) const = 0;
  [[nodiscard]] virtual std::vector<Gateway> page(const Page<Gateway>&) const = 0;
  [[nodiscard]] virtual std::vector<TokenFamily> page(const Page<TokenFamily>&) const = 0;
  [[nodiscard]] virtual std::vector<ServiceToken> page(const Page<ServiceToken>&) const = 0;
  [[nodiscard]] virtual std::vector<SigningKey> page(const Page<SigningKey>&) const = 0;
  [[nodiscard]] virtual std::vector<UsageEntry> page(const Page<UsageEntry>&) const = 0;
  [[nodiscard]] virtual std::vector<LimitSetting> page(const Page<LimitSetting>&) const = 0;
  [[nodiscard]] virtual std::vector<OutgoingMail> page(const Page<OutgoingMail>&) const = 0;

 protected:
  ~Walk() = default;
};

/// Calls `visit` with every record of a kind that is not being erased, in order, holding at most
/// `page_size` at a time.
template <class Record, class Visit>
void for_each_record(const Walk& walk, std::size_t page_size, Visit&& visit) {
  std::map<ErasureKey, Erasure> erasures;
  for (Erasure& erasure : walk.all_erasures()) erasures.emplace(erasure.key, std::move(erasure));
  const auto noted = [&](const ErasureKey& key) -> std::optional<Erasure> {
    const auto found = erasures.find(key);
    if (found == erasures.end()) return std::nullopt;
    return found->second;
  };
  Page<Record> page{.after = {}, .limit = page_size};
  for (;;) {
    std::vector<Record> records = walk.page(page);
    for (const Record& record : records) {
      if (erasures.empty() || !is_erased(record, noted)) visit(record);
    }
    if (records.size() < page_size) return;
    page.after = std::move(records.back());
  }
}

}  // namespace gatehouse
