// Values of options from all sources: ranges, booleans, empty ones, repeated ones, and those that
// can never work.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/process.hpp"

using namespace gatehouse::testing;

namespace {

const std::vector<std::string>& commands() {
  static const std::vector<std::string> all{"serve",   "create-root", "rotate-key",
                                            "migrate", "backup",      "rotate-signing-key",
                                            "doctor",  "export",      "import"};
  return all;
}

/// A number or a duration as shown in the help, e.g. "--io-threads NUMBER 0..512".
struct Ranged {
  std::string option;
  std::string kind;
  std::string least;
  std::string most;
};

std::vector<Ranged> ranged_options(const std::string& command) {
  const std::string help = run_gatehouse({{command, "--help"}}).out;
  const std::regex shown(
      "--([a-z0-9-]+) (NUMBER|DURATION|OCTETS) ([0-9a-zA-Z]+)\\.\\.([0-9a-zA-Z]+)");
  std::vector<Ranged> found;
  for (std::sregex_iterator at(help.begin(), help.end(), shown), end; at != end; ++at) {
    found.push_back({(*at)[1], (*at)[2], (*at)[3], (*at)[4]});
  }
  return found;
}

/// "public-url" to "GATEHOUSE_PUBLIC_URL".
std::string variable_of(std::string option) {
  for (char& c : option) {
    c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return "GATEHOUSE_" + option;
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// A folder for the files of a server, and the arguments of a server that would create them.
class EmptyFolder {
 public:
  [[nodiscard]] std::vector<std::string> serve(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{"serve"};
    const auto add_unless_given = [&](const std::string& option, const std::string& value) {
      if (std::ranges::find(more, option) != more.end()) return;
      arguments.insert(arguments.end(), {option, value});
    };
    add_unless_given("--listen", "127.0.0.1:0");
    add_unless_given("--database", "sqlite:" + (folder_.path() / "db").string());
    add_unless_given("--mail", "maildir:" + (folder_.path() / "mail").string());
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  [[nodiscard]] bool is_empty() const { return std::filesystem::is_empty(folder_.path()); }
  [[nodiscard]] std::filesystem::path path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

void check_refused(const Invocation& invocation, const std::string& says) {
  const auto outcome = run_gatehouse(invocation);
  CAPTURE(invocation.arguments);
  CAPTURE(outcome.err);
  CHECK(outcome.status == 2);
  CHECK_MESSAGE(outcome.err.find(says) != std::string::npos, says);
}

/// Arguments of `serve` that are refused with a message that contains `says`.
struct Impossible {
  std::vector<std::string> arguments;
  std::string says;
};

void check_never_works(const std::vector<Impossible>& all) {
  for (const auto& [arguments, says] : all) {
    const EmptyFolder folder;
    check_refused({folder.serve(arguments)}, says);
    CHECK(folder.is_empty());
  }
}

}  // namespace

TEST_CASE(
    "option values: every number and duration of every command has a range that is enforced") {
  std::size_t numbers = 0;
  std::size_t durations = 0;
  std::set<std::string> seen;
  for (const std::string& command : commands()) {
    for (const Ranged& ranged : ranged_options(command)) {
      const std::string option = "--" + ranged.option;
      // Options shared by several commands are parsed in the same way: once is sufficient.
      if (!seen.insert(option).second) continue;
      const auto refuse = [&](const std::string& value, const std::string& says) {
        check_refused({{command, option, value}}, option + " must be " + says);
      };
      const std::string range = "from " + ranged.least + " to " + ranged.most;
      if (ranged.kind == "NUMBER") {
        ++numbers;
        for (const std::string value : {"-1", "99999999999999999999", "-99999999999999999999",
                                        "1.5", "0x10", " 5", "5 ", "many", "1e3", "+1"}) {
          refuse(value, "a whole number " + range);
        }
        refuse(ranged.most + "0", "a whole number " + range);
      } else if (ranged.kind == "DURATION") {
        ++durations;
        for (const std::string value : {"-1s", "99999999999999999999s", "36526d"}) {
          refuse(value, range);
        }
        refuse("soon", "like 30s, 10m, 24h or 7d");
      } else {
        for (const std::string value : {"-1", "99999999999999999999", "0", "2048GiB", "64MB"}) {
          refuse(value, "a number of octets " + range);
        }
      }
    }
  }
  CHECK(numbers > 20);
  CHECK(durations > 15);
}

TEST_CASE("option values: every number in the help has its range") {
  const std::regex unranged("--[a-z0-9-]+ (INT|UINT|FLOAT|NUMBER|DURATION|OCTETS)( \\[|=| \\(|:)");
  for (const std::string& command : commands()) {
    const std::string help = run_gatehouse({{command, "--help"}}).out;
    CAPTURE(help);
    CHECK(!std::regex_search(help, unranged));
  }
}

TEST_CASE("option values: examples of numbers that were once accepted are refused") {
  check_refused({{"serve", "--hashing-memory-kib", "-1"}}, "from 8 to");
  check_refused({{"serve", "--hashing-memory-kib", "99999999999999999999"}}, "from 8 to");
  check_refused({{"serve", "--cached-credentials", "-1"}}, "from 1 to");
  check_refused({{"serve", "--io-threads", "100000"}}, "from 0 to 512, not 100000");
  check_refused({{"serve", "--items-of-service", "roc=-1"}}, "numbers from 0 to 1000000000000");
  check_refused({{"serve", "--items-of-service", "roc=99999999999999999999"}},
                "numbers from 0 to 1000000000000");
  check_refused({{"serve", "--items-of-service", "roc=1,roc=2"}}, "twice");
}

TEST_CASE("option values: booleans have the same forms as flag, variable and key of the file") {
  const EmptyFolder folder;
  const TemporaryFolder elsewhere;
  const auto file = (elsewhere.path() / "gatehouse.toml").string();
  const auto hides_accounts = [&](const Invocation& invocation) {
    const auto outcome = run_gatehouse(invocation);
    CAPTURE(outcome.err);
    // The bad address is found after the flag was parsed.
    CHECK(outcome.err.find("--hide-accounts") == std::string::npos);
    return outcome.status == 2 && outcome.err.find("--listen must be like") != std::string::npos;
  };
  for (const std::string form : {"True", "true", "TRUE", "T", "t", "1", "yes", "on", "Y", "False",
                                 "false", "FALSE", "F", "f", "0", "no", "off", "n"}) {
    CAPTURE(form);
    CHECK(hides_accounts({folder.serve({"--listen", "x", "--hide-accounts=" + form})}));
    CHECK(hides_accounts({.arguments = folder.serve({"--listen", "x"}),
                          .environment = {{"GATEHOUSE_HIDE_ACCOUNTS", form}}}));
    write_file(file, "hide-accounts = \"" + form + "\"\n");
    CHECK(hides_accounts({folder.serve({"--listen", "x", "--config", file})}));
  }
  for (const std::string form : {"2", "maybe", "-1", "enable", "tru", "+"}) {
    check_refused({folder.serve({"--hide-accounts=" + form})}, "must be yes or no");
    check_refused(
        {.arguments = folder.serve({}), .environment = {{"GATEHOUSE_HIDE_ACCOUNTS", form}}},
        "must be yes or no");
    write_file(file, "hide-accounts = \"" + form + "\"\n");
    check_refused({folder.serve({"--config", file})}, "must be yes or no");
  }
  CHECK(folder.is_empty());
}

TEST_CASE("option values: no means no in every source") {
  const TemporaryFolder elsewhere;
  const auto file = (elsewhere.path() / "gatehouse.toml").string();
  // The schema of a new database is refused if migration is disabled.
  const auto check_not_migrated = [](const Invocation& invocation) {
    const auto outcome = run_gatehouse(invocation);
    CAPTURE(outcome.err);
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("migrate it first") != std::string::npos);
  };
  for (const std::string form : {"no", "FALSE", "off", "0", "n"}) {
    CAPTURE(form);
    const EmptyFolder folder;
    check_not_migrated({folder.serve({"--migrate=" + form})});
    check_not_migrated(
        {.arguments = folder.serve({}), .environment = {{"GATEHOUSE_MIGRATE", form}}});
    write_file(file, "migrate = \"" + form + "\"\n");
    check_not_migrated({folder.serve({"--config", file})});
  }
  const EmptyFolder folder;
  check_not_migrated({folder.serve({"--no-migrate"})});
  check_not_migrated({folder.serve({"--no-migrate=yes"})});
  write_file(file, "migrate = false\n");
  check_not_migrated({folder.serve({"--config", file})});
  // A flag overrides it.
  check_not_migrated(
      {.arguments = folder.serve({"--no-migrate"}), .environment = {{"GATEHOUSE_MIGRATE", "yes"}}});
}

TEST_CASE("option values: origins may be given several times, and all of them are checked") {
  const EmptyFolder folder;
  check_refused({folder.serve({"--cors-origin", "https://a.example", "--cors-origin=b.example"})},
                "--cors-origin must be like");
  check_refused({folder.serve({"--cors-origin=a.example", "--cors-origin", "https://b.example"})},
                "--cors-origin must be like");
  check_refused({folder.serve({"--cors-origin", "*", "--cors-origin", "https://b.example"})},
                "--cors-origin must be * alone");
  CHECK(folder.is_empty());
}

TEST_CASE("option values: a repeated option is refused") {
  const EmptyFolder folder;
  check_refused({folder.serve({"--listen", "127.0.0.1:0", "--listen", "127.0.0.1:0"})},
                "--listen is given more than once");
  check_refused({folder.serve({"--io-threads=1", "--io-threads=1"})},
                "--io-threads is given more than once");
  check_refused({folder.serve({"--migrate", "--no-migrate"})}, "--migrate is given more than once");
  check_refused({folder.serve({"--config", "/dev/null", "--config", "/dev/null"})},
                "--config is given more than once");
  check_refused({{"migrate", "--database", "sqlite:a", "--database=sqlite:b"}},
                "--database is given more than once");
  check_refused({folder.serve({"--trusted-proxies", "::1", "--trusted-proxies", "::2"})},
                "--trusted-proxies is given more than once");
  check_refused({folder.serve({"--access-log", "--migrate"})}, "--access-log needs a value");
  check_refused({folder.serve({"--access-log"})}, "--access-log needs a value");
  CHECK(folder.is_empty());
}

TEST_CASE("option values: an empty value counts as missing as flag, variable and key of the file") {
  const TemporaryFolder elsewhere;
  const auto file = (elsewhere.path() / "gatehouse.toml").string();
  // Each of these would be refused if it were parsed as a value.
  for (const std::string option :
       {"io-threads", "listen", "admin-listen", "public-url", "mail", "mail-from",
        "session-lifetime", "tls-certificate", "tls-key", "log-level", "hide-accounts",
        "database-connections", "items-of-service", "smtp-password-file", "config"}) {
    CAPTURE(option);
    const EmptyFolder folder;
    // Without migration, so that the server exits once all values are accepted.
    const auto taken = [](const Invocation& invocation) {
      const auto outcome = run_gatehouse(invocation);
      CAPTURE(outcome.err);
      CHECK(outcome.status == 1);
      CHECK(outcome.err.find("migrate it first") != std::string::npos);
    };
    auto flag = folder.serve({"--no-migrate"});
    if (option != "listen" && option != "mail") {
      flag.push_back("--" + option + "=");
      taken({flag});
      if (option != "hide-accounts") {
        flag.back() = "--" + option;
        flag.emplace_back();
        taken({flag});
      }
    }
    taken(
        {.arguments = folder.serve({"--no-migrate"}), .environment = {{variable_of(option), ""}}});
    if (option == "config") continue;
    write_file(file, option + " = \"\"\n");
    taken({folder.serve({"--no-migrate", "--config", file})});
  }
}

TEST_CASE("option values: an empty variable does not override the file") {
  const EmptyFolder folder;
  const TemporaryFolder elsewhere;
  const auto file = (elsewhere.path() / "gatehouse.toml").string();
  write_file(file, "listen = \"nowhere\"\n");
  check_refused(
      {.arguments = {"serve", "--config", file}, .environment = {{"GATEHOUSE_LISTEN", ""}}},
      "key \"listen\", line 1");
}

TEST_CASE("option values: a variable that does not belong to an option is refused") {
  const EmptyFolder folder;
  struct Unknown {
    std::string variable;
    std::string says;
  };
  for (const Unknown& unknown :
       {Unknown{"GATEHOUSE_NO_MIGRATE", "write GATEHOUSE_MIGRATE=no"},
        {"GATEHOUSE_DATABSE", "there is no option --databse"},
        {"GATEHOUSE_", "there is no option"},
        {"GATEHOUSE_Listen", "environment variable GATEHOUSE_Listen"},
        {"GATEHOUSE_PUBLIC-URL", "environment variable GATEHOUSE_PUBLIC-URL"},
        {"GATEHOUSE_PORT", "environment variable GATEHOUSE_PORT"},
        {"GATEHOUSE_HELP", "environment variable GATEHOUSE_HELP"}}) {
    CAPTURE(unknown.variable);
    for (const char* value : {"1", ""}) {
      check_refused({.arguments = folder.serve({}), .environment = {{unknown.variable, value}}},
                    unknown.says);
      check_refused(
          {.arguments = {"migrate", "--database", "sqlite:" + (folder.path() / "db").string()},
           .environment = {{unknown.variable, value}}},
          unknown.variable);
    }
  }
  CHECK(folder.is_empty());
}

TEST_CASE("option values: variables that describe a service of Kubernetes are ignored") {
  const EmptyFolder folder;
  const auto outcome = run_gatehouse(
      {.arguments = {"migrate", "--database", "sqlite:" + (folder.path() / "db").string()},
       .environment = {{"GATEHOUSE_SERVICE_HOST", "10.0.0.11"},
                       {"GATEHOUSE_SERVICE_PORT", "8080"},
                       {"GATEHOUSE_SERVICE_PORT_HTTP", "8080"},
                       {"GATEHOUSE_PORT", "tcp://10.0.0.11:8080"},
                       {"GATEHOUSE_PORT_8080_TCP", "tcp://10.0.0.11:8080"},
                       {"GATEHOUSE_PORT_8080_TCP_PROTO", "tcp"},
                       {"GATEHOUSE_PORT_8080_TCP_PORT", "8080"},
                       {"GATEHOUSE_PORT_8080_TCP_ADDR", "10.0.0.11"},
                       {"GATEHOUSE_EDGE_SERVICE_HOST", "10.0.0.12"}}});
  INFO(outcome.err);
  CHECK(outcome.status == 0);
}

TEST_CASE("option values: values that can never work exit with 2 before anything is created") {
  const TemporaryFolder elsewhere;
  const auto password = (elsewhere.path() / "password").string();
  write_file(password, "secret\n");
  check_never_works({
      {{"--mail", "smtp://u:p@"}, "--mail cannot be used"},
      {{"--mail", "smtp://host:99999"}, "--mail cannot be used"},
      {{"--mail", "smtp://ho st"}, "--mail cannot be used"},
      {{"--mail", "smtp://host", "--smtp-password", "p"}, "--mail cannot be used"},
      {{"--mail", "smtp://u@host", "--smtp-starttls", "off"}, "--mail cannot be used"},
      {{"--mail", "smtps://host", "--smtp-starttls", "off"}, "--smtp-starttls"},
      {{"--mail", "smtp://u:p@host", "--smtp-password", "p"}, "--smtp-password"},
      {{"--mail", "smtp://u@host", "--smtp-password", "p", "--smtp-password-file", password},
       "--smtp-password-file"},
      {{"--mail", "smtp://u@host", "--smtp-ca-file", password}, "certificate"},
      {{"--mail", "post:x"}, "--mail must be"},
      {{"--mail-from", "ada"}, "--mail-from"},
      {{"--mail-from", "A\nB <ada@example.com>"}, "--mail-from"},
      {{"--tls-certificate", "a.pem"}, "--tls-certificate stands alone"},
      {{"--tls-key", "a.pem"}, "--tls-key stands alone"},
      {{"--argon2-memory-kib", "1"}, "--argon2-memory-kib"},
      {{"--argon2-memory-kib", "8", "--argon2-parallelism", "2"}, "--argon2-memory-kib"},
      {{"--argon2-iterations", "0"}, "--argon2-iterations"},
      {{"--argon2-parallelism", "0"}, "--argon2-parallelism"},
      {{"--argon2-parallelism", "17"}, "--argon2-parallelism"},
      {{"--hashing-memory-kib", "8"}, "--hashing-memory-kib"},
      {{"--public-url", "accounts.example.com"}, "--public-url must be like"},
      {{"--public-url", "https://a.example/?q"}, "--public-url must be like"},
      {{"--issuer", "accounts.example.com"}, "--issuer must be like"},
      {{"--listen", "300.1.1.1:80"}, "--listen must be like"},
      {{"--listen", "example.com:80"}, "--listen must be like"},
      {{"--listen", "127.0.0.1"}, "--listen must be like"},
      {{"--admin-listen", "127.0.0.1:70000"}, "--admin-listen must be like"},
      {{"--listen", "0.0.0.0:18080", "--admin-listen", "127.0.0.1:18080"}, "--admin-listen"},
      {{"--listen", "[::1]:18080", "--admin-listen", "[::1]:18080"}, "--admin-listen"},
      {{"--database", "mysql:x"}, "--database must be"},
      {{"--database", "sqlite:"}, "--database must be"},
      {{"--database", "postgresql://h:x/db"}, "--database cannot be used"},
      {{"--database", "postgresql://u:p@ss@h/db"}, "--database cannot be used"},
      {{"--database", "postgresql://h/db?no_such_setting=1"}, "--database cannot be used"},
      {{"--items-of-service", "roc=1,"}, "--items-of-service must be like"},
      {{"--items-of-service", ",roc=1"}, "--items-of-service must be like"},
      {{"--log-level", "loud"}, "loud"},
      {{"--signature-algorithm", "RS256"}, "--signature-algorithm"},
  });
}

TEST_CASE("option values: a URL that can never work exits with 2 before anything is created") {
  check_never_works({
      {{"--public-url", "https://u:p@a.example"}, "--public-url must be like"},
      {{"--public-url", "https://a.example:99999"}, "--public-url must be like"},
      {{"--public-url", "https://a.example:0"}, "--public-url must be like"},
      {{"--public-url", "https://a.example:x"}, "--public-url must be like"},
      {{"--public-url", "https://a..example"}, "--public-url must be like"},
      {{"--public-url", "https://[::1"}, "--public-url must be like"},
      {{"--public-url", "https://[::g]"}, "--public-url must be like"},
      {{"--public-url", "https://<a>"}, "--public-url must be like"},
      {{"--public-url", "https://a.example/<a>"}, "--public-url must be like"},
      {{"--issuer", "https://u@a.example"}, "--issuer must be like"},
      {{"--database", "postgresql://h:70000/db"}, "its port must be a number from 1 to 65535"},
      {{"--database", "postgresql://h:0/db"}, "its port must be a number from 1 to 65535"},
      {{"--database", "postgresql://h/db?sslmode=maybe"}, "its sslmode must be"},
      {{"--database", "postgresql://h/db?options=-c%20search_path=x"}, "as %3D"},
  });
}

TEST_CASE("option values: a file that can never work exits with 2 before anything is created") {
  const TemporaryFolder elsewhere;
  const auto password = (elsewhere.path() / "password").string();
  write_file(password, "secret\n");
  const auto pipe = (elsewhere.path() / "pipe").string();
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  check_never_works({
      {{"--tls-certificate", password, "--tls-key", password}, "--tls-certificate and"},
      {{"--tls-certificate", pipe, "--tls-key", pipe}, "it is a pipe"},
      {{"--encryption-key-file", password}, "--encryption-key-file cannot be used"},
      {{"--encryption-key-file", pipe}, "--encryption-key-file cannot be used"},
  });
}

TEST_CASE("option values: a message about a value does not show passwords") {
  const EmptyFolder folder;
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--mail", "smtp://u:SECRET@"},
        {"--mail", "smtp://u:SECRET@host:x"},
        {"--mail", "smtp://u:SECRET@host", "--smtp-password", "SECRET"},
        {"--database", "postgresql://u:SECRET@h:x/db"},
        {"--database", "postgresql://u:SECRET@more@h/db"}}) {
    const auto outcome = run_gatehouse({folder.serve(arguments)});
    CAPTURE(outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.err.find("SECRET") == std::string::npos);
  }
}
