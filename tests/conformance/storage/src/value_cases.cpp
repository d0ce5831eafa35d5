#include <algorithm>
#include <limits>

#include "awkward_texts.hpp"
#include "fixture.hpp"

namespace gatehouse::conformance {

TEST_CASE_FIXTURE(Fixture, "[ST-11] text of every field is returned byte by byte") {
  const AccountId owner = make.id<AccountId>();
  std::size_t number = 0;
  for (const std::string& text : awkward_texts()) {
    CAPTURE(number++);
    CAPTURE(text.substr(0, 60));
    Account account = make.account();
    account.organization_name = account.address = account.phone = text;
    Registration registration = make.registration();
    registration.organization_name = text;
    User user = make.user(owner);
    user.first_name = user.last_name = user.password_hash = text;
    Project project = make.project(owner);
    project.name = project.description = text;
    const SealedPushKeys keys{.fcm_api_keys = text, .fcm_project_number = text, .apns_cert = text};
    CatalogueItem item = make.item();
    item.name = item.description = text;
    Attachment attachment = make.attachment(project, item.code);
    attachment.name = attachment.description = text;
    UsageEntry usage = make.usage(project, item.code);
    usage.event = usage.key = text;
    SigningKey key = make.signing_key();
    key.sealed_private_key = text;
    REQUIRE(commit([&](Transaction& tx) {
      return tx.accounts().insert(account) && tx.registrations().insert(registration) &&
             tx.users().insert(user) && tx.projects().insert(project) &&
             tx.projects().set_push_keys(owner, project.id, keys) && tx.catalogue().insert(item) &&
             tx.attachments().insert(attachment) && tx.usage().insert(usage) &&
             tx.signing_keys().insert(key);
    }));
    CHECK(look([&](auto& tx) { return tx.usage().find(owner, project.id, item.code, text); }) ==
          usage);
    CHECK(look([&](auto& tx) { return tx.signing_keys().list(); }).back() == key);
    CHECK(look([&](auto& tx) { return tx.accounts().find(account.id); }) == account);
    CHECK(look([&](auto& tx) { return tx.registrations().find(registration.id); }) == registration);
    CHECK(look([&](auto& tx) { return tx.users().find(owner, user.id); }) == user);
    CHECK(look([&](auto& tx) { return tx.projects().find(owner, project.id); }) == project);
    CHECK(look([&](auto& tx) { return tx.projects().push_keys(owner, project.id); }) == keys);
    CHECK(look([&](auto& tx) { return tx.catalogue().find(item.code); }) == item);
    CHECK(look([&](auto& tx) { return tx.attachments().find(owner, project.id, item.code); }) ==
          attachment);
  }
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-11] text of credentials and related records is returned unchanged") {
  const AccountId owner = make.id<AccountId>();
  const Scope scope = Scope::of(make.id<ProjectId>());
  const ApiProxyGroup filled = make.api_proxy_group(owner, scope);
  REQUIRE(commit([&](Transaction& tx) { return tx.api_proxy_groups().insert(filled); }));
  std::vector<std::string> texts = awkward_texts();
  std::size_t number = 0;
  for (const std::string& text : texts) {
    CAPTURE(number++);
    CAPTURE(text.substr(0, 60));
    Credential credential = make.credential(owner, scope);
    credential.username = credential.password_hash = text;
    credential.full_name = credential.description = text;
    // A role is a single line.
    if (text.find('\n') == std::string::npos) credential.roles = {text, "", text};
    ApiProxy proxy = make.api_proxy(owner, scope);
    ApiProxyGroup group = make.api_proxy_group(owner, scope);
    proxy.name = proxy.description = group.name = group.description = text;
    const Grant grant = make.grant(credential, {.type = TargetType::api_proxy, .name = text});
    Gateway gateway = make.gateway(owner);
    gateway.name = text;
    REQUIRE(commit([&](Transaction& tx) {
      return tx.credentials().insert(credential) && tx.api_proxies().insert(proxy) &&
             tx.api_proxy_groups().insert(group) && tx.grants().insert(grant) &&
             tx.gateways().insert(gateway) &&
             tx.api_proxy_groups().add(owner, scope, text, "proxy") &&
             tx.api_proxy_groups().add(owner, scope, filled.name, text);
    }));
    CHECK(look([&](auto& tx) { return tx.credentials().find(owner, text); }) == credential);
    CHECK(look([&](auto& tx) { return tx.api_proxies().find(owner, scope, text); }) == proxy);
    CHECK(look([&](auto& tx) { return tx.api_proxy_groups().find(owner, scope, text); }) == group);
    CHECK(look([&](auto& tx) { return tx.api_proxy_groups().proxies(owner, scope, text); }) ==
          std::vector<std::string>{"proxy"});
    CHECK(look([&](auto& tx) { return tx.grants().list(owner, credential.id, scope); }) ==
          std::vector{grant});
    CHECK(look([&](auto& tx) { return tx.gateways().find(gateway.digest); }) == gateway);
  }
  std::sort(texts.begin(), texts.end());
  CHECK(look([&](auto& tx) { return tx.api_proxy_groups().proxies(owner, scope, filled.name); }) ==
        texts);
}

