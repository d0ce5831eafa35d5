#include "furnished.hpp"

#include <limits>
#include <stdexcept>

#include "awkward_texts.hpp"
#include "world.hpp"

namespace gatehouse::testing {
namespace {

using namespace conformance;

template <class Work>
void commit(Storage& storage, Work work) {
  const Result<Done> done = storage.transact([&](Transaction& tx) -> Result<Done> {
    if (!work(tx)) return Unexpected(conflict("was refused"));
    return Done{};
  });
  if (!done) throw std::logic_error(done.error().detail);
}

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

bool has_line_feed(const std::string& text) { return text.find('\n') != std::string::npos; }

/// Ids and addresses that do not collide with other samples.
Samples other_samples() {
  Samples make;
  for (int i = 0; i < 10'000; ++i) static_cast<void>(make.time());
  return make;
}

}  // namespace

void furnish(Storage& storage) {
  Samples make;
  commit(storage, [](Transaction& tx) {
    tx.limits().set({.account = {},
                     .project = {},
                     .service = {},
                     .limits = {.projects = 7, .users = {}, .items = 0}});
    return true;
  });
  for (int i = 0; i < 2; ++i) {
    const World world = make_world(make);
    const User root = make.user({}, Role::root);
    const Session session = make.session(root);
    const User billing = make.user(world.account.id, Role::billing);
    commit(storage, [&](Transaction& tx) {
      bool all = insert(tx, world) && tx.users().insert(root) && tx.users().insert(billing);
      tx.sessions().insert(session);
      return all;
    });
  }
}

void furnish_awkwardly(Storage& storage) {
  Samples make = other_samples();
  const World world = make_world(make);
  const AccountId account = world.account.id;
  commit(storage, [&](Transaction& tx) { return insert(tx, world); });
  for (const std::string& text : awkward_texts()) {
    Project project = make.project(account);
    project.name = project.description = text;
    project.own_user_limit = most;
    project.user_used = least;
    project.created_at = Timestamp::max();
    CatalogueItem item = make.item();
    item.name = item.description = text;
    item.created_at = Timestamp::min();
    User user = make.user(account);
    user.first_name = user.last_name = user.password_hash = text;
    user.email = email("İSTANBUL.şğı" + make.new_email().text());
    IdempotencyKey idempotency_key = make.idempotency_key(user);
    idempotency_key.answer = idempotency_key.created = text;
    IdempotencyKey without_answer = make.idempotency_key(user);
    without_answer.answer.reset();
    Credential credential = make.credential(account);
    credential.username = credential.full_name = credential.description = text;
    credential.expires_at.reset();
    credential.enabled = false;
    credential.ip_ranges.clear();
    credential.roles.clear();
    if (!has_line_feed(text)) credential.roles = {text, "", text};
    ApiProxy proxy = make.api_proxy(account);
    proxy.name = proxy.description = text;
    ApiProxyGroup group = make.api_proxy_group(account, Scope::of(project.id));
    group.name = group.description = text;
    Grant grant = make.grant(credential, {.type = TargetType::api_proxy, .name = text});
    grant.expires_at.reset();
    Gateway gateway = make.gateway(account);
    gateway.name = text;
    ServiceAccount service_account = make.service_account(account);
    service_account.name = text;
    service_account.secrets.clear();
    const IdempotencyKey key_of_service_account = make.idempotency_key(as_user(service_account));
    Attachment attachment = make.attachment(project, item.code);
    attachment.item_used = most;
    const Consumer consumer = make.consumer(account);
    TokenFamily family = make.family(project, item.code, consumer);
    family.salt.fill(0x00);
    family.check_key.fill(0xff);
    family.created_at = family.rotated_at = Timestamp::min();
    family.expires_at = family.ends_at = Timestamp::max();
    ServiceToken service_token = make.service_token(project);
    service_token.created_at = Timestamp::max();
    service_token.created_by.reset();
    service_token.last_used_at.reset();
    service_token.ends_at.reset();
    family.rotations.clear();
    SigningKey key = make.signing_key();
    key.public_key = {.algorithm = SignatureAlgorithm::es256, .octets = std::string("\0\xff\0", 3)};
    key.sealed_private_key = text;
    key.signs_from = Timestamp::min();
    UsageEntry usage = make.usage(project, item.code);
    usage.event = usage.key = text;
    usage.amount = least;
    usage.times = most;
    usage.created_at = Timestamp::min();
    const LimitSetting limits{.account = {},
                              .project = {},
                              .service = item.code,
                              .limits = {.projects = {}, .users = {}, .items = most}};
    OutgoingMail mail = make.approval(make.id<AccountId>());
    mail.registration.reset();
    mail.kind = MailKind::no_such_user;
    MailEntry entry = make.mail_entry({});
    entry.provider_mail_id = text;
    entry.status = MailStatus::withdrawn;
    entry.created_at = Timestamp::max();
    commit(storage, [&](Transaction& tx) {
      const bool all = tx.projects().insert(project) && tx.catalogue().insert(item) &&
                       tx.users().insert(user) && tx.idempotency_keys().insert(idempotency_key) &&
                       tx.idempotency_keys().insert(without_answer) &&
                       tx.projects().set_push_keys(
                           account, project.id,
                           {.fcm_api_keys = {}, .fcm_project_number = text, .apns_cert = ""}) &&
                       tx.credentials().insert(credential) && tx.api_proxies().insert(proxy) &&
                       tx.api_proxy_groups().insert(group) &&
                       tx.api_proxy_groups().add(account, group.scope, group.name, proxy.name) &&
                       tx.grants().insert(grant) && tx.gateways().insert(gateway) &&
                       tx.service_accounts().insert(service_account) &&
                       tx.idempotency_keys().insert(key_of_service_account) &&
                       tx.attachments().insert(attachment) && tx.consumers().insert(consumer) &&
                       tx.consumers().attach(account, project.id, consumer.id) &&
                       tx.signing_keys().insert(key) && tx.usage().insert(usage);
      tx.members().set(
          {.account = account, .project = project.id, .user = user.id, .permissions = {}});
      tx.members().set({.account = account,
                        .project = project.id,
                        .user = service_account.id,
                        .permissions = {Permission::manage_api_security}});
      tx.token_families().insert(family);
      tx.service_tokens().insert(service_token);
      tx.limits().set(limits);
      tx.mail().insert(mail);
      tx.mail_ledger().insert(entry);
      return all;
    });
  }
}

}  // namespace gatehouse::testing
