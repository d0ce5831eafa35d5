#include "world.hpp"

namespace gatehouse::conformance {
namespace {

bool wreck_members(Transaction& tx, const World& world, Samples& make) {
  MemberRecords& members = tx.members();
  Member member = world.member;
  member.permissions.clear();
  members.set(member);
  bool all = members.erase_of_user(member.account, member.user, many) == 1;
  members.set(member);
  all &= members.erase_of_project(member.account, member.project, many) == 1;
  members.set(member);
  all &= members.erase(member.account, member.project, member.user);
  member.user = make.id<UserId>();
  members.set(member);
  return all && members.erase_all(member.account, many) == 1;
}

/// One new service account remains.
bool wreck_service_accounts(Transaction& tx, const World& world, Samples& make) {
  ServiceAccountRecords& accounts = tx.service_accounts();
  ServiceAccountTokenRecords& tokens = tx.service_account_tokens();
  const AccountId account = world.account.id;
  ServiceAccount changed = world.service_account;
  changed.name = "Changed";
  changed.secrets.pop_back();
  bool all = accounts.update(changed) == Update::done;
  all &= accounts.erase(account, changed.id);
  all &= accounts.insert(make.service_account(account));
  all &= accounts.erase_all(account, many) == 1;
  all &= accounts.insert(make.service_account(account));

  all &= tokens.erase(world.service_account_token.digest);
  tokens.insert(make.service_account_token(changed));
  all &= tokens.erase_of_service_account(account, changed.id, {}, many) == 1;
  ServiceAccountToken expired = make.service_account_token(changed);
  expired.expires_at = at(0);
  tokens.insert(expired);
  all &= tokens.erase_expired(at(0), many) == 1;
  tokens.insert(make.service_account_token(changed));
  return all && tokens.erase_all(account, many) == 1;
}

bool wreck_grants(Transaction& tx, const World& world, Samples& make) {
  GrantRecords& grants = tx.grants();
  const Grant& grant = world.grant;
  const Grant next = make.grant(world.credential, {.name = "next"});
  bool all = grants.erase(grant.account, grant.credential, grant.scope, grant.target);
  all &= grants.insert(grant);
  all &= grants.erase_of_target(grant.account, grant.scope, grant.target, many) == 1;
  all &= grants.insert(next);
  all &= grants.erase_of_credential(grant.account, grant.credential, many) == 1;
  all &= grants.insert(next);
  all &= grants.erase_of_project(grant.account, world.project.id, many) == 1;
  all &= grants.insert(next);
  return all && grants.erase_all(grant.account, many) == 1;
}

/// One new API proxy remains.
bool wreck_api_proxies(Transaction& tx, const World& world, Samples& make) {
  const ApiProxy& proxy = world.api_proxy;
  const ApiProxyGroup& group = world.api_proxy_group;
  const AccountId account = proxy.account;

  ApiProxyGroupRecords& groups = tx.api_proxy_groups();
  bool all = groups.remove(account, group.scope, group.name, proxy.name);
  all &= groups.add(account, group.scope, group.name, proxy.name);
  all &= groups.remove_from_all(account, {}, proxy.name, many) == 1;
  all &= groups.add(account, group.scope, group.name, "another");
  all &= groups.erase(account, group.scope, group.name);
  all &= groups.insert(make.api_proxy_group(account));
  all &= groups.erase_all(account, many) == 2;
  all &= groups.insert(make.api_proxy_group(account, group.scope));
  all &= groups.erase_of_project(account, world.project.id, many) == 1;

  ApiProxyRecords& proxies = tx.api_proxies();
  all &= proxies.erase(account, proxy.scope, proxy.name);
  all &= proxies.insert(make.api_proxy(account, proxy.scope));
  all &= proxies.erase_of_project(account, world.project.id, many) == 1;
  all &= proxies.insert(make.api_proxy(account, proxy.scope));
  all &= proxies.erase_all(account, many) == 1;
  return all && proxies.insert(make.api_proxy(account, proxy.scope));
}

/// One new gateway remains.
bool wreck_credentials(Transaction& tx, const World& world, Samples& make) {
  const AccountId account = world.account.id;
  Credential changed = world.credential;
  changed.full_name = "Changed";
  changed.expires_at = {};
  bool all = tx.credentials().update(changed);
  all &= tx.credentials().erase(account, changed.id);
  all &= tx.credentials().insert(make.credential(account, changed.scope));
  all &= tx.credentials().erase_of_project(account, world.project.id, many) == 1;
  all &= tx.credentials().insert(make.credential(account));
  all &= tx.credentials().erase_all(account, many) == 1;

  all &= tx.gateways().erase(account, world.gateway.id);
  all &= tx.gateways().insert(make.gateway(account));
  all &= tx.gateways().erase_all(account, many) == 1;
  return all && tx.gateways().insert(make.gateway(account));
}

bool wreck_families(Transaction& tx, const World& world, Samples& make) {
  TokenFamilyRecords& families = tx.token_families();
  const AccountId account = world.account.id;
  const ProjectId project = world.project.id;
  const auto insert_another = [&] {
    TokenFamily another = make.family(world.project, world.item.code, world.consumer);
    another.expires_at = at(0);
    families.insert(another);
  };
  TokenFamily rotated = world.family;
  rotated.previous = rotated.current;
  rotated.current = make.digest();
  bool all = families.update(rotated);
  all &= families.erase(account, rotated.id);
  insert_another();
  all &= families.erase_of_service(account, project, world.item.code, many) == 1;
  insert_another();
  all &= families.erase_of_consumer(account, project, world.consumer.id, many) == 1;
  insert_another();
  all &= families.erase_expired(at(0), many) == 1;
  insert_another();
  all &= families.erase_of_project(account, project, many) == 1;
  insert_another();
  return all && families.erase_all(account, many) == 1;
}

/// A new service token and a new signing key remain.
bool wreck_installed(Transaction& tx, const World& world, Samples& make) {
  ServiceTokenRecords& tokens = tx.service_tokens();
  tokens.insert(make.service_token(world.project));
  ServiceToken ended = world.service_token;
  ended.ends_at = at(0);
  bool all = tokens.update(ended) && tokens.erase_expired(at(0), many) == 1;
  all &= tokens.erase_of_project(world.account.id, world.project.id) == 1;
  const ServiceToken another = make.service_token(world.project);
  tokens.insert(another);
  all &= tokens.erase(world.account.id, another.digest);
  tokens.insert(make.service_token(world.project));
  all &= tokens.erase_all(world.account.id, many) == 1;
  tokens.insert(make.service_token(world.project));

  SigningKeyRecords& keys = tx.signing_keys();
  all &= keys.update_private_key(world.signing_key.id, "changed");
  all &= keys.erase(world.signing_key.id);
  return all && keys.insert(make.signing_key());
}

bool wreck_metering(Transaction& tx, const World& world, Samples& make) {
  const AccountId account = world.account.id;
  const ProjectId project = world.project.id;
  const ServiceCode& service = world.item.code;
  bool all = tx.projects().set_user_limit(account, project, {});
  all &= tx.attachments().take_items(account, project, service, 3, 1'000'000);
  all &= tx.usage().insert(make.usage(world.project, service));
  // The entries and their sum.
  all &= tx.usage().erase_all(account, many) == 3;
  all &= tx.usage().insert(make.usage(world.project, service));
  all &= tx.usage().erase_of_project(account, project, many) == 2;

  LimitSetting changed;
  for (const LimitSetting& each : {world.account_limits, world.item_limits, world.service_limits}) {
    changed = each;
    changed.limits.items = 1;
    tx.limits().set(changed);
  }
  all &= tx.limits().erase_all(account, many) == 2;
  tx.limits().set(world.item_limits);
  all &= tx.limits().erase_of_project(account, project, many) == 1;
  changed.limits = {};
  tx.limits().set(changed);
  return all;
}

/// One new consumer and one new token remain.
bool wreck_consumers(Transaction& tx, const World& world, Samples& make) {
  ConsumerRecords& consumers = tx.consumers();
  ConsumerTokenRecords& tokens = tx.consumer_tokens();
  const AccountId account = world.account.id;
  const ProjectId project = world.project.id;
  const auto insert_token = [&] {
    tokens.insert(make.token(world.project, world.item.code, world.consumer));
  };
  bool all = tokens.erase_of_consumer(account, project, world.consumer.id, many) == 1;
  insert_token();
  all &= tokens.erase_of_project(account, project, many) == 1;
  insert_token();

  Consumer changed = world.consumer;
  changed.external_id = "changed";
  changed.metadata.clear();
  all &= consumers.update(changed) == Update::done;
  all &= consumers.detach(account, project, changed.id);
  all &= consumers.attach(account, project, changed.id);
  all &= consumers.erase_of_project(account, project, many) == 1;
  all &= consumers.erase(account, changed.id);
  all &= consumers.insert(make.consumer(account));
  all &= consumers.erase_all(account, many) == 1;
  return all && consumers.insert(make.consumer(account));
}

/// One new attachment, and one more item of the catalogue, remain.
bool wreck_catalogue(Transaction& tx, const World& world, Samples& make) {
  AttachmentRecords& attachments = tx.attachments();
  const AccountId account = world.account.id;
  const ProjectId project = world.project.id;
  const ServiceCode& service = world.item.code;
  bool all = attachments.erase(account, project, service);
  all &= attachments.insert(make.attachment(world.project, service));
  all &= attachments.erase_of_project(account, project, many) == 1;
  all &= tx.catalogue().erase(service);
  all &= tx.catalogue().insert(world.item);
  all &= attachments.insert(make.attachment(world.project, service));
  return all && tx.catalogue().insert(make.item());
}

/// One new key remains.
bool wreck_idempotency_keys(Transaction& tx, const World& world, Samples& make) {
  IdempotencyKeyRecords& keys = tx.idempotency_keys();
  IdempotencyKey expired = make.idempotency_key(world.developer);
  expired.expires_at = at(0);
  bool all = keys.erase(world.idempotency_key.digest);
  all &= keys.insert(expired);
  all &= keys.erase_expired(at(0), many) == 1;
  all &= keys.insert(world.idempotency_key);
  all &= keys.erase_of_user(world.account.id, world.developer.id, many) == 1;
  return all && keys.insert(make.idempotency_key(world.admin));
}

/// One new entry remains.
bool wreck_mail_ledger(Transaction& tx, const World& world, Samples& make) {
  MailLedgerRecords& ledger = tx.mail_ledger();
  bool all = ledger.set_status(world.mail_entry.id, MailStatus::sent);
  MailEntry old = make.mail_entry(world.account.id);
  old.created_at = at(0);
  ledger.insert(old);
  all &= ledger.erase_expired(at(0), many) == 1;
  all &= ledger.erase_all(world.account.id, many) == 1;
  ledger.insert(make.mail_entry(world.account.id));
  return all;
}

bool wreck_registrations(Transaction& tx, const World& world, Samples make) {
  bool all = true;
  Registration asked_again = world.registration;
  asked_again.organization_name = "Changed";
  all &= tx.registrations().update(asked_again);
  all &= tx.registrations().erase_expired(asked_again.expires_at, many) == 1;
  all &= tx.registrations().insert(make.registration());

  const ApproveCode& code = world.approve_code;
  all &= tx.approve_codes().release(code.registration, *code.mail);
  all &= tx.approve_codes().erase_of_registration(code.registration) == 1;
  // Before the codes of all other worlds.
  ApproveCode expired = make.approve_code(code.registration);
  expired.expires_at = at(0);
  tx.approve_codes().insert(expired);
  all &= tx.approve_codes().erase_expired(expired.expires_at, many) == 1;
  tx.approve_codes().insert(make.approve_code(code.registration));
  return all;
}

}  // namespace

bool wreck(Transaction& tx, const World& world, Samples make) {
  const AccountId account = world.account.id;
  const ProjectId project = world.project.id;

  bool all = wreck_members(tx, world, make);
  all &= wreck_service_accounts(tx, world, make);
  all &= wreck_grants(tx, world, make);
  all &= wreck_api_proxies(tx, world, make);
  all &= wreck_credentials(tx, world, make);
  all &= wreck_families(tx, world, make);
  all &= wreck_installed(tx, world, make);
  all &= wreck_metering(tx, world, make);

  all &= tx.mail().lease(at(0), at(1), many).empty();
  all &= tx.mail().erase(world.approval.id);
  all &= tx.mail().erase_of_user(account, world.developer.id, many) == 1;
  tx.mail().insert(make.approval(make.id<AccountId>()));
  all &= wreck_mail_ledger(tx, world, make);

  all &= wreck_consumers(tx, world, make);
  all &= wreck_catalogue(tx, world, make);

  Project renamed = world.project;
  renamed.name = "Renamed";
  all &= tx.projects().update(renamed) == Update::done;
  all &= tx.projects().take_user(account, project, many);
  tx.projects().give_back_user(account, project);
  tx.projects().give_back_user(account, project);
  all &= tx.projects().erase(account, project);
  all &= tx.projects().insert(world.project);
  all &= tx.projects().set_push_keys(account, project, {});
  all &= tx.projects().insert(make.project(account));

  all &= tx.sessions().erase_of_user(account, world.developer.id, {}, many) == 1;
  all &= tx.password_resets().erase_all(account, many) == 1;
  all &= wreck_idempotency_keys(tx, world, make);
  all &= tx.users().erase(account, world.developer.id);
  User moved = world.admin;
  moved.email = make.new_email();
  moved.last_name = "Changed";
  all &= tx.users().update(moved) == Update::done;
  tx.sessions().insert(make.session(moved));
  tx.password_resets().insert(make.reset(moved));
  all &= tx.users().insert(make.user(account));

  all &= wreck_registrations(tx, world, make);

  Account elsewhere = world.account;
  elsewhere.organization_name = "Changed";
  elsewhere.email = make.new_email();
  all &= tx.accounts().update(elsewhere) == Update::done;

  tx.attachments().erase_all(account, many);
  // One of them has push keys.
  all &= tx.projects().erase_all(account, many) == 3;
  tx.sessions().erase_all(account, many);
  tx.password_resets().erase_all(account, many);
  all &= tx.idempotency_keys().erase_all(account, many) == 1;
  all &= tx.users().erase_all(account, many) == 2;
  all &= tx.accounts().erase(account);
  return all;
}

}  // namespace gatehouse::conformance
