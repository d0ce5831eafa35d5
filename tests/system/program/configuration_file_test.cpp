// The TOML syntax of the configuration file.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/process.hpp"

using namespace gatehouse::testing;

namespace {

/// Runs `serve` with a file. All values are accepted if the refusal is about the schema of the
/// database, which must not be migrated.
class File {
 public:
  explicit File(const std::string& text) { std::ofstream(path(), std::ios::binary) << text; }

  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "gatehouse.toml"; }
  [[nodiscard]] Outcome run() const {
    return run_gatehouse({{"serve", "--config", path().string(), "--listen", "127.0.0.1:0",
                           "--database", "sqlite:" + (folder_.path() / "db").string(), "--mail",
                           "maildir:" + (folder_.path() / "mail").string(), "--no-migrate"}});
  }

 private:
  TemporaryFolder folder_;
};

void check_taken(const std::string& text) {
  const Outcome outcome = File(text).run();
  CAPTURE(text);
  CAPTURE(outcome.err);
  CHECK(outcome.status == 1);
  CHECK(outcome.err.find("migrate it first") != std::string::npos);
}

void check_refused(const std::string& text, const std::string& says) {
  const File file(text);
  const Outcome outcome = file.run();
  CAPTURE(text);
  CAPTURE(outcome.err);
  CHECK(outcome.status == 2);
  CHECK(outcome.err.find(file.path().string()) != std::string::npos);
  CHECK_MESSAGE(outcome.err.find(says) != std::string::npos, says);
}

}  // namespace

TEST_CASE("configuration file: all TOML forms of strings, numbers and booleans are accepted") {
  check_taken("");
  check_taken("# a comment\n\n  # another\n");
  check_taken("\xEF\xBB\xBFio-threads = 1\n");
  check_taken("io-threads = 1\r\nhide-accounts = true\r\n");
  check_taken("projects-per-account = 1_000\n");
  check_taken("io-threads = 0x10\nhashing-threads = 0b11\nmail-threads = 0o7\n");
  check_taken("io-threads = +4\n");
  check_taken("mail-from = \"Caf\\u00e9 <accounts@example.com>\"\n");
  check_taken("mail-from = 'Gatehouse <accounts@example.com>'\n");
  check_taken("mail-from = \"\"\"Gatehouse \\\n   <accounts@example.com>\"\"\"\n");
  check_taken("\"io-threads\" = 1\n'hide-accounts' = false # really\n");
  check_taken("io-threads = \"1\"\n");
  check_taken("session-lifetime = \"1h\"\n");
}

TEST_CASE("configuration file: an escape sequence is decoded") {
  check_refused("mail-from = \"Caf\\u00e9\"\n", "is no e-mail address: Café");
}

TEST_CASE("configuration file: invalid TOML is rejected with the line number") {
  check_refused("io-threads = 1\nlisten = nowhere\n", "line 2");
  check_refused("io-threads = 1\n\nlisten \"x\"\n", "line 3");
  for (const char* line : {"listen = 127.0.0.1:8080\n", "session-lifetime = 7d\n",
                           "hide-accounts = yes\n", "listen: 127.0.0.1:8080\n"}) {
    check_refused(line, "texts and durations stand in double quotes");
  }
  check_refused("io-threads = 1\nio-threads = 2\n", "line 2");
  check_refused("io-threads = 01\n", "line 1");
  check_refused("mail-from = \"\\q\"\n", "line 1");
  check_refused("mail-from = \"a\n", "line 1");
  check_refused("mail-from = \"\xFF\"\n", "not UTF-8");
}

TEST_CASE("configuration file: unknown content is rejected with line and key") {
  check_refused("io-threads = 1\nsmtp-pasword = \"SECRET\"\n",
                "line 2: there is no option \"smtp-pasword\"");
  check_refused("\n[server]\nlisten = \"x\"\n", "line 2: there is no section [server]");
  check_refused("server.listen = \"x\"\n", "there is no section [server]");
  check_refused("[[server]]\nlisten = \"x\"\n", "there is no section [server]");
  check_refused("listen = { host = \"x\" }\n", "there is no section [listen]");
  check_refused("listen = [\"a\", \"b\"]\n", "\"listen\" must have one value");
  check_refused("listen = []\n", "\"listen\" must have one value");
  check_refused("session-lifetime = 2024-01-01\n", "line 1: \"session-lifetime\" must be a string");
  check_refused("session-lifetime = 07:32:00\n", "\"session-lifetime\" must be a string");
  check_refused("io-threads = 1.5\n", "\"io-threads\" must be a string in quotes, a whole number");
  check_refused("io-threads = inf\n", "\"io-threads\" must be a string in quotes, a whole number");
  check_refused("mail-from = \"a\\u0000b\"\n", "must not hold NUL");
  check_refused("no-migrate = true\n", "write migrate = false");
  check_refused("config = \"x\"\n", "there is no option \"config\"");
  check_refused("help = true\n", "there is no option \"help\"");
  check_refused("Listen = \"x\"\n", "there is no option \"Listen\"");
}

TEST_CASE("configuration file: a message about an unknown key does not show its value") {
  const Outcome outcome = File("smtp-pasword = \"SECRET\"\n").run();
  CHECK(outcome.err.find("SECRET") == std::string::npos);
}

TEST_CASE("configuration file: an invalid value is rejected with file, key and line") {
  check_refused("\nio-threads = 100_000\n", "must be a whole number from 0 to 512, not 100000");
  check_refused("\nio-threads = 100_000\n", "key \"io-threads\", line 2");
  check_refused("\n\nhide-accounts = 2\n", "key \"hide-accounts\", line 3");
  check_refused("\n\npublic-url = \"accounts.example.com\"\n", "key \"public-url\", line 3");
}

TEST_CASE("configuration file: an unreadable file is rejected with its path and the reason") {
  check_refused("\x1F\x8B\x08 and more", "compressed");
  check_refused(std::string("\xFF\xFEi\0o\0", 6), "UTF-16");
  check_refused(std::string(2 * 1024 * 1024, '#'), "larger than");

  const TemporaryFolder folder;
  const auto refused = [&](const std::string& path, const std::string& says) {
    const auto outcome = run_gatehouse({{"migrate", "--config", path}});
    CAPTURE(outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.err.find(path) != std::string::npos);
    CHECK(outcome.err.find(says) != std::string::npos);
  };
  refused((folder.path() / "missing.toml").string(), "No such file or directory");
  refused(folder.path().string(), "Is a directory");
  refused((folder.path() / std::string(300, 'x')).string(), "File name too long");
}

TEST_CASE("configuration file: a file of mode 000 is rejected with the reason") {
  const File file("io-threads = 1\n");
  std::filesystem::permissions(file.path(), std::filesystem::perms::none);
  const Invocation invocation{{"migrate", "--config", file.path().string()}};
  const Outcome outcome = run_gatehouse(bound_by_file_modes(invocation));
  CAPTURE(outcome.err);
  CHECK(outcome.status == 2);
  CHECK(outcome.err.find(file.path().string() + ": Permission denied") != std::string::npos);
  CHECK(outcome.err.find("needs the right to read it") != std::string::npos);
}
