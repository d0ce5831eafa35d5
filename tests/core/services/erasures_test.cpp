/// Deletions of records with many dependants: effective at once, and completed in steps.
#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <gatehouse/services/issue.hpp>

#include "estate.hpp"
#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

/// More rows than a deletion removes by itself: they take several steps.
constexpr int very_many = 1300;

template <class Work>
void write(World& world, Work work) {
  must(world.storage.transact([&](Transaction& tx) -> Result<Done> {
    work(tx);
    return Done{};
  }));
}

/// The rows of a kind that belong to the account, including deleted ones.
template <class Record>
std::size_t rows_of(World& world, AccountId account) {
  return world.storage.read([&](const Transaction& tx) {
    std::size_t count = 0;
    for (const Record& record :
         Scan::through(tx).page(Page<Record>{.after = {}, .limit = 100'000})) {
      if constexpr (requires { record.account == account; }) count += record.account == account;
      if constexpr (std::is_same_v<Record, Account>) count += record.id == account;
    }
    return count;
  });
}

template <class... Kinds>
std::size_t rows_of_all(World& world, AccountId account, const std::tuple<Kinds...>*) {
  return (rows_of<Kinds>(world, account) + ...);
}
std::size_t rows_of_all(World& world, AccountId account) {
  return rows_of_all(world, account, static_cast<const RecordKinds*>(nullptr));
}

std::vector<Erasure> noted(World& world) {
  return world.storage.read([](const Transaction& tx) { return tx.erasures().list(100); });
}

/// Runs housekeeping steps until no work is left.
void keep_house(Services& services) {
  int steps = 0;
  while (services.housekeeping.step().more) REQUIRE(++steps < 100);
}

void use_very_often(World& world, const TokenShop& shop) {
  write(world, [&](Transaction& tx) {
    for (int i = 0; i < very_many; ++i) {
      UsageEntry entry{.id = make_id<UsageEntryId>(world.clock.now(), world.entropy),
                       .account = shop.account,
                       .project = shop.project,
                       .service = code("push"),
                       .event = "sent",
                       .amount = 1,
                       .key = std::to_string(i),
                       .created_at = world.clock.now()};
      REQUIRE(tx.attachments().take_items(shop.account, shop.project, code("push"), 1, 100'000));
      REQUIRE(tx.usage().insert(entry));
    }
  });
}

std::vector<std::string> mint_very_many(World& world, const TokenShop& shop) {
  std::vector<std::string> texts;
  write(world, [&](Transaction& tx) {
    for (int i = 0; i < very_many; ++i) {
      const IssuedToken issued = issue_hex_token(world.entropy, world.digest);
      const Timestamp now = world.clock.now();
      tx.consumer_tokens().insert({.digest = issued.digest,
                                   .account = shop.account,
                                   .project = shop.project,
                                   .service = code("push"),
                                   .consumer = shop.consumer,
                                   .created_at = now,
                                   .expires_at = now + std::chrono::minutes(10)});
      texts.emplace_back(issued.text.reveal());
    }
  });
  return texts;
}

/// Sessions of the user, as principals.
std::vector<Principal> log_in_very_often(World& world, const User& user) {
  std::vector<Principal> principals;
  write(world, [&](Transaction& tx) {
    for (int i = 0; i < very_many; ++i) {
      const IssuedToken token = issue_token(world.entropy, world.digest);
      (void)begin_session(tx, user, token, world.clock.now(), world.services.settings);
      principals.push_back({user, token.digest});
    }
  });
  return principals;
}

TEST_CASE("erasures: a deleted member does not hide those behind it in pages of the list") {
  World world;
  const TokenShop shop(world);
  std::vector<Principal> developers;
  for (const char* const address : {"one@example.com", "two@example.com", "three@example.com"}) {
    developers.push_back(world.added(shop.admin, Role::developer, address));
    world.permit(shop.admin, shop.project, developers.back());
  }
  std::ranges::sort(developers, {}, [](const Principal& each) { return each.user.id; });
  log_in_very_often(world, developers[0].user);
  must(world.services.users.remove(shop.admin, Role::developer, developers[0].user.id));
  REQUIRE(world.contents(shop.account).members.size() == 3);
  const auto page = [&](std::optional<UserId> after) {
    return must(world.services.members.list(shop.admin, shop.project,
                                            {.after = after, .limit = 1, .filter = {}}));
  };
  const auto first = page({});
  REQUIRE(first.items.size() == 1);
  CHECK(first.items[0].user.id == developers[1].user.id);
  REQUIRE(first.next.has_value());
  const auto second = page(first.next);
  REQUIRE(second.items.size() == 1);
  CHECK(second.items[0].user.id == developers[2].user.id);
  CHECK_FALSE(second.next.has_value());
}

TEST_CASE(
    "erasures: a deleted account is gone at once, and its rows are removed in bounded steps") {
  World world;
  const TokenShop shop(world);
  const ServiceCaller caller = world.service_of(shop.admin, shop.project);
  const std::string token = minted(world, shop);
  use_very_often(world, shop);
  must(world.services.accounts.remove(shop.admin));

  const std::size_t left = rows_of<UsageEntry>(world, shop.account);
  CHECK(left >= very_many - Erasures::rows_at_once);
  CHECK_FALSE(world.is_signed_in(shop.admin));
  CHECK(outcome(world.log_in("ann@example.com")) == "unauthenticated");
  CHECK(told_of(world, caller, token) == "inactive");
  CHECK(outcome(present(world, token)) == "unauthenticated");
  CHECK(outcome(world.services.usage.record(
            caller, shop.project, code("push"), "new",
            checked<RecordUsage>({.amount = 1, .event = "sent"}))) == "unauthenticated");

  CHECK(world.services.housekeeping.is_wanted());
  CHECK_FALSE(world.services.housekeeping.is_wanted());
  std::size_t before = rows_of_all(world, shop.account);
  for (bool more = true; more;) {
    const ErasedRecords erased = world.services.housekeeping.step().erased;
    const std::size_t after = rows_of_all(world, shop.account);
    CHECK(before - after <= erased.deleted);
    before = after;
    more = erased.deleted > 0;
  }
  CHECK(rows_of_all(world, shop.account) == 0);
  CHECK(noted(world).empty());
}

TEST_CASE("erasures: the deletion of a small account removes all of its rows by itself") {
  World world;
  const TokenShop shop(world);
  (void)minted(world, shop);
  must(world.services.accounts.remove(shop.admin));
  CHECK(rows_of_all(world, shop.account) == 0);
  CHECK(noted(world).empty());
  CHECK_FALSE(world.services.housekeeping.is_wanted());
}

TEST_CASE("erasures: the addresses of a deleted account are free before its rows are removed") {
  World world;
  offer_services(world);
  const Estate estate = make_estate(world, "acme");
  log_in_very_often(world, estate.developer.user);
  must(world.services.accounts.remove(estate.admin));
  REQUIRE(rows_of<Session>(world, estate.account) > 0);
  REQUIRE(rows_of<User>(world, estate.account) > 0);

  const Estate again = make_estate(world, "acme");
  CHECK(again.account != estate.account);
  world.services.service_tokens.store_uses();
  const Contents before = world.contents(again.account);
  keep_house(world.services);
  CHECK(rows_of_all(world, estate.account) == 0);
  CHECK(world.contents(again.account) == before);
  CHECK(world.is_signed_in(again.developer));
}

TEST_CASE("erasures: another process continues after a crash") {
  World world;
  const TokenShop shop(world);
  const TokenShop stays(world, "bob@example.com");
  use_very_often(world, shop);
  const Contents before = world.contents(stays.account);
  {
    Services killed(world.ports);
    must(killed.accounts.remove(shop.admin));
    world.storage.fail_next_transactions(1, PortError("the process died"));
    CHECK_THROWS_AS((void)killed.housekeeping.step(), PortError);
    world.storage.heal();
  }
  REQUIRE(rows_of<UsageEntry>(world, shop.account) > 0);
  Services next(world.ports);
  keep_house(next);
  CHECK(rows_of_all(world, shop.account) == 0);
  CHECK(world.contents(stays.account) == before);
}

TEST_CASE("erasures: tokens of a detached service are invalid, also after it is attached again") {
  World world;
  const TokenShop shop(world);
  const std::vector<std::string> old = mint_very_many(world, shop);
  const std::string family = refreshed(world, minted(world, shop));
  use_very_often(world, shop);
  must(world.services.attachments.remove(shop.admin, shop.project, code("push")));
  REQUIRE(rows_of<ConsumerToken>(world, shop.account) > 0);
  CHECK(told_of(world, old.back()) == "inactive");
  CHECK(told_of(world, family) == "inactive");

  // Detaching does not give items back, and the sum is kept when part of the rows is removed.
  const AttachmentView again = world.attach_service(shop.admin, shop.project, "push");
  CHECK(again.attachment.item_used == very_many);
  const std::string fresh = minted(world, shop);
  for (const std::string& token : old) {
    REQUIRE(outcome(present(world, token)) == "unauthenticated");
  }
  CHECK(told_of(world, fresh) == "consumer_token");
  keep_house(world.services);
  CHECK(told_of(world, fresh) == "consumer_token");
  CHECK(rows_of<ConsumerToken>(world, shop.account) == 1);
  CHECK(noted(world).empty());
}

TEST_CASE("erasures: tokens of a detached consumer are invalid, and those of others stay valid") {
  World world;
  const TokenShop shop(world);
  const ConsumerId colleague = world.attached_consumer(shop.admin, shop.project);
  const std::string kept(world.mint(shop.admin, colleague, shop.project, "push").text.reveal());
  const std::vector<std::string> old = mint_very_many(world, shop);
  must(world.services.consumers.detach(shop.admin, shop.project, shop.consumer));
  REQUIRE(rows_of<ConsumerToken>(world, shop.account) > 1);
  CHECK(told_of(world, old.front()) == "inactive");
  CHECK(told_of(world, old.back()) == "inactive");
  CHECK(told_of(world, kept) == "consumer_token");

  must(world.services.consumers.attach(shop.admin, shop.project,
                                       checked<AttachConsumer>({shop.consumer})));
  CHECK(told_of(world, old.back()) == "inactive");
  CHECK(told_of(world, minted(world, shop)) == "consumer_token");
  CHECK(told_of(world, kept) == "consumer_token");
}

TEST_CASE("erasures: a new password ends all other sessions at once and allows a login") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const std::vector<Principal> others = log_in_very_often(world, admin.user);
  UpdateUser change = person_without_password("ann@example.com");
  change.password = Secret("another");
  must(world.services.users.update(admin, Role::admin, admin.user.id, checked(change)));
  REQUIRE(rows_of<Session>(world, *admin.user.account) > 1);
  CHECK(world.is_signed_in(admin));
  for (const Principal& other : others) REQUIRE_FALSE(world.is_signed_in(other));

  const Principal again = world.logged_in("ann@example.com", "another");
  CHECK(world.is_signed_in(again));
  keep_house(world.services);
  CHECK(world.is_signed_in(again));
  CHECK(world.is_signed_in(admin));
  CHECK(rows_of<Session>(world, *admin.user.account) == 2);
}

TEST_CASE("erasures: logging out all others keeps this session and later ones") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const std::vector<Principal> others = log_in_very_often(world, admin.user);
  must(world.services.sessions.log_out_others(admin));
  const Principal later = world.logged_in("ann@example.com");
  must(world.services.sessions.log_out_others(later));
  CHECK(world.is_signed_in(later));
  CHECK_FALSE(world.is_signed_in(admin));
  CHECK_FALSE(world.is_signed_in(others.back()));
}

TEST_CASE("erasures: the sessions and the address of a deleted user are released at once") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const Principal bob = world.added(admin, Role::developer, "bob@example.com");
  const std::vector<Principal> sessions = log_in_very_often(world, bob.user);
  must(world.services.users.remove(admin, Role::developer, bob.user.id));
  for (const Principal& session : sessions) REQUIRE_FALSE(world.is_signed_in(session));
  const Principal next = world.added(admin, Role::billing, "bob@example.com");
  keep_house(world.services);
  CHECK(rows_of<Session>(world, *admin.user.account) == 2);
  CHECK(world.is_signed_in(next));
  CHECK(world.is_signed_in(admin));
}

TEST_CASE("erasures: a password reset requested before a password change is invalid") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  must(world.services.password_resets.request(checked<ForgotPassword>({email("ann@example.com")})));
  const std::string early = world.mailed_reset_token();
  write(world, [&](Transaction& tx) {
    for (int i = 0; i < very_many; ++i) {
      tx.password_resets().insert({issue_token(world.entropy, world.digest).digest,
                                   admin.user.account, admin.user.id, world.clock.now(),
                                   world.clock.now() + std::chrono::hours(5)});
    }
  });
  UpdateUser change = person_without_password("ann@example.com");
  change.password = Secret("another");
  must(world.services.users.update(admin, Role::admin, admin.user.id, checked(change)));
  const auto complete = [&](const std::string& token) {
    return outcome(world.services.password_resets.complete(
        checked<ResetPassword>({Secret(token), Secret("third")})));
  };
  CHECK(complete(early) == "not_found");
  must(world.services.password_resets.request(checked<ForgotPassword>({email("ann@example.com")})));
  const std::string late = world.mailed_reset_token();
  keep_house(world.services);
  CHECK(complete(late) == "done");
}