TEST_CASE_FIXTURE(Fixture, "[ST-11] IP ranges are returned in their order and original spelling") {
  Credential credential = make.credential(make.id<AccountId>());
  credential.ip_ranges.clear();
  for (const char* text : {"123.123.123", "10", "192.0.2.1", "10.0.0.0/8", "0.0.0.0/0", "::/0",
                           "2001:DB8:0::1", "2001:db8::/32", "::ffff:192.0.2.1", "10"}) {
    credential.ip_ranges.push_back(ip_range(text));
  }
  REQUIRE(commit([&](Transaction& tx) { return tx.credentials().insert(credential); }));
  CHECK(look([&](auto& tx) {
          return tx.credentials().find(credential.account, credential.username);
        }) == credential);
}

TEST_CASE_FIXTURE(Fixture, "[ST-11] updated text is returned byte by byte") {
  Account account = make.account();
  User user = make.user(account.id);
  Project project = make.project(account.id);
  REQUIRE(commit([&](Transaction& tx) {
    return tx.accounts().insert(account) && tx.users().insert(user) &&
           tx.projects().insert(project);
  }));
  for (const std::string& text : awkward_texts()) {
    CAPTURE(text.substr(0, 60));
    account.organization_name = account.address = account.phone = text;
    user.first_name = user.last_name = user.password_hash = text;
    project.name = project.description = text;
    REQUIRE(commit([&](Transaction& tx) {
      return tx.accounts().update(account) == Update::done &&
             tx.users().update(user) == Update::done &&
             tx.projects().update(project) == Update::done;
    }));
    CHECK(look([&](auto& tx) { return tx.accounts().find(account.id); }) == account);
    CHECK(look([&](auto& tx) { return tx.users().find(account.id, user.id); }) == user);
    CHECK(look([&](auto& tx) { return tx.projects().find(account.id, project.id); }) == project);
  }
}

TEST_CASE_FIXTURE(
    Fixture, "[ST-11] addresses are returned in their original spelling by every kind of record") {
  for (const char* written :
       {"Mixed.Case+Tag@Example.ORG", "İSTANBUL.şğı@Örnek.org", "o'NEILL@example.org",
        "ДАРЬЯ@пример.org", "用户@例え.org", "!#$%&'*+-/=?^_`{|}~@example.org"}) {
    CAPTURE(written);
    Account account = make.account();
    account.email = email(written);
    Registration registration = make.registration();
    registration.email = email(written);
    User user = make.user(account.id);
    user.email = email(written);
    OutgoingMail mail = make.approval(registration.id);
    mail.recipient = email(written);
    REQUIRE(commit([&](Transaction& tx) {
      tx.mail().insert(mail);
      return tx.accounts().insert(account) && tx.registrations().insert(registration) &&
             tx.users().insert(user);
    }));
    const Email folded = account.email;
    CHECK(
        look([&](auto& tx) { return tx.accounts().find_by_email(folded); }).value().email.text() ==
        written);
    CHECK(look([&](auto& tx) { return tx.registrations().find_by_email(folded); })
              .value()
              .email.text() == written);
    CHECK(look([&](auto& tx) { return tx.users().find_by_email(folded); }).value().email.text() ==
          written);
    const auto leased = commit(
        [&](Transaction& tx) { return tx.mail().lease(mail.leased_until, Timestamp::max(), 1); });
    REQUIRE(leased.size() == 1);
    CHECK(leased[0].recipient.text() == written);
  }
}

