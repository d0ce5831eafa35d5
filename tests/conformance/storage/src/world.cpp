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

}  // namespace

Sight see(const Transaction& tx, const World& world) {
  const AccountId account = world.account.id;
  const ProjectId project = world.project.id;
  const ApiProxy& proxy = world.api_proxy;
  const ApiProxyGroup& group = world.api_proxy_group;
  const Credential& credential = world.credential;
  return {
      .account = tx.accounts().find(account),
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
      .service_account_token = tx.service_account_tokens().find(world.service_account_token.digest),
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