/// Grants a credential the API proxy of the project "Shop".
bool may_use(World& world, AccountId account, std::string_view username, std::string_view proxy) {
  const Secret secret(password);
  const auto verdict = world.services.access.decide({.account = account,
                                                     .project = "Shop",
                                                     .proxy = proxy,
                                                     .username = username,
                                                     .secret = secret,
                                                     .address = {}});
  return !verdict.refusal;
}

/// Grants on the target to generated credentials, in addition to the existing grants.
void grant_very_often(World& world, const TokenShop& shop, const GrantTarget& target) {
  write(world, [&](Transaction& tx) {
    for (int i = 0; i < very_many; ++i) {
      REQUIRE(
          tx.grants().insert({.id = make_id<GrantId>(world.clock.now(), world.entropy),
                              .account = shop.account,
                              .credential = make_id<CredentialId>(world.clock.now(), world.entropy),
                              .scope = Scope::of(shop.project),
                              .target = target,
                              .expires_at = {}}));
    }
  });
}

TEST_CASE("erasures: grants on a deleted API proxy are invalid, also for a new one of that name") {
  World world;
  const TokenShop shop(world);
  world.api_proxy(shop.admin, "Shop", "orders");
  grant_very_often(world, shop, {TargetType::api_proxy, "orders"});
  world.credential(shop.admin, "Shop", "client");
  world.grant(shop.admin, "Shop", "client", "orders");
  REQUIRE(may_use(world, shop.account, "client", "orders"));
  must(world.services.api_proxies.remove(shop.admin, "Shop", "orders"));
  REQUIRE(rows_of<Grant>(world, shop.account) > 0);
  CHECK_FALSE(may_use(world, shop.account, "client", "orders"));
  CHECK(must(world.services.grants.list(shop.admin, "Shop", "client")).items.empty());

  world.api_proxy(shop.admin, "Shop", "orders");
  CHECK_FALSE(may_use(world, shop.account, "client", "orders"));
  world.grant(shop.admin, "Shop", "client", "orders");
  CHECK(may_use(world, shop.account, "client", "orders"));
  keep_house(world.services);
  CHECK(may_use(world, shop.account, "client", "orders"));
  CHECK(rows_of<Grant>(world, shop.account) == 1);
}

