#include <gatehouse/services/secrets/vault.hpp>

#include <string>

#include <doctest/doctest.h>

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/testing/fake_cipher.hpp>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

const PushKeys clear{
    .fcm_api_keys = "v1.k1.looks sealed", .fcm_project_number = "", .apns_cert = {}};

/// The error message, or "opened".
template <class Work>
std::string failure(Work work) {
  try {
    work();
    return "opened";
  } catch (const PortError& error) {
    return error.what();
  }
}

struct Places {
  AccountId account = *AccountId::parse("0190163d8694739b8ea5966c26f8ad91");
  ProjectId project = *ProjectId::parse("0190163d8694739b8ea5966c26f8ad92");
  ProjectId other_project = *ProjectId::parse("0190163d8694739b8ea5966c26f8ad93");
  AccountId other_account = *AccountId::parse("0190163d8694739b8ea5966c26f8ad94");
};

TEST_CASE("vault: a sealed text can be opened only in the context where it was sealed") {
  const FakeCipher cipher;
  const Vault vault(&cipher);
  const Places places;
  const SealedPushKeys kept = vault.seal(clear, places.account, places.project);
  CHECK_FALSE(kept.apns_cert.has_value());
  CHECK_FALSE(Vault::is_in_the_clear(*kept.fcm_api_keys));
  CHECK(vault.open({places.account, places.project, kept}) == clear);
  for (const ProjectPushKeys& elsewhere :
       {ProjectPushKeys{places.account, places.other_project, kept},
        ProjectPushKeys{places.other_account, places.project, kept}}) {
    CHECK(failure([&] { static_cast<void>(vault.open(elsewhere)); }) ==
          "the secret at project_push_keys.fcm_api_keys/" + elsewhere.account.to_string() + "/" +
              elsewhere.project.to_string() + " does not open");
  }
  const SealedPushKeys moved{
      .fcm_api_keys = {}, .fcm_project_number = kept.fcm_api_keys, .apns_cert = {}};
  CHECK(failure([&] {
          static_cast<void>(vault.open({places.account, places.project, moved}));
        }).starts_with("the secret at project_push_keys.fcm_project_number/"));
}

TEST_CASE("vault: without a cipher plain text is marked, and sealed text cannot be opened") {
  const Vault vault(nullptr);
  const Places places;
  const SealedPushKeys kept = vault.seal(clear, places.account, places.project);
  CHECK(kept.fcm_api_keys == "v0.v1.k1.looks sealed");
  CHECK(kept.fcm_project_number == "v0.");
  CHECK(vault.open({places.account, places.project, kept}) == clear);
  CHECK_FALSE(vault.is_outdated(*kept.fcm_api_keys));

  const FakeCipher cipher;
  const SealedPushKeys sealed = Vault(&cipher).seal(clear, places.account, places.project);
  CHECK(failure([&] {
          static_cast<void>(vault.open({places.account, places.project, sealed}));
        }).find("no cipher") != std::string::npos);
}

TEST_CASE("vault: with a cipher, plain text of an earlier version can be read") {
  const FakeCipher cipher({"k2", "k1"});
  const Vault vault(&cipher);
  const Places places;
  const SealedPushKeys kept = Vault(nullptr).seal(clear, places.account, places.project);
  CHECK(vault.open({places.account, places.project, kept}) == clear);
  CHECK(vault.is_outdated(*kept.fcm_api_keys));
  const FakeCipher old({"k1"});
  CHECK(vault.is_outdated(Vault(&old).seal("s", "p")));
  CHECK_FALSE(vault.is_outdated(vault.seal("s", "p")));
}

TEST_CASE("push keys: they are sealed in the storage, independent of the call that set them") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const ProjectId id = world.project(admin, "Shop");
  const AccountId account = *admin.user.account;
  auto& projects = world.services.projects;
  must(projects.update_push_keys(admin, id,
                                 checked<UpdatePushKeys>({.fcm_api_keys = "k", .apns_cert = "c"})));
  const auto kept = [&] {
    return world.storage.read(
        [&](const Transaction& tx) { return tx.projects().push_keys(account, id); });
  };
  // As sealed, changed at that time.
  const auto sealed = [&](const PushKeys& keys) {
    SealedPushKeys expected = Vault(&world.cipher).seal(keys, account, id);
    expected.updated_at = kept().updated_at;
    return expected;
  };
  CHECK(kept() == sealed({"k", {}, "c"}));

  // In plain text, as an earlier version stored it: it is sealed at the next write, even of another
  // field.
  const SealedPushKeys in_the_clear{
      .fcm_api_keys = "v0.old", .fcm_project_number = {}, .apns_cert = {}};
  const auto left = world.storage.transact([&](Transaction& tx) -> Result<bool> {
    return tx.projects().set_push_keys(account, id, in_the_clear);
  });
  REQUIRE(*left);
  CHECK(must(projects.push_keys(admin, id)) == PushKeys{"old", {}, {}});
  CHECK(must(projects.update_push_keys(admin, id,
                                       checked<UpdatePushKeys>({.fcm_project_number = "n"}))) ==
        PushKeys{"old", "n", {}});
  CHECK(kept() == sealed({"old", "n", {}}));
}

TEST_CASE("push keys: with a wrong key none is shown or lost, and setting all three repairs them") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const ProjectId id = world.project(admin, "Shop");
  auto& projects = world.services.projects;
  must(projects.update_push_keys(admin, id,
                                 checked<UpdatePushKeys>({.fcm_api_keys = "k", .apns_cert = "c"})));
  world.cipher.replace_keys({"other"});
  CHECK_THROWS_AS(static_cast<void>(projects.push_keys(admin, id)), PortError);
  CHECK_THROWS_AS(static_cast<void>(projects.update_push_keys(
                      admin, id, checked<UpdatePushKeys>({.fcm_api_keys = "x"}))),
                  PortError);
  world.cipher.replace_keys({"k1"});
  CHECK(must(projects.push_keys(admin, id)) == PushKeys{"k", {}, "c"});

  world.cipher.replace_keys({"other"});
  const std::optional<std::string> null;
  CHECK(must(projects.update_push_keys(
            admin, id,
            checked<UpdatePushKeys>(
                {.fcm_api_keys = "x", .fcm_project_number = null, .apns_cert = "y"}))) ==
        PushKeys{"x", {}, "y"});
  CHECK(must(projects.push_keys(admin, id)) == PushKeys{"x", {}, "y"});

  // Without a key nothing can be sealed: the refusal says so, because a retry would not help.
  world.cipher.replace_keys({});
  const auto refused = projects.update_push_keys(
      admin, id,
      checked<UpdatePushKeys>({.fcm_api_keys = "x", .fcm_project_number = null, .apns_cert = "y"}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::conflict);
  CHECK(refused.error().detail.find("encryption-key-file") != std::string::npos);
}

}  // namespace
}  // namespace gatehouse::testing
