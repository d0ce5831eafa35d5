// Subcommands and usage errors.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/process.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

/// Exited with that status after an error message without internal details.
void check_refused(const Outcome& outcome, const std::string& says) {
  INFO("out: " << outcome.out);
  INFO("err: " << outcome.err);
  CHECK(outcome.status != 0);
  CHECK(outcome.status < 128);
  CHECK(outcome.err.find(says) != std::string::npos);
  CHECK(outcome.err.find("terminate called") == std::string::npos);
  CHECK(outcome.out.find("listening") == std::string::npos);
}

std::vector<std::string> create_root(const std::string& database, const std::string& email) {
  std::vector<std::string> arguments{"create-root", "--database", database, "--email", email};
  for (const std::string& argument : cheap_hashing()) arguments.push_back(argument);
  return arguments;
}

/// The names of the long options in a help text, without "--" and without negated ones.
std::set<std::string> options_in(const std::string& help) {
  std::set<std::string> options;
  for (auto at = help.find("  --"); at != std::string::npos; at = help.find("  --", at + 1)) {
    const std::size_t begin = at + 4;
    options.insert(help.substr(begin, help.find_first_of(" ,\n", begin) - begin));
  }
  return options;
}

std::string environment_name(std::string option) {
  for (char& c : option) c = c == '-' ? '_' : c;
  return "GATEHOUSE_" + in_capitals(option);
}

}  // namespace

TEST_CASE("commands: the version is printed by a flag and by a command") {
  const auto flag = run_gatehouse({{"--version"}});
  CHECK(flag.status == 0);
  CHECK(flag.out.starts_with("gatehouse "));
  CHECK(flag.err.empty());
  CHECK(flag.out == run_gatehouse({{"version"}}).out);
}

TEST_CASE("commands: the value after a misspelt option is not shown") {
  const std::string secret = "SECRET";
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"serve", "--smtp-pasword=" + secret},
        {"serve", "--smtp-pasword", secret},
        {"create-root", "--password", secret}}) {
    const auto outcome = run_gatehouse({arguments});
    CAPTURE(outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.err.find("there is no option --") != std::string::npos);
    CHECK((outcome.out + outcome.err).find(secret) == std::string::npos);
  }
}

TEST_CASE("commands: each has a help that exits with 0 and names the variable of every option") {
  for (const char* command : {"serve", "create-root", "create-key", "rotate-key", "migrate",
                              "backup", "doctor", "export", "import", "openapi", "version"}) {
    CAPTURE(command);
    const auto help = run_gatehouse({{command, "--help"}});
    CHECK(help.status == 0);
    CHECK(help.err.empty());
    for (const std::string& option : options_in(help.out)) {
      CHECK_MESSAGE(help.out.find(environment_name(option)) != std::string::npos, option);
    }
  }
  const auto serve = options_in(run_gatehouse({{"serve", "--help"}}).out);
  for (const char* option : {"listen", "database", "mail", "public-url", "hide-accounts", "config",
                             "password-min-length", "consumers-per-project"}) {
    CHECK_MESSAGE(serve.contains(option), option);
  }
  const auto help = run_gatehouse({{"--help"}});
  CHECK(help.status == 0);
  for (const char* command :
       {"serve", "create-root", "create-key", "rotate-key", "migrate", "openapi", "version"}) {
    CHECK_MESSAGE(help.out.find(command) != std::string::npos, command);
  }
}

TEST_CASE("commands: usage errors are reported with a nonzero status") {
  check_refused(run_gatehouse({.arguments = {}}), "subcommand");
  check_refused(run_gatehouse({{"unknown"}}), "unknown");
  check_refused(run_gatehouse({{"serve", "--unknown"}}), "--unknown");
  check_refused(run_gatehouse({{"serve", "more"}}), "more");
  check_refused(run_gatehouse({{"serve", "--listen", "nowhere"}}), "nowhere");
  check_refused(run_gatehouse({{"serve", "--listen", "127.0.0.1:70000"}}), "70000");
  check_refused(run_gatehouse({{"serve", "--log-level", "loud"}}), "loud");
  check_refused(run_gatehouse({{"serve", "--session-lifetime", "7"}}), "7");
  check_refused(run_gatehouse({{"serve", "--session-lifetime", "-7d"}}), "-7d");
  check_refused(run_gatehouse({{"serve", "--consumers-per-project", "-1"}}), "-1");
  check_refused(run_gatehouse({{"serve", "--consumers-per-project", "many"}}), "many");
  check_refused(run_gatehouse({{"serve", "--password-min-length", "0"}}), "0");
  check_refused(run_gatehouse({{"serve", "--items-of-service", "roc"}}), "roc");
  check_refused(run_gatehouse({{"migrate", "--database", "mysql:x"}}), "mysql");
  check_refused(run_gatehouse({{"migrate", "--database", "sqlite:"}}), "sqlite:");

  const TemporaryFolder folder;
  const std::string database = "sqlite:" + (folder.path() / "db").string();
  check_refused(run_gatehouse({{"serve", "--database", database, "--mail", "post:x"}}), "post:x");
  const std::string maildir = "maildir:" + (folder.path() / "mail").string();
  check_refused(run_gatehouse({{"serve", "--database", database, "--mail", maildir, "--mail-from",
                                "nobody"}}),
                "nobody");
  for (const char* url :
       {"example.org", "ftp://example.org", "https://", "https:///path", "https://:80",
        "https://a b", "https://example.org/?x=y", "https://example.org/#here"}) {
    check_refused(
        run_gatehouse({{"serve", "--database", database, "--mail", maildir, "--public-url", url}}),
        "public-url");
  }
}

