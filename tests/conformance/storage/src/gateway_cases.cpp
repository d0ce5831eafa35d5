#include "digests.hpp"
#include "fixture.hpp"
#include "paging.hpp"

namespace gatehouse::conformance {
namespace {

class GatewayFixture : public Fixture {
 public:
  bool insert(const Gateway& gateway) {
    return commit([&](Transaction& tx) { return tx.gateways().insert(gateway); });
  }
  std::optional<Gateway> find(const TokenDigest& digest) {
    return look([&](auto& tx) { return tx.gateways().find(digest); });
  }
  std::optional<Gateway> find(AccountId owner, GatewayId id) {
    return look([&](auto& tx) { return tx.gateways().find(owner, id); });
  }
  Update update(const Gateway& gateway) {
    return commit([&](Transaction& tx) { return tx.gateways().update(gateway); });
  }
  bool erase(AccountId owner, GatewayId id) {
    return commit([&](Transaction& tx) { return tx.gateways().erase(owner, id); });
  }
  std::vector<Gateway> list(AccountId owner) {
    return look([&](auto& tx) { return tx.gateways().list(owner, {.after = {}, .limit = many}); });
  }

  const AccountId account = make.id<AccountId>();
  const AccountId other = make.id<AccountId>();
};

using Gateways = std::vector<Gateway>;

}  // namespace

TEST_CASE_FIXTURE(GatewayFixture,
                  "[ST-140] gateways: names are unique in their account, byte by byte") {
  const auto insert_named = [&](AccountId owner, std::string name) {
    Gateway gateway = make.gateway(owner);
    gateway.name = std::move(name);
    return insert(gateway);
  };
  for (const char* name : {"Name", "name", "NAME", "Name ", " Name", "N\u00e4me", "Na\u0308me",
                           "İSİM", "isim", "N_me", "N%", "", "1", "01", "1.0"}) {
    CAPTURE(name);
    CHECK(insert_named(account, name));
    CHECK_FALSE(insert_named(account, name));
  }
  CHECK(insert_named(other, "Name"));
}

TEST_CASE_FIXTURE(GatewayFixture,
                  "[ST-141] gateways: an id or name in use is refused and changes nothing") {
  const Gateway gateway = make.gateway(account);
  Gateway same_name = make.gateway(account);
  same_name.name = gateway.name;
  Gateway same_id = make.gateway(other);
  same_id.id = gateway.id;
  REQUIRE(insert(gateway));
  CHECK_FALSE(insert(same_name));
  CHECK_FALSE(insert(same_id));
  CHECK(find(gateway.digest) == gateway);
  CHECK_FALSE(find(same_name.digest));
  CHECK_FALSE(find(same_id.digest));
  CHECK(list(account) == Gateways{gateway});
  CHECK(list(other).empty());
}

TEST_CASE_FIXTURE(
    GatewayFixture,
    "[ST-141] gateways: a duplicate digest aborts the transaction and changes nothing") {
  const Gateway gateway = make.gateway(account);
  REQUIRE(insert(gateway));
  for (const AccountId owner : {account, other}) {
    Gateway twin = make.gateway(owner);
    twin.digest = gateway.digest;
    CHECK_THROWS_AS(insert(twin), PortError);
  }
  CHECK(find(gateway.digest) == gateway);
  CHECK(list(account) == Gateways{gateway});
  CHECK(list(other).empty());
}

TEST_CASE_FIXTURE(GatewayFixture,
                  "[ST-142] gateways: one is found by its whole digest, across all accounts") {
  const Gateway mine = make.gateway(account);
  const Gateway foreign = make.gateway(other);
  REQUIRE(insert(mine));
  REQUIRE(insert(foreign));
  CHECK(find(mine.digest) == mine);
  CHECK(find(foreign.digest) == foreign);
  CHECK_FALSE(find(make.digest()));
  for (const TokenDigest& near : near_misses(mine.digest)) CHECK_FALSE(find(near));
}

TEST_CASE_FIXTURE(GatewayFixture, "[ST-300] gateways: one is found by its own account only") {
  const Gateway mine = make.gateway(account);
  REQUIRE(insert(mine));
  REQUIRE(insert(make.gateway(other)));
  CHECK(find(account, mine.id) == mine);
  CHECK_FALSE(find(other, mine.id));
  CHECK_FALSE(find(account, make.id<GatewayId>()));
}

TEST_CASE_FIXTURE(GatewayFixture,
                  "[ST-301] gateways: name and address field can be changed, and no other field") {
  const Gateway bystander = make.gateway(account);
  const Gateway foreign = make.gateway(other);
  Gateway mine = make.gateway(account);
  REQUIRE(insert(bystander));
  REQUIRE(insert(foreign));
  REQUIRE(insert(mine));
  for (const std::optional<AddressField> field :
       {std::optional(AddressField::real_ip), std::optional(AddressField::forwarded_for), {}}) {
    Gateway given = make.gateway(account);
    given.id = mine.id;
    given.address_field = field;
    mine.name = given.name;
    mine.address_field = field;
    CHECK(update(given) == Update::done);
    CHECK(find(account, mine.id) == mine);
    CHECK(find(mine.digest) == mine);
    CHECK_FALSE(find(given.digest));
  }
  // Its own name and the name of another account's gateway can be used.
  CHECK(update(mine) == Update::done);
  mine.name = foreign.name;
  CHECK(update(mine) == Update::done);
  CHECK(list(account) == Gateways{bystander, mine});
  CHECK(list(other) == Gateways{foreign});
}

TEST_CASE_FIXTURE(
    GatewayFixture,
    "[ST-301] gateways: an update with a name in use or by another account changes nothing") {
  const Gateway bystander = make.gateway(account);
  const Gateway mine = make.gateway(account);
  REQUIRE(insert(bystander));
  REQUIRE(insert(mine));
  Gateway changed = mine;
  changed.name = bystander.name;
  changed.address_field = {};
  CHECK(update(changed) == Update::taken);
  Gateway stolen = make.gateway(other);
  stolen.id = mine.id;
  CHECK(update(stolen) == Update::missing);
  CHECK(update(make.gateway(account)) == Update::missing);
  CHECK(list(account) == Gateways{bystander, mine});
  CHECK(list(other).empty());
}

TEST_CASE_FIXTURE(GatewayFixture, "[ST-143] gateways: one is erased by its own account only") {
  const Gateway mine = make.gateway(account);
  const Gateway bystander = make.gateway(account);
  REQUIRE(insert(mine));
  REQUIRE(insert(bystander));
  CHECK_FALSE(erase(other, mine.id));
  CHECK_FALSE(erase(account, make.id<GatewayId>()));
  CHECK(find(mine.digest) == mine);
  CHECK(erase(account, mine.id));
  CHECK_FALSE(erase(account, mine.id));
  CHECK_FALSE(find(mine.digest));
  CHECK(list(account) == Gateways{bystander});
  CHECK(insert(mine));
}

TEST_CASE_FIXTURE(GatewayFixture, "[ST-144] gateways: exactly those of one account are erased") {
  const Gateway foreign = make.gateway(other);
  REQUIRE(insert(make.gateway(account)));
  REQUIRE(insert(make.gateway(account)));
  REQUIRE(insert(foreign));
  const auto erase_all = [&] {
    return commit([&](Transaction& tx) { return tx.gateways().erase_all(account, many); });
  };
  CHECK(erase_all() == 2);
  CHECK(erase_all() == 0);
  CHECK(list(account).empty());
  CHECK(find(foreign.digest) == foreign);
}

TEST_CASE_FIXTURE(GatewayFixture, "[ST-10] gateways: pages of one account, in the order of ids") {
  const PagedIds<GatewayId> ids(make);
  for (const GatewayId id : ids.shuffled()) {
    Gateway gateway = make.gateway(account);
    gateway.id = id;
    REQUIRE(insert(gateway));
  }
  REQUIRE(insert(make.gateway(other)));
  const auto page_of = [&](const Page<GatewayId>& page) {
    return keys_of(look([&](auto& tx) { return tx.gateways().list(account, page); }), &Gateway::id);
  };
  expect_pages(ids.sorted, page_of);
  expect_pages_after_absent(ids.sorted, ids.before, ids.between, ids.behind, page_of);
}

}  // namespace gatehouse::conformance
