#include <algorithm>

#include <gatehouse/ports/storage/scan.hpp>

#include "world.hpp"

namespace gatehouse::conformance {
namespace {

constexpr auto kinds = static_cast<const RecordKinds*>(nullptr);

template <class Record>
std::vector<Record> everything(const Transaction& tx, std::size_t page_size = 1) {
  std::vector<Record> records;
  for_each_record<Record>(Scan::through(tx), page_size,
                          [&](const Record& record) { records.push_back(record); });
  return records;
}

template <class... Kinds>
bool holds_nothing(const Transaction& tx, const std::tuple<Kinds...>*) {
  return (everything<Kinds>(tx).empty() && ...);
}

template <class... Kinds>
bool is_in_order(const Transaction& tx, const std::tuple<Kinds...>*) {
  const auto rises = [](const auto& found) {
    return std::adjacent_find(found.begin(), found.end(), [](const auto& a, const auto& b) {
             return !(records::key_of(a) < records::key_of(b));
           }) == found.end();
  };
  return (rises(everything<Kinds>(tx)) && ...);
}

template <class Record>
bool is_in(const std::vector<Record>& records, const Record& record) {
  return std::find(records.begin(), records.end(), record) != records.end();
}

class ScanFixture : public Fixture {
 public:
  World add() {
    World world = make_world(make);
    // Separate, and inserted in an order other than that of their keys.
    world.session.expires_at -= Duration(2 * ++made_);
    world.token.expires_at -= Duration(2 * made_);
    world.item.created_at -= std::chrono::hours(made_);
    REQUIRE(commit([&](Transaction& tx) { return insert(tx, world); }));
    return world;
  }

