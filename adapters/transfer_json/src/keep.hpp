/// Stores an imported record. Throws Fault when a record that it refers to is missing, or when a
/// unique key is taken.
#pragma once

#include <gatehouse/ports/storage/scan.hpp>

namespace gatehouse::transfer {

void keep(Transaction& tx, const CatalogueItem& item);
void keep(Transaction& tx, const Account& account);
void keep(Transaction& tx, const Registration& registration);
/// Codes may outlive their registration for a while.
void keep(Transaction& tx, const ApproveCode& code);
void keep(Transaction& tx, const User& user);
void keep(Transaction& tx, const Session& session);
void keep(Transaction& tx, const PasswordReset& reset);
void keep(Transaction& tx, const Project& project);
void keep(Transaction& tx, const ProjectPushKeys& keys);
void keep(Transaction& tx, const Attachment& attachment);
void keep(Transaction& tx, const Consumer& consumer);
void keep(Transaction& tx, const AttachedConsumer& attached);
void keep(Transaction& tx, const ConsumerToken& token);
void keep(Transaction& tx, const Member& member);
void keep(Transaction& tx, const ApiProxy& proxy);
void keep(Transaction& tx, const ApiProxyGroup& group);
void keep(Transaction& tx, const GroupedApiProxy& grouped);
void keep(Transaction& tx, const Credential& credential);
void keep(Transaction& tx, const Grant& grant);
void keep(Transaction& tx, const Gateway& gateway);
void keep(Transaction& tx, const TokenFamily& family);
void keep(Transaction& tx, const ServiceToken& token);
void keep(Transaction& tx, const SigningKey& key);
void keep(Transaction& tx, const UsageEntry& entry);
void keep(Transaction& tx, const LimitSetting& setting);
/// Entries may outlive the records they refer to; delivery then drops them.
void keep(Transaction& tx, const OutgoingMail& mail);

}  // namespace gatehouse::transfer
