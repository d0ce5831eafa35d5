/// The indexes of each kind of record.
#pragma once

#include <cstdint>
#include <string>

#include <gatehouse/kernel/index.hpp>
#include <gatehouse/model/erasure.hpp>
#include <gatehouse/records/all.hpp>

namespace gatehouse::kernel {

/// The sum of all usage entries of a service in a project.
struct UsageTotal {
  AccountId account;
  ProjectId project;
  ServiceCode service;
  std::int64_t amount = 0;
};

/// The indexes of a kind, and the list of all. Specialised for each.
template <class Record>
struct Indexes;

/// A part of a key: the key of an address.
template <class Record>
[[nodiscard]] const std::string& email_key(const Record& record) noexcept {
  return record.email.key();
}
/// Parts of a key: the target of a grant.
[[nodiscard]] inline TargetType target_type(const Grant& grant) noexcept {
  return grant.target.type;
}
[[nodiscard]] inline const std::string& target_name(const Grant& grant) noexcept {
  return grant.target.name;
}
/// Separates tokens without an end from the others, so that the erasure of ended tokens does not
/// reach them.
[[nodiscard]] inline bool is_endless(const ServiceToken& token) noexcept {
  return !token.ends_at.has_value();
}
/// Separates mails that concern no user, so that the erasure of an account's mails does not reach
/// them.
[[nodiscard]] inline bool concerns_user(const OutgoingMail& mail) noexcept {
  return mail.user.has_value();
}

template <>
struct Indexes<CatalogueItem> {
  using Age = DescribedIndex<CatalogueItem>;
  using Code = Index<&CatalogueItem::code>;
  using All = IndexList<Age, Code>;
};

template <>
struct Indexes<Account> {
  using Id = DescribedIndex<Account>;
  using Address = Index<&email_key<Account>>;
  using All = IndexList<Id, Address>;
};

template <>
struct Indexes<Registration> {
  using Id = DescribedIndex<Registration>;
  using Address = Index<&email_key<Registration>>;
  using Expiry = Index<&Registration::expires_at, &Registration::id>;
  using All = IndexList<Id, Address, Expiry>;
};

template <>
struct Indexes<ApproveCode> {
  using Code = DescribedIndex<ApproveCode>;
  using Age = Index<&ApproveCode::registration, &ApproveCode::created_at, &ApproveCode::digest>;
  using Expiry = Index<&ApproveCode::expires_at, &ApproveCode::registration, &ApproveCode::digest>;
  using All = IndexList<Code, Age, Expiry>;
};

template <>
struct Indexes<User> {
  using Id = Index<&User::id>;
  using Address = Index<&email_key<User>>;
  using Place = DescribedIndex<User>;
  using InRole = Counter<&User::account, &User::role>;
  using All = IndexList<Id, Address, Place, InRole>;
};

template <>
struct Indexes<Session> {
  using Digest = Index<&Session::digest>;
  using Holder = Index<&Session::account, &Session::user, &Session::digest>;
  using Expiry = DescribedIndex<Session>;
  using All = IndexList<Digest, Holder, Expiry>;
};

template <>
struct Indexes<PasswordReset> {
  using Digest = Index<&PasswordReset::digest>;
  using Holder = Index<&PasswordReset::account, &PasswordReset::user, &PasswordReset::digest>;
  using Expiry = DescribedIndex<PasswordReset>;
  using All = IndexList<Digest, Holder, Expiry>;
};

template <>
struct Indexes<Project> {
  using Id = DescribedIndex<Project>;
  using Name = Index<&Project::account, &Project::name>;
  using Place = Index<&Project::account, &Project::id>;
  using InAccount = Counter<&Project::account>;
  using All = IndexList<Id, Name, Place, InAccount>;
};

/// Push keys are large, so they are stored apart from the projects, which every list copies.
template <>
struct Indexes<ProjectPushKeys> {
  using Place = DescribedIndex<ProjectPushKeys>;
  using All = IndexList<Place>;
};

template <>
struct Indexes<Attachment> {
  using Id = DescribedIndex<Attachment>;
  using Service = Index<&Attachment::project, &Attachment::service>;
  using InProject = Index<&Attachment::account, &Attachment::project, &Attachment::id>;
  using Place = Index<&Attachment::account, &Attachment::id>;
  using All = IndexList<Id, Service, InProject, Place>;
};

template <>
struct Indexes<Consumer> {
  using Id = DescribedIndex<Consumer>;
  using Place = Index<&Consumer::account, &Consumer::id>;
  using All = IndexList<Id, Place>;
};

template <>
struct Indexes<AttachedConsumer> {
  using Place = DescribedIndex<AttachedConsumer>;
  using All = IndexList<Place>;
};

template <>
struct Indexes<ConsumerToken> {
  using Digest = Index<&ConsumerToken::digest>;
  using Service = Index<&ConsumerToken::account, &ConsumerToken::project, &ConsumerToken::service,
                        &ConsumerToken::digest>;
  using Holder = Index<&ConsumerToken::account, &ConsumerToken::project, &ConsumerToken::consumer,
                       &ConsumerToken::digest>;
  using Expiry = DescribedIndex<ConsumerToken>;
  using All = IndexList<Digest, Service, Holder, Expiry>;
};

template <>
struct Indexes<ProjectMember> {
  using Place = DescribedIndex<ProjectMember>;
  using Membership = Index<&ProjectMember::account, &ProjectMember::user, &ProjectMember::project>;
  using All = IndexList<Place, Membership>;
};

/// For ApiProxy and ApiProxyGroup.
template <class Named>
struct IndexesOfScopedNames {
  using Id = DescribedIndex<Named>;
  /// The scope comes last, so that a name can be found in any scope.
  using Name = Index<&Named::account, &Named::name, &Named::scope>;
  using Place = Index<&Named::account, &Named::id>;
  using InScope = Index<&Named::account, &Named::scope, &Named::id>;
  using All = IndexList<Id, Name, Place, InScope>;
};
template <>
struct Indexes<ApiProxy> : IndexesOfScopedNames<ApiProxy> {};
template <>
struct Indexes<ApiProxyGroup> : IndexesOfScopedNames<ApiProxyGroup> {};

template <>
struct Indexes<GroupedApiProxy> {
  using Place = DescribedIndex<GroupedApiProxy>;
  using Proxy = Index<&GroupedApiProxy::account, &GroupedApiProxy::proxy, &GroupedApiProxy::scope,
                      &GroupedApiProxy::group>;
  using All = IndexList<Place, Proxy>;
};

template <>
struct Indexes<Credential> {
  using Id = DescribedIndex<Credential>;
  using Username = Index<&Credential::account, &Credential::username>;
  using Place = Index<&Credential::account, &Credential::id>;
  using InScope = Index<&Credential::account, &Credential::scope, &Credential::id>;
  using OfAccount = Counter<&Credential::account>;
  using OfScope = Counter<&Credential::account, &Credential::scope>;
  using All = IndexList<Id, Username, Place, InScope, OfAccount, OfScope>;
};

template <>
struct Indexes<Grant> {
  using Id = DescribedIndex<Grant>;
  using Content =
      Index<&Grant::account, &Grant::credential, &Grant::scope, &target_type, &target_name>;
  using Place = Index<&Grant::account, &Grant::credential, &Grant::scope, &Grant::id>;
  using Target = Index<&Grant::account, &Grant::target, &Grant::scope, &Grant::id>;
  using All = IndexList<Id, Content, Place, Target>;
};

template <>
struct Indexes<Gateway> {
  using Id = DescribedIndex<Gateway>;
  using Name = Index<&Gateway::account, &Gateway::name>;
  using Digest = Index<&Gateway::digest>;
  using Place = Index<&Gateway::account, &Gateway::id>;
  using All = IndexList<Id, Name, Digest, Place>;
};

template <>
struct Indexes<TokenFamily> {
  using Id = DescribedIndex<TokenFamily>;
  using Origin = Index<&TokenFamily::origin>;
  using Service =
      Index<&TokenFamily::account, &TokenFamily::project, &TokenFamily::service, &TokenFamily::id>;
  using Holder =
      Index<&TokenFamily::account, &TokenFamily::project, &TokenFamily::consumer, &TokenFamily::id>;
  using Expiry = Index<&TokenFamily::expires_at, &TokenFamily::id>;
  using All = IndexList<Id, Origin, Service, Holder, Expiry>;
};

template <>
struct Indexes<ServiceToken> {
  using Id = DescribedIndex<ServiceToken>;
  using Digest = Index<&ServiceToken::digest>;
  using Place = Index<&ServiceToken::account, &ServiceToken::project, &ServiceToken::id>;
  using End = Index<&is_endless, &ServiceToken::ends_at, &ServiceToken::id>;
  using All = IndexList<Id, Digest, Place, End>;
};

template <>
struct Indexes<SigningKey> {
  using Id = DescribedIndex<SigningKey>;
  using Start = Index<&SigningKey::signs_from, &SigningKey::id>;
  using All = IndexList<Id, Start>;
};

template <>
struct Indexes<UsageEntry> {
  using Id = DescribedIndex<UsageEntry>;
  using Key =
      Index<&UsageEntry::account, &UsageEntry::project, &UsageEntry::service, &UsageEntry::key>;
  using Age = Index<&UsageEntry::account, &UsageEntry::project, &UsageEntry::service,
                    &UsageEntry::created_at, &UsageEntry::id>;
  using All = IndexList<Id, Key, Age>;
};

template <>
struct Indexes<UsageTotal> {
  using Place = Index<&UsageTotal::account, &UsageTotal::project, &UsageTotal::service>;
  using All = IndexList<Place>;
};

template <>
struct Indexes<LimitSetting> {
  using Place = DescribedIndex<LimitSetting>;
  using All = IndexList<Place>;
};

template <>
struct Indexes<OutgoingMail> {
  using Id = DescribedIndex<OutgoingMail>;
  using Lease = Index<&OutgoingMail::leased_until, &OutgoingMail::id>;
  using About = Index<&OutgoingMail::registration, &OutgoingMail::id>;
  using Recipient =
      Index<&concerns_user, &OutgoingMail::account, &OutgoingMail::user, &OutgoingMail::id>;
  using Queued = Counter<>;
  using All = IndexList<Id, Lease, About, Recipient, Queued>;
};

template <>
struct Indexes<Erasure> {
  using Key = Index<&Erasure::key>;
  using All = IndexList<Key>;
};

}  // namespace gatehouse::kernel
