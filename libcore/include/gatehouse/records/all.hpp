/// All kinds of records.
#pragma once

#include <tuple>

#include <gatehouse/records/accounts.hpp>
#include <gatehouse/records/api_security.hpp>
#include <gatehouse/records/mail.hpp>
#include <gatehouse/records/metering.hpp>
#include <gatehouse/records/projects.hpp>
#include <gatehouse/records/tokens.hpp>
#include <gatehouse/records/users.hpp>

namespace gatehouse {

/// All kinds of records, each after the kinds that its records refer to.
using RecordKinds =
    std::tuple<CatalogueItem, Account, Registration, ApproveCode, User, Session, PasswordReset,
               Project, ProjectPushKeys, Attachment, Consumer, AttachedConsumer, ConsumerToken,
               ProjectMember, ApiProxy, ApiProxyGroup, GroupedApiProxy, Credential, Grant, Gateway,
               TokenFamily, ServiceToken, SigningKey, UsageEntry, LimitSetting, OutgoingMail>;

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