TEST_CASE_FIXTURE(Fixture, "[ST-12] times are returned to the microsecond, over the whole range") {
  const AccountId owner = make.id<AccountId>();
  const std::int64_t year = 31'556'952'000'000;
  for (const std::int64_t when :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, std::int64_t{999'999},
        std::int64_t{-999'999}, std::int64_t{1'700'000'000'123'456}, 2'147'483'648 * 1'000'000 + 1,
        -2'147'483'649 * 1'000'000 - 1, 4'294'967'296 * 1'000'000, -1000 * year - 1,
        8000 * year + 7, std::numeric_limits<std::int64_t>::max(),
        std::numeric_limits<std::int64_t>::min()}) {
    CAPTURE(when);
    Account account = make.account();
    Registration registration = make.registration();
    ApproveCode code = make.approve_code(registration.id);
    User user = make.user(owner);
    Session session = make.session(user);
    PasswordReset reset = make.reset(user);
    Project project = make.project(owner);
    CatalogueItem item = make.item();
    Attachment attachment = make.attachment(project, item.code);
    Consumer consumer = make.consumer(owner);
    ConsumerToken token = make.token(project, item.code, consumer);
    Credential credential = make.credential(owner);
    Grant grant = make.grant(credential, {.type = TargetType::api_proxy, .name = "proxy"});
    ApiProxy proxy = make.api_proxy(owner);
    ApiProxyGroup group = make.api_proxy_group(owner);
    Gateway gateway = make.gateway(owner);
    TokenFamily family = make.family(project, item.code, consumer);
    ServiceToken service_token = make.service_token(project);
    SigningKey key = make.signing_key();
    UsageEntry usage = make.usage(project, item.code);
    for (Timestamp* time : {&account.created_at,
                            &registration.created_at,
                            &registration.expires_at,
                            &code.created_at,
                            &code.expires_at,
                            &user.created_at,
                            &session.created_at,
                            &session.expires_at,
                            &reset.created_at,
                            &reset.expires_at,
                            &project.created_at,
                            &item.created_at,
                            &attachment.created_at,
                            &consumer.created_at,
                            &token.created_at,
                            &token.expires_at,
                            &credential.created_at,
                            &*credential.expires_at,
                            &*grant.expires_at,
                            &proxy.created_at,
                            &group.created_at,
                            &gateway.created_at,
                            &family.created_at,
                            &family.rotated_at,
                            &family.expires_at,
                            &family.ends_at,
                            &service_token.created_at,
                            &key.created_at,
                            &key.signs_from,
                            &usage.created_at,
                            &*service_token.ends_at,
                            &*service_token.last_used_at,
                            &family.rotations[0].at.date}) {
      *time = at(when);
    }
    REQUIRE(commit([&](Transaction& tx) {
      const bool all = tx.accounts().insert(account) && tx.registrations().insert(registration) &&
                       tx.users().insert(user) && tx.projects().insert(project) &&
                       tx.catalogue().insert(item) && tx.attachments().insert(attachment) &&
                       tx.consumers().insert(consumer) && tx.credentials().insert(credential) &&
                       tx.grants().insert(grant) && tx.api_proxies().insert(proxy) &&
                       tx.api_proxy_groups().insert(group) && tx.gateways().insert(gateway) &&
                       tx.signing_keys().insert(key) && tx.usage().insert(usage);
      tx.approve_codes().insert(code);
      tx.token_families().insert(family);
      tx.service_tokens().insert(service_token);
      tx.sessions().insert(session);
      tx.password_resets().insert(reset);
      tx.consumer_tokens().insert(token);
      return all;
    }));
    CHECK(look([&](auto& tx) { return tx.accounts().find(account.id); }) == account);
    CHECK(look([&](auto& tx) { return tx.registrations().find(registration.id); }) == registration);
    CHECK(look([&](auto& tx) { return tx.approve_codes().find(code.registration, code.digest); }) ==
          code);
    CHECK(look([&](auto& tx) { return tx.users().find(owner, user.id); }) == user);
    CHECK(look([&](auto& tx) { return tx.sessions().find(session.digest); }) ==
          signed_in(session, user));
    CHECK(look([&](auto& tx) { return tx.password_resets().find(reset.digest); }) == reset);
    CHECK(look([&](auto& tx) { return tx.projects().find(owner, project.id); }) == project);
    CHECK(look([&](auto& tx) { return tx.catalogue().find(item.code); }) == item);
    CHECK(look([&](auto& tx) { return tx.attachments().find(owner, project.id, item.code); }) ==
          attachment);
    CHECK(look([&](auto& tx) { return tx.consumers().find(owner, consumer.id); }) == consumer);
    CHECK(look([&](auto& tx) { return tx.consumer_tokens().find(token.digest); }) == token);
    CHECK(look([&](auto& tx) { return tx.credentials().find(owner, credential.username); }) ==
          credential);
    CHECK(look([&](auto& tx) { return tx.grants().list(owner, credential.id, grant.scope); }) ==
          std::vector{grant});
    CHECK(look([&](auto& tx) { return tx.api_proxies().find(owner, proxy.scope, proxy.name); }) ==
          proxy);
    CHECK(look([&](auto& tx) {
            return tx.api_proxy_groups().find(owner, group.scope, group.name);
          }) == group);
    CHECK(look([&](auto& tx) { return tx.gateways().find(gateway.digest); }) == gateway);
    CHECK(look([&](auto& tx) { return tx.token_families().find(family.id); }) == family);
    CHECK(look([&](auto& tx) { return tx.service_tokens().find(service_token.digest); }) ==
          service_token);
    CHECK(look([&](auto& tx) { return tx.signing_keys().list(); }) == std::vector{key});
    CHECK(commit([&](Transaction& tx) { return tx.signing_keys().erase(key.id); }));
    CHECK(look([&](auto& tx) {
            return tx.usage().find(owner, project.id, item.code, usage.key);
          }) == usage);
  }
}

