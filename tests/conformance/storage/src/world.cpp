#include "world.hpp"

#include <algorithm>
#include <chrono>

#include <gatehouse/ports/storage/scan.hpp>

namespace gatehouse::conformance {

World make_world(Samples& make) {
  World world{};
  world.account = make.account();
  world.registration = make.registration();
  world.item = make.item();
  world.signing_key = make.signing_key();
  const AccountId account = world.account.id;
  world.approve_code = make.approve_code(world.registration.id);
  world.admin = make.user(account, Role::admin);
  world.developer = make.user(account);
  world.session = make.session(world.developer);
  world.service_account = make.service_account(account);
  world.service_account_token = make.service_account_token(world.service_account);
  world.reset = make.reset(world.developer);
  world.idempotency_key = make.idempotency_key(world.developer);
  world.project = make.project(account);
  world.push_keys = {.fcm_api_keys = "key", .fcm_project_number = {}, .apns_cert = ""};
  world.attachment = make.attachment(world.project, world.item.code);
  world.consumer = make.consumer(account);
  world.token = make.token(world.project, world.item.code, world.consumer);
  world.approval = make.approval(world.registration.id);
  world.reset_mail = make.reset_mail(world.developer);
  world.mail_entry = make.mail_entry(account);
  world.mail_entry.id = world.reset_mail.id;
  const Scope scope = Scope::of(world.project.id);
  world.member = {.account = account,
                  .project = world.project.id,
                  .user = world.developer.id,
                  .permissions = {Permission::manage_api_security}};
  world.credential = make.credential(account, scope);
  world.api_proxy = make.api_proxy(account, scope);
  world.api_proxy_group = make.api_proxy_group(account, scope);
  world.grant = make.grant(
      world.credential, {.type = TargetType::api_proxy_group, .name = world.api_proxy_group.name});
  world.gateway = make.gateway(account);
  world.family = make.family(world.project, world.item.code, world.consumer);
  world.service_token = make.service_token(world.project);
  world.usage = make.usage(world.project, world.item.code);
  world.account_limits = {.account = account,
                          .project = {},
                          .service = {},
                          .limits = {.projects = 5, .users = 0, .items = {}}};
  world.service_limits = {.account = {},
                          .project = {},
                          .service = world.item.code,
                          .limits = {.projects = {}, .users = {}, .items = 9}};
  world.item_limits = {.account = account,
                       .project = world.project.id,
                       .service = world.item.code,
                       .limits = {.projects = {}, .users = {}, .items = 1000}};
  return world;
}

bool insert(Transaction& tx, const World& world) {
  const AccountId account = world.account.id;
  const ProjectId project = world.project.id;
  bool all = tx.accounts().insert(world.account);
  all &= tx.registrations().insert(world.registration);
  tx.approve_codes().insert(world.approve_code);
  all &= tx.users().insert(world.admin);
  all &= tx.users().insert(world.developer);
  tx.sessions().insert(world.session);
  all &= tx.service_accounts().insert(world.service_account);
  tx.service_account_tokens().insert(world.service_account_token);
  tx.password_resets().insert(world.reset);
  all &= tx.idempotency_keys().insert(world.idempotency_key);
  all &= tx.projects().insert(world.project);
  all &= tx.projects().set_push_keys(account, project, world.push_keys);
  all &= tx.catalogue().insert(world.item);
  all &= tx.attachments().insert(world.attachment);
  all &= tx.consumers().insert(world.consumer);
  all &= tx.consumers().attach(account, project, world.consumer.id);
  tx.consumer_tokens().insert(world.token);
  tx.mail().insert(world.approval);
  tx.mail().insert(world.reset_mail);
  tx.mail_ledger().insert(world.mail_entry);
  tx.members().set(world.member);
  all &= tx.credentials().insert(world.credential);
  all &= tx.api_proxies().insert(world.api_proxy);
  all &= tx.api_proxy_groups().insert(world.api_proxy_group);
  all &= tx.api_proxy_groups().add(account, world.api_proxy_group.scope, world.api_proxy_group.name,
                                   world.api_proxy.name);
  all &= tx.grants().insert(world.grant);
  all &= tx.gateways().insert(world.gateway);
  tx.token_families().insert(world.family);
  tx.service_tokens().insert(world.service_token);
  all &= tx.signing_keys().insert(world.signing_key);
  all &= tx.usage().insert(world.usage);
  tx.limits().set(world.account_limits);
  tx.limits().set(world.service_limits);
  tx.limits().set(world.item_limits);
  return all;
}

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

  ApiProxyRecords& proxies = tx.api_proxies();
  all &= proxies.erase(account, proxy.scope, proxy.name);
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

