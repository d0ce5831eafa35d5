// The doctor's checks of encryption keys.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"
#include "operations/examination.hpp"

using namespace gatehouse::testing;

namespace {

namespace fs = std::filesystem;

void keep_a_push_key(Installation& site) {
  Tenant tenant(site);
  const std::string project = tenant.add_project();
  check_success(tenant.put("/projects/" + project + "/api", R"({"apnsCert":"a certificate"})"),
                202);
}

}  // namespace

TEST_CASE("doctor: a key file that matches the sealed data in the database is ok") {
  Installation site;
  keep_a_push_key(site);
  const auto outcome = examine(site);
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "ok", "encryption: the key file can be read, and fits the database"));
}

TEST_CASE("doctor: a key file with another key than the database's is an error") {
  Installation site;
  keep_a_push_key(site);
  const TemporaryFolder folder;
  const std::string other = (folder.path() / "other.key").string();
  REQUIRE(run_gatehouse({{"create-key", other}}).status == 0);
  const auto outcome = examine(site, {"--encryption-key-file", other});
  CHECK(outcome.status == 1);
  CHECK(says(outcome, "error", "encryption: the key file " + other + " does not fit the database"));
}

TEST_CASE(
    "doctor: a missing key file is an error, which depends on whether the database needs it") {
  Installation site;
  run_sql(site.database(), "DELETE FROM signing_keys");
  const std::string missing = (site.folder() / "missing.key").string();
  const auto at_first = examine(site, {"--encryption-key-file", missing});
  CHECK(at_first.status == 1);
  CHECK(says(at_first, "error", "gatehouse create-key " + missing + " makes one"));
  keep_a_push_key(site);
  const auto later = examine(site, {"--encryption-key-file", missing});
  CHECK(later.status == 1);
  CHECK(says(later, "error", "the database holds secrets that are sealed: bring the file back"));
  CHECK_FALSE(fs::exists(missing));
}

TEST_CASE("doctor: a missing key file next to an SQLite database is an error if data is sealed") {
  if (on_postgresql()) return;
  Installation site;
  run_sql(site.database(), "DELETE FROM signing_keys");
  fs::remove(site.key_file());
  const std::string none = "encryption: there is no key file " + site.key_file().string();
  CHECK(says(examine(site, {"--encryption-key-file", ""}), "ok", none + " yet; serve makes it"));
  CHECK_FALSE(fs::exists(site.key_file()));
  // The running server still has the key in memory.
  keep_a_push_key(site);
  const auto outcome = examine(site, {"--encryption-key-file", ""});
  CHECK(outcome.status == 1);
  CHECK(says(outcome, "error", none));
}

TEST_CASE("doctor: a key file that other users can read, or without a key, is an error") {
  Installation site;
  fs::permissions(site.key_file(), fs::perms::others_read, fs::perm_options::add);
  const auto open = examine(site);
  CHECK(open.status == 1);
  CHECK(says(open, "error", "encryption: --encryption-key-file cannot be used: "));
  CHECK(says(open, "error", "is open to others than its owner: chmod 600 it"));
  const auto empty = examine(site, {"--encryption-key-file", "/dev/null"});
  CHECK(empty.status == 1);
  CHECK(says(empty, "error", "is not a file"));
}
