/// All kinds of records.
#pragma once

#include <tuple>

#include <gatehouse/records/accounts.hpp>
#include <gatehouse/records/api_proxies.hpp>
#include <gatehouse/records/api_proxy_groups.hpp>
#include <gatehouse/records/attachments.hpp>
#include <gatehouse/records/catalogue.hpp>
#include <gatehouse/records/consumer_tokens.hpp>
#include <gatehouse/records/consumers.hpp>
#include <gatehouse/records/credentials.hpp>
#include <gatehouse/records/gateways.hpp>
#include <gatehouse/records/grants.hpp>
#include <gatehouse/records/idempotency_keys.hpp>
#include <gatehouse/records/limits.hpp>
#include <gatehouse/records/mail.hpp>
#include <gatehouse/records/mail_ledger.hpp>
#include <gatehouse/records/members.hpp>
#include <gatehouse/records/password_resets.hpp>
#include <gatehouse/records/projects.hpp>
#include <gatehouse/records/push_keys.hpp>
#include <gatehouse/records/registrations.hpp>
#include <gatehouse/records/service_accounts.hpp>
#include <gatehouse/records/service_tokens.hpp>
#include <gatehouse/records/sessions.hpp>
#include <gatehouse/records/signing_keys.hpp>
#include <gatehouse/records/token_families.hpp>
#include <gatehouse/records/usage.hpp>
#include <gatehouse/records/users.hpp>

namespace gatehouse {

/// All kinds of records, each after the kinds that its records refer to.
using RecordKinds =
    std::tuple<CatalogueItem, Account, Registration, ApproveCode, User, Session, ServiceAccount,
               ServiceAccountToken, PasswordReset, IdempotencyKey, Project, ProjectPushKeys,
               Attachment, Consumer, AttachedConsumer, ConsumerToken, Member, ApiProxy,
               ApiProxyGroup, GroupedApiProxy, Credential, Grant, Gateway, TokenFamily,
               ServiceToken, SigningKey, UsageEntry, LimitSetting, OutgoingMail, MailEntry>;

namespace records {

/// A kind as a value: `visit(KindOf<Credential>{})`.
template <class AnyRecord>
struct KindOf {
  using Record = AnyRecord;
};

/// Calls `visit` with the KindOf of every kind, in the order of RecordKinds.
template <class Visit>
constexpr void each_kind(Visit&& visit) {
  [&]<class... Kinds>(const std::tuple<Kinds...>*) {
    (visit(KindOf<Kinds>{}), ...);
  }(static_cast<const RecordKinds*>(nullptr));
}

}  // namespace records
}  // namespace gatehouse