TEST_CASE(
    "erasures: grants on a deleted group are invalid, and a new group of that name is empty") {
  World world;
  const TokenShop shop(world);
  world.api_proxy(shop.admin, "Shop", "orders");
  world.api_proxy_group(shop.admin, "Shop", "all", {"orders"});
  world.credential(shop.admin, "Shop", "client");
  world.grant_group(shop.admin, "Shop", "client", "all");
  grant_very_often(world, shop, {TargetType::api_proxy_group, "all"});
  write(world, [&](Transaction& tx) {
    for (int i = 0; i < very_many; ++i) {
      REQUIRE(tx.api_proxy_groups().add(shop.account, Scope::of(shop.project), "all",
                                        "made up " + std::to_string(i)));
    }
  });
  REQUIRE(may_use(world, shop.account, "client", "orders"));
  must(world.services.api_proxy_groups.remove(shop.admin, "Shop", "all"));
  CHECK_FALSE(may_use(world, shop.account, "client", "orders"));
  world.api_proxy_group(shop.admin, "Shop", "all", {"orders"});
  CHECK_FALSE(may_use(world, shop.account, "client", "orders"));
  world.grant_group(shop.admin, "Shop", "client", "all");
  CHECK(may_use(world, shop.account, "client", "orders"));
  keep_house(world.services);
  CHECK(may_use(world, shop.account, "client", "orders"));
  CHECK(rows_of<GroupedApiProxy>(world, shop.account) == 1);
  CHECK(rows_of<Grant>(world, shop.account) == 1);
}

