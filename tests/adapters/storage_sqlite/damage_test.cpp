#include <doctest/doctest.h>

#include <string>
#include <utility>

#include "database.hpp"

namespace gatehouse::testing {
namespace {

TEST_CASE("sqlite: a credential with a damaged row is refused without showing its text") {
  const Database database;
  SqliteStorage storage(database.options());
  Credential credential;
  credential.username = "client";
  credential.email = Email::parse("client@example.org").value();
  credential.roles = {"tester"};
  credential.ip_ranges = {IpRange::parse("192.0.2.1").value()};
  const Result<bool> inserted = storage.transact(
      [&](Transaction& tx) -> Result<bool> { return tx.credentials().insert(credential); });
  REQUIRE(inserted.value());
  const auto find = [&] {
    return storage.read([&](const Transaction& tx) {
      return tx.credentials().find(credential.account, credential.username);
    });
  };
  REQUIRE(find() == credential);

  OtherHand other(database.path());
  for (const auto& example :
       {std::pair("ip_ranges = 'nonsense' || char(10)", "IP range"),
        std::pair("ip_ranges = '192.0.2.1'", "list"), std::pair("ip_ranges = char(10)", "IP range"),
        std::pair("roles = 'nonsense'", "list"), std::pair("scope = 'nonsense'", "id"),
        std::pair("email = 'nonsense'", "e-mail")}) {
    const auto& damage = example.first;
    const auto& what = example.second;
    CAPTURE(damage);
    other.run(
        "BEGIN; CREATE TEMP TABLE kept AS SELECT * FROM credentials;"
        " UPDATE credentials SET " +
        std::string(damage) + "; COMMIT");
    CHECK(refusal([&] { static_cast<void>(find()); }) ==
          "the database holds a damaged record (" + std::string(what) + ")");
    other.run(
        "BEGIN; DELETE FROM credentials; INSERT INTO credentials SELECT * FROM kept;"
        " DROP TABLE kept; COMMIT");
  }
  CHECK(find() == credential);
}

}  // namespace
}  // namespace gatehouse::testing
