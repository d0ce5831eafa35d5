// Files of other systems: byte order marks, CRLF, compression, and various unusable files.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

const std::string mark = "\xEF\xBB\xBF";
const std::string gzip = "\x1F\x8B\x08";
const std::string utf_16("\xFF\xFEs\0e\0", 6);

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// A folder with an export of a database that has a root user, and an empty database for an import.
class Export {
 public:
  Export() {
    std::vector<std::string> create{"create-root", "--database", database("from"), "--email",
                                    "root@example.org"};
    for (const std::string& argument : cheap_hashing()) create.push_back(argument);
    REQUIRE(run_gatehouse({.arguments = create, .input = "secret\n"}).status == 0);
    REQUIRE(run_gatehouse({{"export", "--database", database("from"), "--output", path("export")}})
                .status == 0);
    REQUIRE(run_gatehouse({{"migrate", "--database", database("to")}}).status == 0);
  }

  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_.path() / name).string();
  }
  [[nodiscard]] std::string text() const { return read_file(path("export")); }
  [[nodiscard]] Outcome import(const std::string& text) const {
    write_file(path("changed"), text);
    return run_gatehouse({{"import", "--database", database("to"), "--input", path("changed")}});
  }

 private:
  [[nodiscard]] std::string database(const std::string& name) const {
    return "sqlite:" + path(name);
  }

  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("foreign files: a piped root password may have a byte order mark, and root can log in") {
  Installation site;
  for (const std::string& input : {mark + "secret\r\n", mark + "secret\n", mark + "secret"}) {
    const std::string email = site.fresh_email();
    std::vector<std::string> create{"create-root", "--database", site.database(), "--email", email};
    for (const std::string& argument : cheap_hashing()) create.push_back(argument);
    const auto created = run_gatehouse({.arguments = create, .input = input});
    INFO(created.err);
    REQUIRE(created.status == 0);
    check_success(site.connect().post("/api/v1/session", login_body(email, "secret")), 201);
  }
}

TEST_CASE("foreign files: an unusable piped root password is rejected with the reason") {
  const TemporaryFolder folder;
  for (const auto& [input, says] : {std::pair<std::string, std::string>{utf_16, "UTF-16"},
                                    {gzip, "compressed"},
                                    {"\xFF\n", "not UTF-8"},
                                    {mark + "\r\n", "the first line is empty"},
                                    {"", "the first line is empty"}}) {
    const auto outcome = run_gatehouse(
        {.arguments = {"create-root", "--database", "sqlite:" + (folder.path() / "db").string(),
                       "--email", "root@example.org"},
         .input = input});
    CAPTURE(outcome.err);
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("password on standard input cannot be used") != std::string::npos);
    CHECK(outcome.err.find(says) != std::string::npos);
    CHECK(std::filesystem::is_empty(folder.path()));
  }
}

TEST_CASE("foreign files: an unusable password file is rejected with path and reason") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "password";
  const auto refused = [&](const std::string& path, const std::string& says) {
    const auto outcome = run_gatehouse(
        bound_by_file_modes({{"serve", "--listen", "127.0.0.1:0", "--database",
                              "sqlite:" + (folder.path() / "db").string(), "--mail",
                              "smtp://ada@mail.example", "--smtp-password-file", path}}));
    CAPTURE(outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.err.find("--smtp-password-file cannot be used: " + path) != std::string::npos);
    CHECK_MESSAGE(outcome.err.find(says) != std::string::npos, says);
    CHECK(!std::filesystem::exists(folder.path() / "db"));
  };
  refused(file.string(), "No such file or directory; check the path");
  refused(folder.path().string(), "Is a directory");
  refused((folder.path() / std::string(300, 'x')).string(), "File name too long");
  write_file(file, "");
  refused(file.string(), "first line is empty");
  write_file(file, mark + "\r\nsecond\n");
  refused(file.string(), "first line is empty");
  write_file(file, std::string(5000, 'x'));
  refused(file.string(), "larger than 4096 octets");
  write_file(file, "caf\xE9\n");
  refused(file.string(), "not UTF-8");
  write_file(file, utf_16);
  refused(file.string(), "UTF-16");
  write_file(file, gzip);
  refused(file.string(), "compressed");
  const auto pipe = (folder.path() / "pipe").string();
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  refused(pipe, "it is a pipe, and nothing was written to it");
  write_file(file, "secret\n");
  std::filesystem::permissions(file, std::filesystem::perms::none);
  refused(file.string(), "Permission denied; the user that runs gatehouse needs the right");
}

TEST_CASE("foreign files: an unreadable file of authorities is rejected with the reason") {
  const TemporaryFolder folder;
  for (const auto& [path, says] :
       {std::pair<std::string, std::string>{(folder.path() / "none").string(), "No such file"},
        {folder.path().string(), "Is a directory"}}) {
    const auto outcome = run_gatehouse({{"serve", "--listen", "127.0.0.1:0", "--mail",
                                         "smtp://mail.example", "--smtp-ca-file", path}});
    CAPTURE(outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.err.find("--smtp-ca-file cannot be used: " + path + ": " + says) !=
          std::string::npos);
  }
}

TEST_CASE("foreign files: a name that is too long for an export is rejected with the reason") {
  const Export source;
  const std::string path = source.path(std::string(300, 'x'));
  const auto outcome =
      run_gatehouse({{"export", "--database", "sqlite:" + source.path("from"), "--output", path}});
  CHECK(outcome.status == 1);
  CHECK(outcome.err == "gatehouse: cannot make the file " + path + ": File name too long\n");
}

TEST_CASE("foreign files: an export with a byte order mark is imported") {
  const Export source;
  const auto outcome = source.import(mark + source.text());
  CAPTURE(outcome.err);
  CHECK(outcome.status == 0);
}

TEST_CASE("foreign files: a compressed or converted export is rejected with the reason") {
  const Export source;
  const auto refused = [&](const std::string& text, const std::string& says) {
    const auto outcome = source.import(text);
    CAPTURE(outcome.err);
    CHECK(outcome.status == 1);
    CHECK_MESSAGE(outcome.err.find(says) != std::string::npos, says);
  };
  refused(gzip + source.text(), source.path("changed") + ": it is compressed (gzip)");
  refused(utf_16, "it is UTF-16");
  refused("BZh91AY&SY", "it is compressed (bzip2)");
  refused(read_file(source.path("from")), "it is an SQLite database");
  std::string converted;
  for (const char c : source.text())
    converted += c == '\n' ? std::string("\r\n") : std::string(1, c);
  refused(converted, "line 1: ends like a line of Windows (CRLF)");
  CHECK(source.import(source.text()).status == 0);
}

TEST_CASE("foreign files: a key file may begin with a byte order mark") {
  const TemporaryFolder folder;
  const auto key = folder.path() / "key";
  REQUIRE(run_gatehouse({{"create-key", key.string()}}).status == 0);
  const std::string text = read_file(key);
  write_file(key, mark + text);
  const std::string database = "sqlite:" + (folder.path() / "db").string();
  REQUIRE(run_gatehouse({{"migrate", "--database", database}}).status == 0);
  const auto outcome = run_gatehouse(
      {{"rotate-key", "--database", database, "--encryption-key-file", key.string()}});
  CAPTURE(outcome.err);
  CHECK(outcome.status == 0);
}