TEST_CASE("erasures: the name of a deleted credential is free, and its successor has no grants") {
  World world;
  const TokenShop shop(world);
  world.api_proxy(shop.admin, "Shop", "orders");
  world.credential(shop.admin, "Shop", "client");
  world.grant(shop.admin, "Shop", "client", "orders");
  const CredentialId id = world.find_credential(shop.account, "client").value().id;
  write(world, [&](Transaction& tx) {
    for (int i = 0; i < very_many; ++i) {
      REQUIRE(tx.grants().insert({.id = make_id<GrantId>(world.clock.now(), world.entropy),
                                  .account = shop.account,
                                  .credential = id,
                                  .scope = Scope::of(shop.project),
                                  .target = {TargetType::api_proxy, std::to_string(i)},
                                  .expires_at = {}}));
    }
  });
  must(world.services.credentials.remove(shop.admin, "Shop", "client"));
  REQUIRE(rows_of<Grant>(world, shop.account) > 0);
  world.credential(shop.admin, "Shop", "client");
  CHECK_FALSE(may_use(world, shop.account, "client", "orders"));
  keep_house(world.services);
  CHECK(rows_of<Grant>(world, shop.account) == 0);
}

TEST_CASE(
    "erasures: a deletion with few dependants is completed at once, without an erasure record") {
  World world;
  const TokenShop shop(world);
  const Principal bob = world.added(shop.admin, Role::developer, "bob@example.com");
  minted(world, shop);
  must(world.services.users.remove(shop.admin, Role::developer, bob.user.id));
  must(world.services.attachments.remove(shop.admin, shop.project, code("push")));
  CHECK(rows_of<ConsumerToken>(world, shop.account) == 0);
  CHECK(rows_of<Session>(world, shop.account) == 1);
  CHECK(noted(world).empty());
  must(world.services.accounts.remove(shop.admin));
  CHECK(rows_of_all(world, shop.account) == 0);
  CHECK(noted(world).empty());
}

}  // namespace
}  // namespace gatehouse::testing