TEST_CASE("commands: output that cannot be written is an error") {
  const TemporaryFolder folder;
  const std::string database = " --database sqlite:" + (folder.path() / "db").string();
  REQUIRE(run_gatehouse({{"migrate", "--database", database.substr(12)}}).status == 0);
  for (const std::string& command :
       {std::string("openapi"), std::string("version"), std::string("serve --help"),
        "migrate" + database, "backup " + (folder.path() / "copy").string() + database,
        "export" + database}) {
    for (const char* output : {" >/dev/full", " >&-"}) {
      std::filesystem::remove(folder.path() / "copy");
      const auto outcome =
          run_gatehouse({.arguments = {"-c", gatehouse_program() + " " + command + output},
                         .program = "/bin/sh"});
      CAPTURE(command + output);
      CHECK(outcome.status == 1);
      CHECK(outcome.err.find("cannot be written") != std::string::npos);
    }
  }
}

TEST_CASE("commands: files do not replace closed standard streams") {
  const TemporaryFolder folder;
  const auto outcome =
      run_gatehouse({.arguments = {"-c", gatehouse_program() + " migrate --database sqlite:" +
                                             (folder.path() / "db").string() + " <&- >&- 2>&-"},
                     .program = "/bin/sh"});
  // The message cannot be written, but the database is intact.
  CHECK(outcome.status == 1);
  CHECK(run_gatehouse({{"backup", (folder.path() / "copy").string(), "--database",
                        "sqlite:" + (folder.path() / "db").string()}})
            .status == 0);
}

TEST_CASE("commands: version prints the version") {
  const auto version = run_gatehouse({{"version"}});
  CHECK(version.status == 0);
  CHECK(version.err.empty());
  CHECK(version.out.starts_with("gatehouse "));
  CHECK(version.out.find_first_of("0123456789") != std::string::npos);
}

TEST_CASE("create-root: the password is read from standard input, and the user can log in") {
  Installation site;
  const std::string email = site.fresh_email();
  for (const auto& [input, password] : {std::pair<std::string, std::string>{"secret\n", "secret"},
                                        {"no line end", "no line end"},
                                        {"with\r\n", "with"},
                                        {" spaces \nand more\n", " spaces "},
                                        {"dönmez\n", "dönmez"}}) {
    const std::string address = site.fresh_email();
    const auto created =
        run_gatehouse({.arguments = create_root(site.database(), address), .input = input});
    INFO(created.err);
    CHECK(created.status == 0);
    CHECK(created.out.find(address) != std::string::npos);
    CHECK(created.out.find(password) == std::string::npos);
    // The server was running meanwhile.
    const auto login = site.connect().post("/api/v1/session", login_body(address, password));
    check_success(login, 201);
    CHECK(site.connect().get("/api/v1/me", login.text("token")).text("role") == "root");
  }
}

TEST_CASE(
    "create-root: missing or invalid passwords and e-mails, and an e-mail in use, are refused") {
  Installation site;
  const std::string database = site.database();
  const std::string email = site.fresh_email();
  const auto run = [&](const std::string& address, const std::string& input) {
    return run_gatehouse({.arguments = create_root(database, address), .input = input});
  };
  check_refused(run(email, ""), "password");
  check_refused(run(email, "\n"), "password");
  check_refused(run(email, std::string(129, 'p') + "\n"), "password");
  check_refused(run(email, "\xFF\xFE\n"), "password");
  check_refused(run("nobody", "secret\n"), "nobody");
  check_refused(
      run_gatehouse({.arguments = {"create-root", "--database", database}, .input = "secret\n"}),
      "--email");
  for (const std::string& taken : {site.root().email, in_capitals(site.root().email)}) {
    check_refused(run(taken, "another\n"), "already used");
  }
  auto arguments = create_root(database, email);
  arguments.insert(arguments.end(), {"--password-min-length", "12"});
  check_refused(run_gatehouse({.arguments = arguments, .input = "short\n"}), "password");
  check_success(
      site.connect().post("/api/v1/session", login_body(site.root().email, site.root().password)),
      201);
  CHECK(run_sql(site.database(), "SELECT COUNT(*) FROM users") == "1");
}

TEST_CASE("openapi: the committed description equals the one printed by the program") {
  const std::filesystem::path committed = GATEHOUSE_SOURCE "/docs/reference/openapi.json";
  const auto printed = run_gatehouse({{"openapi"}});
  CHECK(printed.status == 0);
  CHECK(printed.err.empty());
  INFO("to bring it up to date: build/release/bin/gatehouse openapi > " << committed.string());
  REQUIRE(std::filesystem::exists(committed));
  CHECK(read_file(committed) == printed.out);
}
