// Password hashes that need more memory than the server may use now.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"
#include "operations/examination.hpp"

using namespace gatehouse::testing;

namespace {

/// A root user whose password hash needs 4 MiB, in an installation with 1 MiB for all hashing.
class Lowered : public Installation {
 public:
  Lowered() : Installation(lowered()) {
    const auto created =
        run_gatehouse({.arguments = {"create-root", "--database", database(), "--email", email,
                                     "--argon2-memory-kib", "4096", "--argon2-iterations", "1"},
                       .input = "secret\n"});
    REQUIRE(created.status == 0);
  }
  static std::vector<std::string> lowered() { return {"--hashing-memory-kib", "1024"}; }

  const std::string email = "large@example.org";
};

}  // namespace

TEST_CASE("hashing memory: a password whose hash needs more than all of it is verified") {
  Lowered site;
  check_error(site.connect().post("/api/v1/session", login_body(site.email, "wrong")), 401);
  CHECK(
      comes_to_hold(site.log(), "hashed with 4096 KiB of memory, more than --hashing-memory-kib"));
  check_success(site.connect().post("/api/v1/session", login_body(site.email, "secret")), 201);
  check_success(
      site.connect().post("/api/v1/session", login_body(site.root().email, site.root().password)),
      201);
}

TEST_CASE("hashing memory: the start and the doctor report passwords that need more") {
  Lowered site;
  site.server().stop();
  site.start();
  CHECK(comes_to_hold(site.log(), "raise the option to 4096"));
  CHECK(says(examine(site, {"--argon2-memory-kib", "64", "--hashing-memory-kib", "1024"}),
             "warning", "hashing-memory-kib: some passwords were hashed with 4096 KiB"));
  CHECK(says(examine(site, {"--argon2-memory-kib", "64", "--hashing-memory-kib", "4096"}), "ok",
             "hashing-memory-kib: enough"));
}

TEST_CASE("hashing memory: a hash with an absurd memory requirement is not computed") {
  Lowered site;
  const std::string absurd =
      "$argon2id$v=19$m=4194304,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$"
      "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  run_sql(site.database(),
          "UPDATE users SET password_hash = '" + absurd + "' WHERE email = '" + site.email + "'");
  check_error(site.connect().post("/api/v1/session", login_body(site.email, "secret")), 503);
  CHECK(comes_to_hold(site.log(), "asks for 4194304 KiB of memory, and no more than 1048576"));
  CHECK(says(examine(site, {"--argon2-memory-kib", "64", "--hashing-memory-kib", "1024"}),
             "warning", "they cannot be verified"));
}

TEST_CASE("start: it is reported as long as there is no root user") {
  const TemporaryFolder folder;
  const std::string database = "sqlite:" + (folder.path() / "db").string();
  const std::vector<std::string> options{"--database", database, "--mail",
                                         "maildir:" + (folder.path() / "mail").string()};
  ServerProcess(options, folder.path() / "first").stop();
  CHECK(read_file(folder.path() / "first").find("no root user yet: gatehouse create-root") !=
        std::string::npos);
  std::vector<std::string> create{"create-root", "--database", database, "--email",
                                  "root@example.org"};
  for (const std::string& argument : cheap_hashing()) create.push_back(argument);
  REQUIRE(run_gatehouse({.arguments = create, .input = "secret\n"}).status == 0);
  ServerProcess(options, folder.path() / "second").stop();
  CHECK(read_file(folder.path() / "second").find("no root user") == std::string::npos);
}