 private:
  int made_ = 0;
};

void check_all_there(const Transaction& tx, const World& world) {
  const AccountId account = world.account.id;
  const ProjectId project = world.project.id;
  CHECK(is_in(everything<Account>(tx), world.account));
  CHECK(is_in(everything<Registration>(tx), world.registration));
  CHECK(is_in(everything<ApproveCode>(tx), world.approve_code));
  CHECK(is_in(everything<User>(tx), world.admin));
  CHECK(is_in(everything<User>(tx), world.developer));
  CHECK(is_in(everything<Session>(tx), world.session));
  CHECK(is_in(everything<ServiceAccount>(tx), world.service_account));
  CHECK(is_in(everything<ServiceAccountToken>(tx), world.service_account_token));
  CHECK(is_in(everything<PasswordReset>(tx), world.reset));
  CHECK(is_in(everything<IdempotencyKey>(tx), world.idempotency_key));
  CHECK(is_in(everything<Project>(tx), world.project));
  CHECK(is_in(everything<ProjectPushKeys>(tx), {account, project, world.push_keys}));
  CHECK(is_in(everything<CatalogueItem>(tx), world.item));
  CHECK(is_in(everything<Attachment>(tx), world.attachment));
  CHECK(is_in(everything<Consumer>(tx), world.consumer));
  CHECK(is_in(everything<AttachedConsumer>(tx), {account, project, world.consumer.id}));
  CHECK(is_in(everything<ConsumerToken>(tx), world.token));
  CHECK(is_in(everything<Member>(tx), world.member));
  CHECK(is_in(everything<ApiProxy>(tx), world.api_proxy));
  CHECK(is_in(everything<ApiProxyGroup>(tx), world.api_proxy_group));
  CHECK(is_in(everything<GroupedApiProxy>(tx), {account, world.api_proxy_group.scope,
                                                world.api_proxy_group.name, world.api_proxy.name}));
  CHECK(is_in(everything<Credential>(tx), world.credential));
  CHECK(is_in(everything<Grant>(tx), world.grant));
  CHECK(is_in(everything<Gateway>(tx), world.gateway));
  CHECK(is_in(everything<TokenFamily>(tx), world.family));
  CHECK(is_in(everything<ServiceToken>(tx), world.service_token));
  CHECK(is_in(everything<SigningKey>(tx), world.signing_key));
  CHECK(is_in(everything<UsageEntry>(tx), world.usage));
  CHECK(is_in(everything<LimitSetting>(tx), world.account_limits));
  CHECK(is_in(everything<LimitSetting>(tx), world.service_limits));
  CHECK(is_in(everything<LimitSetting>(tx), world.item_limits));
  CHECK(is_in(everything<OutgoingMail>(tx), world.approval));
  CHECK(is_in(everything<OutgoingMail>(tx), world.reset_mail));
  CHECK(is_in(everything<MailEntry>(tx), world.mail_entry));
}

template <class... Kinds>
void check_pages_of_all_sizes(const Transaction& tx, const std::tuple<Kinds...>*) {
  const auto same = [&]<class Record>(const Record*) {
    const auto ones = everything<Record>(tx, 1);
    CHECK(ones.size() >= 3);
    for (const std::size_t size : {std::size_t{2}, std::size_t{3}, std::size_t{1000}}) {
      CHECK(everything<Record>(tx, size) == ones);
    }
    CHECK(Scan::through(tx).page(Page<Record>{.after = ones.back(), .limit = many}).empty());
    CHECK(Scan::through(tx).page(Page<Record>{.after = {}, .limit = 0}).empty());
  };
  (same(static_cast<const Kinds*>(nullptr)), ...);
}

}  // namespace

TEST_CASE_FIXTURE(ScanFixture, "[ST-150] a scan returns every record of every account, in order") {
  CHECK(look([](auto& tx) { return holds_nothing(tx, kinds); }));
  const std::vector<World> worlds{add(), add(), add()};
  look([&](const Transaction& tx) {
    for (const World& world : worlds) check_all_there(tx, world);
    CHECK(is_in_order(tx, kinds));
    CHECK(everything<Account>(tx).size() == worlds.size());
    CHECK(everything<User>(tx).size() == 2 * worlds.size());
    return true;
  });
}

TEST_CASE_FIXTURE(
    ScanFixture,
    "[ST-150] users are grouped by account and role, those of the installation first") {
  std::vector<User> users{make.user({}, Role::root)};
  const AccountId account = make.id<AccountId>();
  for (const Role role : {Role::admin, Role::billing, Role::developer}) {
    users.push_back(make.user(account, role));
    users.push_back(make.user(account, role));
  }
  REQUIRE(commit([&](Transaction& tx) {
    return std::all_of(users.rbegin(), users.rend(),
                       [&](const User& user) { return tx.users().insert(user); });
  }));
  CHECK(look([](auto& tx) { return everything<User>(tx); }) == users);
}

TEST_CASE_FIXTURE(ScanFixture,
                  "[ST-150] limits: of the installation, services, each account and its projects") {
  std::vector<LimitSetting> settings;
  const auto add_setting = [&](const Tenant& account, const std::optional<ProjectId>& project,
                               const std::optional<ServiceCode>& service) {
    settings.push_back({.account = account,
                        .project = project,
                        .service = service,
                        .limits = {.projects = {}, .users = {}, .items = 1}});
  };
  const std::vector<ServiceCode> services{code("a"),  code("a-"), code("a0"),
                                          code("a_"), code("aa"), code("b")};
  add_setting({}, {}, {});
  for (const ServiceCode& service : services) add_setting({}, {}, service);
  for (int i = 0; i < 3; ++i) {
    const AccountId account = make.id<AccountId>();
    add_setting(account, {}, {});
    for (int j = 0; j < 2; ++j) {
      const ProjectId project = make.id<ProjectId>();
      for (const ServiceCode& service : services) add_setting(account, project, service);
    }
  }
  commit([&](Transaction& tx) {
    std::for_each(settings.rbegin(), settings.rend(),
                  [&](const LimitSetting& setting) { tx.limits().set(setting); });
  });
  for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{100}}) {
    CHECK(look([&](auto& tx) { return everything<LimitSetting>(tx, size); }) == settings);
  }
}

TEST_CASE_FIXTURE(ScanFixture, "[ST-150] sessions and tokens with equal expiry are all returned") {
  const User user = make.user({}, Role::root);
  std::vector<Session> sessions;
  for (int i = 0; i < 7; ++i) {
    sessions.push_back(make.session(user));
    sessions.back().expires_at = i < 5 ? Timestamp::min() : Timestamp::max();
  }
  commit([&](Transaction& tx) {
    for (const Session& session : sessions) tx.sessions().insert(session);
  });
  std::sort(sessions.begin(), sessions.end(),
            [](const auto& a, const auto& b) { return records::key_of(a) < records::key_of(b); });
  for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{100}}) {
    CHECK(look([&](auto& tx) { return everything<Session>(tx, size); }) == sessions);
  }
}

TEST_CASE_FIXTURE(ScanFixture,
                  "[ST-151] pages of every size contain the same records in the same order") {
  for (int i = 0; i < 4; ++i) static_cast<void>(add());
  look([](const Transaction& tx) {
    check_pages_of_all_sizes(tx, kinds);
    return true;
  });
}

