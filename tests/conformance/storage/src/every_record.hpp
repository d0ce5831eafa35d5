/// The port calls for every kind of record, and other values for its fields, for cases that apply
/// to all kinds.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <gatehouse/ports/storage/scan.hpp>

#include "world.hpp"

namespace gatehouse::conformance {

/// One record of each kind.
[[nodiscard]] RecordKinds samples_of(const World& world);

template <class Record>
[[nodiscard]] Record sample_of(const World& world) {
  return std::get<Record>(samples_of(world));
}

/// Inserts the record after the records that it requires.
void put(Transaction& tx, const CatalogueItem& item);
void put(Transaction& tx, const Account& account);
void put(Transaction& tx, const Registration& registration);
void put(Transaction& tx, const ApproveCode& code);
void put(Transaction& tx, const User& user);
void put(Transaction& tx, const Session& session);
void put(Transaction& tx, const ServiceAccount& service_account);
void put(Transaction& tx, const ServiceAccountToken& token);
void put(Transaction& tx, const PasswordReset& reset);
void put(Transaction& tx, const IdempotencyKey& key);
void put(Transaction& tx, const Project& project);
void put(Transaction& tx, const ProjectPushKeys& keys);
void put(Transaction& tx, const Attachment& attachment);
void put(Transaction& tx, const Consumer& consumer);
void put(Transaction& tx, const AttachedConsumer& attached);
void put(Transaction& tx, const ConsumerToken& token);
void put(Transaction& tx, const Member& member);
void put(Transaction& tx, const ApiProxy& proxy);
void put(Transaction& tx, const ApiProxyGroup& group);
void put(Transaction& tx, const GroupedApiProxy& grouped);
void put(Transaction& tx, const Credential& credential);
void put(Transaction& tx, const Grant& grant);
void put(Transaction& tx, const Gateway& gateway);
void put(Transaction& tx, const TokenFamily& family);
void put(Transaction& tx, const ServiceToken& token);
void put(Transaction& tx, const SigningKey& key);
void put(Transaction& tx, const UsageEntry& entry);
void put(Transaction& tx, const LimitSetting& setting);
void put(Transaction& tx, const OutgoingMail& mail);
void put(Transaction& tx, const MailEntry& entry);

/// Updates the record, if the port has an update for its kind, and returns whether it existed.
[[nodiscard]] bool replace(Transaction& tx, const Account& account);
[[nodiscard]] bool replace(Transaction& tx, const Registration& registration);
[[nodiscard]] bool replace(Transaction& tx, const User& user);
[[nodiscard]] bool replace(Transaction& tx, const ServiceAccount& service_account);
[[nodiscard]] bool replace(Transaction& tx, const Project& project);
[[nodiscard]] bool replace(Transaction& tx, const Credential& credential);
[[nodiscard]] bool replace(Transaction& tx, const Gateway& gateway);
[[nodiscard]] bool replace(Transaction& tx, const TokenFamily& family);
[[nodiscard]] bool replace(Transaction& tx, const ServiceToken& token);

/// Returns whether a lookup by the record's account and the rest of a key finds a record.
[[nodiscard]] bool is_found(const Transaction& tx, const User& user);
[[nodiscard]] bool is_found(const Transaction& tx, const ServiceAccount& service_account);
[[nodiscard]] bool is_found(const Transaction& tx, const Project& project);
[[nodiscard]] bool is_found(const Transaction& tx, const ProjectPushKeys& keys);
[[nodiscard]] bool is_found(const Transaction& tx, const Attachment& attachment);
[[nodiscard]] bool is_found(const Transaction& tx, const Consumer& consumer);
[[nodiscard]] bool is_found(const Transaction& tx, const AttachedConsumer& attached);
[[nodiscard]] bool is_found(const Transaction& tx, const Member& member);
[[nodiscard]] bool is_found(const Transaction& tx, const ApiProxy& proxy);
[[nodiscard]] bool is_found(const Transaction& tx, const ApiProxyGroup& group);
[[nodiscard]] bool is_found(const Transaction& tx, const GroupedApiProxy& grouped);
[[nodiscard]] bool is_found(const Transaction& tx, const Credential& credential);
[[nodiscard]] bool is_found(const Transaction& tx, const Grant& grant);
[[nodiscard]] bool is_found(const Transaction& tx, const Gateway& gateway);
[[nodiscard]] bool is_found(const Transaction& tx, const ServiceToken& token);
[[nodiscard]] bool is_found(const Transaction& tx, const UsageEntry& entry);
[[nodiscard]] bool is_found(const Transaction& tx, const LimitSetting& setting);

/// Sets a field to another value of its type.
inline void vary(std::string& text) { text += "'\xc3\xbc"; }
inline void vary(std::int64_t& number) { number += 1; }
inline void vary(bool& value) { value = !value; }
inline void vary(Timestamp& time) { time += Duration(1); }
template <class Tag>
void vary(Id<Tag>& id) {
  auto bytes = id.bytes();
  bytes.back() ^= 1;
  id = Id<Tag>(bytes);
}
inline void vary(TokenDigest& digest) { digest.bytes.back() ^= 1; }
inline void vary(Salt& salt) { salt.back() ^= 1; }
inline void vary(ServiceCode& value) {
  value = code(value.text() == "other" ? "another" : "other");
}
inline void vary(Email& value) { value = email("Other." + value.text()); }
inline void vary(const records::KeyOfEmail<Email>& key) { key.set("other." + key.text()); }
inline void vary(Scope& scope) {
  scope = scope.is_everywhere() ? Scope::of(ProjectId({1})) : Scope::everywhere();
}
inline void vary(Role& role) { role = role == Role::billing ? Role::developer : Role::billing; }
inline void vary(MailKind& kind) {
  kind = kind == MailKind::no_such_user ? MailKind::approval : MailKind::no_such_user;
}
inline void vary(MailStatus& status) {
  status = status == MailStatus::sent ? MailStatus::queued : MailStatus::sent;
}
inline void vary(TargetType& type) {
  type = type == TargetType::api_proxy ? TargetType::api_proxy_group : TargetType::api_proxy;
}
inline void vary(AddressField& field) {
  field = field == AddressField::real_ip ? AddressField::forwarded_for : AddressField::real_ip;
}
inline void vary(PublicKey& key) {
  key.algorithm = key.algorithm == SignatureAlgorithm::es256 ? SignatureAlgorithm::eddsa
                                                             : SignatureAlgorithm::es256;
  key.octets += '\0';
}
inline void vary(std::set<Permission>& permissions) {
  if (permissions.erase(Permission::manage_api_security) == 0) {
    permissions.insert(Permission::manage_api_security);
  }
}
inline void vary(std::vector<std::string>& lines) { lines.emplace_back(); }
inline void vary(std::vector<IpRange>& ranges) { ranges.push_back(ip_range("2001:db8::/32")); }
inline void vary(std::vector<Rotation>& rotations) { rotations.emplace_back(); }
inline void vary(std::vector<ServiceAccountSecret>& secrets) { secrets.emplace_back(); }
template <class T>
void vary(std::optional<T>& value) {
  if (!value) value.emplace();
  vary(*value);
}

}  // namespace gatehouse::conformance
