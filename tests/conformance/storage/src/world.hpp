/// An account with one record of every kind, to check whether all of them exist or are unchanged.
#pragma once

#include "fixture.hpp"

namespace gatehouse::conformance {

struct World {
  Account account;
  Registration registration;
  ApproveCode approve_code;
  User admin;
  User developer;
  Session session;
  ServiceAccount service_account;
  ServiceAccountToken service_account_token;
  PasswordReset reset;
  IdempotencyKey idempotency_key;
  Project project;
  SealedPushKeys push_keys;
  CatalogueItem item;
  Attachment attachment;
  Consumer consumer;
  ConsumerToken token;
  OutgoingMail approval;
  OutgoingMail reset_mail;
  /// The entry of `reset_mail`.
  MailEntry mail_entry;
  Member member;
  Credential credential;
  ApiProxy api_proxy;
  /// The group contains the proxy.
  ApiProxyGroup api_proxy_group;
  /// A grant of the credential on the group.
  Grant grant;
  Gateway gateway;
  TokenFamily family;
  ServiceToken service_token;
  SigningKey signing_key;
  UsageEntry usage;
  LimitSetting account_limits;
  /// The limit of the item, in every account.
  LimitSetting service_limits;
  /// The limit of the item, in the project.
  LimitSetting item_limits;
};

[[nodiscard]] World make_world(Samples& make);

/// Inserts all records; returns false when any was refused.
[[nodiscard]] bool insert(Transaction& tx, const World& world);

/// Changes or erases all records, through every call of the port that can; returns false when one
/// was refused. New records are made by `make`, a copy, so that repeated runs have the same effect.
[[nodiscard]] bool wreck(Transaction& tx, const World& world, Samples make);

/// All readable data of a world.
struct Sight {
  std::optional<Account> account;
  std::optional<Account> account_by_email;
  std::optional<Registration> registration;
  std::optional<Registration> registration_by_email;
  std::vector<ApproveCode> approve_codes;
  std::vector<User> admins;
  std::vector<User> developers;
  std::optional<User> developer_by_email;
  std::size_t developer_count = 0;
  std::optional<SignedIn> session;
  std::optional<ServiceAccount> service_account;
  std::optional<ServiceAccount> service_account_of_all;
  std::vector<ServiceAccount> service_accounts;
  std::optional<ServiceAccountToken> service_account_token;
  std::optional<PasswordReset> reset;
  std::optional<IdempotencyKey> idempotency_key;
  std::vector<Project> projects;
  std::size_t project_count = 0;
  std::optional<Project> project_by_name;
  SealedPushKeys push_keys;
  std::optional<CatalogueItem> item;
  std::optional<Attachment> attachment;
  std::vector<ServiceCode> codes;
  std::vector<Consumer> consumers;
  bool attached = false;
  std::optional<ConsumerToken> token;
  std::size_t mail = 0;
  std::vector<MailEntry> mail_entries;
  std::optional<Member> member;
  std::vector<Member> members;
  std::optional<Credential> credential;
  std::vector<Credential> credentials;
  std::vector<Grant> grants;
  std::vector<Grant> reaching;
  std::optional<ApiProxy> api_proxy;
  std::vector<ApiProxy> api_proxies;
  bool api_proxy_exists = false;
  std::optional<ApiProxyGroup> api_proxy_group;
  std::vector<ApiProxyGroup> api_proxy_groups;
  bool api_proxy_group_exists = false;
  std::vector<std::string> grouped;
  std::optional<Gateway> gateway;
  std::vector<Gateway> gateways;
  std::optional<TokenFamily> family;
  std::optional<TokenFamily> family_by_origin;
  std::optional<ServiceToken> service_token;
  std::optional<SigningKey> signing_key;
  std::optional<UsageEntry> usage;
  std::vector<UsageOfDay> usage_sums;
  std::int64_t usage_total = 0;
  Limits account_limits;
  Limits service_limits;
  Limits item_limits;
  /// The limits of the service, the account and the item.
  std::vector<LimitSetting> limits_reaching;

  friend bool operator==(const Sight&, const Sight&) = default;
};

[[nodiscard]] Sight see(const Transaction& tx, const World& world);

/// The result of see() for an existing world, alone or with others whose mail is queued too.
[[nodiscard]] Sight whole(const World& world, std::size_t mail);

}  // namespace gatehouse::conformance