TEST_CASE_FIXTURE(ScanFixture, "[ST-151] a page may begin after a missing record") {
  const AccountId account = make.id<AccountId>();
  std::vector<Consumer> consumers;
  for (int i = 0; i < 3; ++i) consumers.push_back(make.consumer(account));
  REQUIRE(commit([&](Transaction& tx) {
    return tx.consumers().insert(consumers[0]) && tx.consumers().insert(consumers[2]);
  }));
  const Page<Consumer> page{.after = consumers[1], .limit = many};
  CHECK(look([&](auto& tx) { return Scan::through(tx).page(page); }) == std::vector{consumers[2]});
}

TEST_CASE_FIXTURE(ScanFixture, "[ST-151] a scan continues after its last record was erased") {
  std::vector<World> worlds;
  for (int i = 0; i < 3; ++i) worlds.push_back(add());
  const auto first = look([](auto& tx) {
    return Scan::through(tx).page(Page<ProjectPushKeys>{.after = {}, .limit = 1});
  });
  REQUIRE(first.size() == 1);
  REQUIRE(first[0].account == worlds[0].account.id);
  REQUIRE(commit([&](Transaction& tx) {
            // The project and its keys.
            return tx.projects().erase_all(first[0].account, many);
          }) == 2);
  const Page<ProjectPushKeys> rest{.after = first[0], .limit = many};
  CHECK(keys_of(look([&](auto& tx) { return Scan::through(tx).page(rest); }),
                &ProjectPushKeys::project) ==
        std::vector{worlds[1].project.id, worlds[2].project.id});
}

TEST_CASE_FIXTURE(ScanFixture, "[ST-260] the newest id and catalogue item are found") {
  const auto newest = [&] { return look([](auto& tx) { return Scan::through(tx).newest(); }); };
  CHECK(newest() == Newest{});
  const World first = add();
  const World second = add();
  CHECK(newest().catalogue_item == std::max(first.item.created_at, second.item.created_at));

  // Every kind is considered, whichever is the newest.
  auto check_kind = [&](auto insert_one, auto record) {
    commit([&](Transaction& tx) { insert_one(tx, record); });
    CHECK(newest().id == record.id.bytes());
  };
  const AccountId account = second.account.id;
  check_kind([](auto& tx, auto& r) { CHECK(tx.users().insert(r)); }, make.user(account));
  check_kind([](auto& tx, auto& r) { CHECK(tx.service_accounts().insert(r)); },
             make.service_account(account));
  check_kind([](auto& tx, auto& r) { CHECK(tx.projects().insert(r)); }, make.project(account));
  check_kind([](auto& tx, auto& r) { CHECK(tx.consumers().insert(r)); }, make.consumer(account));
  check_kind([](auto& tx, auto& r) { CHECK(tx.gateways().insert(r)); }, make.gateway(account));
  check_kind([](auto& tx, auto& r) { CHECK(tx.credentials().insert(r)); },
             make.credential(account));
  check_kind([](auto& tx, auto& r) { CHECK(tx.api_proxies().insert(r)); }, make.api_proxy(account));
  check_kind([](auto& tx, auto& r) { CHECK(tx.api_proxy_groups().insert(r)); },
             make.api_proxy_group(account));
  check_kind([](auto& tx, auto& r) { tx.service_tokens().insert(r); },
             make.service_token(second.project));
  check_kind([](auto& tx, auto& r) { tx.token_families().insert(r); },
             make.family(second.project, second.item.code, second.consumer));
  check_kind([](auto& tx, auto& r) { CHECK(tx.usage().insert(r)); },
             make.usage(second.project, second.item.code));
  check_kind([](auto& tx, auto& r) { CHECK(tx.signing_keys().insert(r)); }, make.signing_key());
  check_kind([](auto& tx, auto& r) { tx.mail().insert(r); }, make.approval(account));
  check_kind([](auto& tx, auto& r) { CHECK(tx.registrations().insert(r)); }, make.registration());
  check_kind([](auto& tx, auto& r) { CHECK(tx.accounts().insert(r)); }, make.account());
  check_kind([](auto& tx, auto& r) { CHECK(tx.grants().insert(r)); },
             make.grant(second.credential, {.type = TargetType::api_proxy, .name = "any"}));
  check_kind([](auto& tx, auto& r) { CHECK(tx.attachments().insert(r)); },
             make.attachment(second.project, make.new_code()));
}

TEST_CASE_FIXTURE(ScanFixture, "[ST-152] a scan sees the writes of its own transaction") {
  const World world = make_world(make);
  commit([&](Transaction& tx) {
    CHECK(holds_nothing(tx, kinds));
    CHECK(insert(tx, world));
    check_all_there(tx, world);
    CHECK(tx.accounts().erase(world.account.id));
    CHECK(everything<Account>(tx).empty());
  });
}

}  // namespace gatehouse::conformance
