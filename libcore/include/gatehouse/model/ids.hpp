/// The types of ids. See base/id.hpp.
#pragma once

#include <gatehouse/base/id.hpp>

namespace gatehouse {

/// Assigned at registration, and unchanged when the account becomes active.
using AccountId = Id<struct AccountTag>;
using UserId = Id<struct UserTag>;
/// Service accounts share the ids of users, since both act in the account: as members of projects,
/// and as the makers of service tokens.
using ServiceAccountId = UserId;
using ServiceAccountSecretId = Id<struct ServiceAccountSecretTag>;
using ProjectId = Id<struct ProjectTag>;
using AttachmentId = Id<struct AttachmentTag>;
using ConsumerId = Id<struct ConsumerTag>;
using OutgoingMailId = Id<struct OutgoingMailTag>;
using CredentialId = Id<struct CredentialTag>;
using GrantId = Id<struct GrantTag>;
using ApiProxyId = Id<struct ApiProxyTag>;
using ApiProxyGroupId = Id<struct ApiProxyGroupTag>;
using GatewayId = Id<struct GatewayTag>;
using TokenFamilyId = Id<struct TokenFamilyTag>;
using AccessTokenId = Id<struct AccessTokenTag>;
using SigningKeyId = Id<struct SigningKeyTag>;
using ServiceTokenId = Id<struct ServiceTokenTag>;
using UsageEntryId = Id<struct UsageEntryTag>;

}  // namespace gatehouse