  LimitSetting changed;
  for (const LimitSetting& each : {world.account_limits, world.item_limits, world.service_limits}) {
    changed = each;
    changed.limits.items = 1;
    tx.limits().set(changed);
  }
  all &= tx.limits().erase_all(account, many) == 2;
  changed.limits = {};
  tx.limits().set(changed);
  return all;
}

std::optional<SigningKey> find_signing_key(const Transaction& tx, SigningKeyId id) {
  for (SigningKey& key : tx.signing_keys().list()) {
    if (key.id == id) return std::move(key);
  }
  return std::nullopt;
}

std::vector<LimitSetting> limits_reaching(const Transaction& tx, AccountId account,
                                          ProjectId project, const ServiceCode& service) {
  auto settings = tx.limits().reaching(account, project, service);
  std::sort(settings.begin(), settings.end(),
            [](const auto& a, const auto& b) { return records::key_of(a) < records::key_of(b); });
  return settings;
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

  all &= tx.consumer_tokens().erase_of_consumer(account, project, world.consumer.id, many) == 1;
  tx.consumer_tokens().insert(make.token(world.project, world.item.code, world.consumer));
  all &= tx.consumers().detach(account, project, world.consumer.id);
  all &= tx.consumers().erase_all(account, many) == 1;
  all &= tx.consumers().insert(make.consumer(account));

  all &= tx.attachments().erase(account, project, world.item.code);
  all &= tx.attachments().insert(make.attachment(world.project, world.item.code));
  all &= tx.catalogue().insert(make.item());

  Project renamed = world.project;
  renamed.name = "Renamed";
  all &= tx.projects().update(renamed) == Update::done;
  all &= tx.projects().take_user(account, project, many);
  tx.projects().give_back_user(account, project);
  tx.projects().give_back_user(account, project);
  all &= tx.projects().set_push_keys(account, project, {});
  all &= tx.projects().insert(make.project(account));

  all &= tx.sessions().erase_of_user(account, world.developer.id, {}, many) == 1;
  all &= tx.password_resets().erase_all(account, many) == 1;
  all &= tx.idempotency_keys().erase(world.idempotency_key.digest);
  all &= tx.idempotency_keys().insert(world.idempotency_key);
  all &= tx.idempotency_keys().erase_of_user(account, world.developer.id, many) == 1;
  all &= tx.users().erase(account, world.developer.id);
  User moved = world.admin;
  moved.email = make.new_email();
  moved.last_name = "Changed";
  all &= tx.users().update(moved) == Update::done;
  tx.sessions().insert(make.session(moved));
  tx.password_resets().insert(make.reset(moved));
  all &= tx.idempotency_keys().insert(make.idempotency_key(moved));
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

Sight see(const Transaction& tx, const World& world) {
  const AccountId account = world.account.id;
  const ProjectId project = world.project.id;
  const ApiProxy& proxy = world.api_proxy;
  const ApiProxyGroup& group = world.api_proxy_group;
  const Credential& credential = world.credential;
  return {.account = tx.accounts().find(account),
          .account_by_email = tx.accounts().find_by_email(world.account.email),
          .registration = tx.registrations().find(world.registration.id),
          .registration_by_email = tx.registrations().find_by_email(world.registration.email),
          .approve_codes = tx.approve_codes().list(world.registration.id),
          .admins = tx.users().list(account, Role::admin, {.after = {}, .limit = many}),
          .developers = tx.users().list(account, Role::developer, {.after = {}, .limit = many}),
          .developer_by_email = tx.users().find_by_email(world.developer.email),
          .developer_count = tx.users().count(account, Role::developer),
          .session = tx.sessions().find(world.session.digest),
          .service_account = tx.service_accounts().find(account, world.service_account.id),
          .service_account_of_all = tx.service_accounts().find(world.service_account.id),
          .service_accounts = tx.service_accounts().list(account, {.after = {}, .limit = many}),
          .service_account_token =
              tx.service_account_tokens().find(world.service_account_token.digest),
          .reset = tx.password_resets().find(world.reset.digest),
          .idempotency_key = tx.idempotency_keys().find(world.idempotency_key.digest),
          .projects = tx.projects().list(account, {.after = {}, .limit = many}),
          .project_count = tx.projects().count(account),
          .project_by_name = tx.projects().find_by_name(account, world.project.name),
          .push_keys = tx.projects().push_keys(account, project),
          .item = tx.catalogue().find(world.item.code),
          .attachment = tx.attachments().find(account, project, world.item.code),
          .codes = tx.attachments().codes(account, project),
          .consumers = tx.consumers().list(account, {.after = {}, .limit = many}),
          .attached = tx.consumers().is_attached(account, project, world.consumer.id),
          .token = tx.consumer_tokens().find(world.token.digest),
          .mail = tx.mail().count(),
          .mail_entries = tx.mail_ledger().list({.account = account}, {.after = {}, .limit = many}),
          .member = tx.members().find(account, project, world.member.user),
          .members = tx.members().list(account, project, {.after = {}, .limit = many}),
          .credential = tx.credentials().find(account, credential.username),
          .credentials = tx.credentials().list(account, {}, {.after = {}, .limit = many}),
          .grants = tx.grants().list(account, credential.id, world.grant.scope),
          .reaching = tx.grants().reaching(account, credential.id, project, proxy.name),
          .api_proxy = tx.api_proxies().find(account, proxy.scope, proxy.name),
          .api_proxies = tx.api_proxies().list(account, {}, {.after = {}, .limit = many}),
          .api_proxy_exists = tx.api_proxies().exists(account, proxy.name),
          .api_proxy_group = tx.api_proxy_groups().find(account, group.scope, group.name),
          .api_proxy_groups = tx.api_proxy_groups().list(account, {}, {.after = {}, .limit = many}),
          .api_proxy_group_exists = tx.api_proxy_groups().exists(account, group.name),
          .grouped = tx.api_proxy_groups().proxies(account, group.scope, group.name),
          .gateway = tx.gateways().find(world.gateway.digest),
          .gateways = tx.gateways().list(account, {.after = {}, .limit = many}),
          .family = tx.token_families().find(world.family.id),
          .family_by_origin = tx.token_families().find_by_origin(world.family.origin),
          .service_token = tx.service_tokens().find(world.service_token.digest),
          .signing_key = find_signing_key(tx, world.signing_key.id),
          .usage = tx.usage().find(account, project, world.item.code, world.usage.key),
          .usage_sums = tx.usage().sums(account, project, world.item.code, {}, Timestamp::min(),
                                        Timestamp::max()),
          .usage_total = tx.usage().total(account, project, world.item.code),
          .account_limits = tx.limits().find(account, {}, {}),
          .service_limits = tx.limits().find({}, {}, world.item.code),
          .item_limits = tx.limits().find(account, project, world.item.code),
          .limits_reaching = limits_reaching(tx, account, project, world.item.code)};
}

Sight whole(const World& world, std::size_t mail) {
  return {.account = world.account,
          .account_by_email = world.account,
          .registration = world.registration,
          .registration_by_email = world.registration,
          .approve_codes = {world.approve_code},
          .admins = {world.admin},
          .developers = {world.developer},
          .developer_by_email = world.developer,
          .developer_count = 1,
          .session = signed_in(world.session, world.developer),
          .service_account = world.service_account,
          .service_account_of_all = world.service_account,
          .service_accounts = {world.service_account},
          .service_account_token = world.service_account_token,
          .reset = world.reset,
          .idempotency_key = world.idempotency_key,
          .projects = {world.project},
          .project_count = 1,
          .project_by_name = world.project,
          .push_keys = world.push_keys,
          .item = world.item,
          .attachment = world.attachment,
          .codes = {world.item.code},
          .consumers = {world.consumer},
          .attached = true,
          .token = world.token,
          .mail = mail,
          .mail_entries = {world.mail_entry},
          .member = world.member,
          .members = {world.member},
          .credential = world.credential,
          .credentials = {world.credential},
          .grants = {world.grant},
          .reaching = {world.grant},
          .api_proxy = world.api_proxy,
          .api_proxies = {world.api_proxy},
          .api_proxy_exists = true,
          .api_proxy_group = world.api_proxy_group,
          .api_proxy_groups = {world.api_proxy_group},
          .api_proxy_group_exists = true,
          .grouped = {world.api_proxy.name},
          .gateway = world.gateway,
          .gateways = {world.gateway},
          .family = world.family,
          .family_by_origin = world.family,
          .service_token = world.service_token,
          .signing_key = world.signing_key,
          .usage = world.usage,
          .usage_sums = {{.day = std::chrono::floor<std::chrono::days>(world.usage.created_at),
                          .amount = world.usage.amount,
                          .entries = 1,
                          .times = world.usage.times}},
          .usage_total = world.usage.amount,
          .account_limits = world.account_limits.limits,
          .service_limits = world.service_limits.limits,
          .item_limits = world.item_limits.limits,
          .limits_reaching = {world.service_limits, world.account_limits, world.item_limits}};
}

}  // namespace gatehouse::conformance