TEST_CASE_FIXTURE(Fixture, "[ST-13] integers are returned exactly, up to the limits of 64 bits") {
  using Limits = std::numeric_limits<std::int64_t>;
  const AccountId owner = make.id<AccountId>();
  for (const std::int64_t number :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{2'147'483'648},
        std::int64_t{-2'147'483'649}, (std::int64_t{1} << 53) + 1, Limits::max(), Limits::max() - 1,
        Limits::min(), Limits::min() + 1}) {
    CAPTURE(number);
    Project project = make.project(owner);
    project.own_user_limit = project.user_used = number;
    Attachment attachment = make.attachment(project, make.new_code());
    attachment.item_used = number;
    UsageEntry usage = make.usage(project, attachment.service);
    usage.amount = number;
    const LimitSetting limits{.account = owner,
                              .project = {},
                              .service = {},
                              .limits = {.projects = number, .users = number, .items = number}};
    REQUIRE(commit([&](Transaction& tx) {
      tx.limits().set(limits);
      return tx.projects().insert(project) && tx.attachments().insert(attachment) &&
             tx.usage().insert(usage);
    }));
    CHECK(look([&](auto& tx) { return tx.projects().find(owner, project.id); }) == project);
    CHECK(look([&](auto& tx) {
            return tx.attachments().find(owner, project.id, attachment.service);
          }) == attachment);
    CHECK(look([&](auto& tx) {
            return tx.usage().find(owner, project.id, attachment.service, usage.key);
          }) == usage);
    CHECK(look([&](auto& tx) { return tx.limits().find(owner, {}, {}); }) == limits.limits);
    CHECK_FALSE(commit(
        [&](Transaction& tx) { return tx.projects().take_user(owner, project.id, number); }));
  }
}

TEST_CASE_FIXTURE(Fixture, "[ST-13] a counter reaches the maximum of 64 bits and returns to zero") {
  Project project = make.project(make.id<AccountId>());
  constexpr std::int64_t limit = std::numeric_limits<std::int64_t>::max();
  project.user_used = limit - 1;
  REQUIRE(commit([&](Transaction& tx) { return tx.projects().insert(project); }));
  const auto take = [&] {
    return commit([&](Transaction& tx) {
      return tx.projects().take_user(project.account, project.id, limit);
    });
  };
  CHECK(take());
  CHECK_FALSE(take());
  project.user_used = limit;
  CHECK(look([&](auto& tx) { return tx.projects().find(project.account, project.id); }) == project);
  commit([&](Transaction& tx) { tx.projects().give_back_user(project.account, project.id); });
  project.user_used -= 1;
  CHECK(look([&](auto& tx) { return tx.projects().find(project.account, project.id); }) == project);
}

}  // namespace gatehouse::conformance
