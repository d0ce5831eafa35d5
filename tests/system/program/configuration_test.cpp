// Flags, environment and configuration file.
#include <doctest/doctest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/process.hpp"

using namespace gatehouse::testing;

namespace {

/// A folder with a configuration file for `migrate`, whose effect shows which database was used.
class Layers {
 public:
  void write(const std::string& text) { std::ofstream(file()) << text; }

  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "gatehouse.toml"; }
  [[nodiscard]] std::string database(const std::string& name) const {
    return "sqlite:" + (folder_.path() / name).string();
  }
  [[nodiscard]] bool has(const std::string& name) const {
    return std::filesystem::exists(folder_.path() / name);
  }

 private:
  TemporaryFolder folder_;
};

/// "public-url" to "GATEHOUSE_PUBLIC_URL".
std::string variable_of(std::string option) {
  for (char& c : option) {
    c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return "GATEHOUSE_" + option;
}

}  // namespace

TEST_CASE("configuration: a flag overrides the environment, which overrides the file") {
  Layers layers;
  layers.write("database = \"" + layers.database("of-file") + "\"\n");
  Invocation invocation{{"migrate", "--config", layers.file().string()}};

  CHECK(run_gatehouse(invocation).status == 0);
  CHECK(layers.has("of-file"));

  invocation.environment = {{"GATEHOUSE_DATABASE", layers.database("of-environment")}};
  CHECK(run_gatehouse(invocation).status == 0);
  CHECK(layers.has("of-environment"));
  CHECK(!layers.has("of-flag"));

  invocation.arguments.insert(invocation.arguments.end(),
                              {"--database", layers.database("of-flag")});
  CHECK(run_gatehouse(invocation).status == 0);
  CHECK(layers.has("of-flag"));
}

TEST_CASE("configuration: a flag of one command overrides the environment for all commands") {
  Layers layers;
  const auto outcome = run_gatehouse(
      {.arguments = {"create-root", "--email", "root@example.com", "--argon2-memory-kib", "64",
                     "--argon2-iterations", "1", "--database", layers.database("of-flag")},
       .environment = {{"GATEHOUSE_DATABASE", layers.database("of-environment")},
                       {"GATEHOUSE_EMAIL", "another@example.com"}},
       .input = "password\n"});
  INFO(outcome.err);
  CHECK(outcome.status == 0);
  CHECK(outcome.out.find("root@example.com") != std::string::npos);
  CHECK(layers.has("of-flag"));
  CHECK(!layers.has("of-environment"));
}

TEST_CASE("configuration: the file may be named in the environment") {
  Layers layers;
  layers.write("database = \"" + layers.database("of-file") + "\"\n");
  const auto outcome = run_gatehouse(
      {.arguments = {"migrate"}, .environment = {{"GATEHOUSE_CONFIG", layers.file().string()}}});
  CHECK(outcome.status == 0);
  CHECK(layers.has("of-file"));
}

TEST_CASE("configuration: one file serves all commands") {
  Layers layers;
  layers.write("database = \"" + layers.database("of-file") +
               "\"\nlisten = \"[::1]:1\"\nhide-accounts = true\nsession-lifetime = \"1h\"\n");
  const auto outcome = run_gatehouse({{"migrate", "--config", layers.file().string()}});
  INFO(outcome.err);
  CHECK(outcome.status == 0);
  CHECK(layers.has("of-file"));
}

TEST_CASE("configuration: errors in the file are reported with the file and the key") {
  Layers layers;
  const auto check_refused = [&](const std::string& text, const std::string& says) {
    layers.write(text);
    const auto outcome = run_gatehouse(
        {{"migrate", "--config", layers.file().string(), "--database", layers.database("never")}});
    INFO(text << " -> " << outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.err.find(says) != std::string::npos);
    CHECK(!layers.has("never"));
  };
  check_refused("unknown = 1\n", "unknown");
  check_refused("data-base = \"x\"\n", "data-base");
  check_refused("[server]\nlisten = \"x\"\n", "[server]");
  check_refused("database = [\"a\", \"b\"]\n", "database");
  check_refused("config = \"other.toml\"\n", "config");

  std::filesystem::remove(layers.file());
  const auto missing = run_gatehouse({{"migrate", "--config", layers.file().string()}});
  CHECK(missing.status == 2);
  CHECK(missing.err.find("gatehouse.toml") != std::string::npos);
}

TEST_CASE("configuration: an invalid value is reported with its source") {
  Layers layers;
  const std::string in_file = "configuration file " + layers.file().string() + ", key ";
  struct Mistake {
    std::string option;
    std::string value;
    std::string says;
  };
  for (const Mistake& bad : {
           Mistake{"session-lifetime", "soon", "must be like 30s, 10m, 24h or 7d: soon"},
           Mistake{"password-min-length", "1000", "must be a whole number from 1 to 128, not 1000"},
           Mistake{"io-threads", "many", "many"},
           Mistake{"log-level", "loud", "loud not in"},
           Mistake{"hide-accounts", "perhaps", "must be yes or no"},
           Mistake{"items-of-service", "roc", "must be like roc=100,push=5000: roc"},
           Mistake{"trusted-proxies", "10.0.0.0/8,nowhere", "must be addresses or CIDR ranges"},
           Mistake{"trusted-proxies", "10.0.0.1/8", "must be addresses or CIDR ranges"},
           Mistake{"trusted-proxies", "10.0.0", "must be addresses or CIDR ranges"},
           Mistake{"trusted-proxies", "10.0.0.1,,::1", "must be addresses or CIDR ranges"},
           Mistake{"trusted-proxies", "::1,", "must be addresses or CIDR ranges"},
           Mistake{"cors-origin", "app.example.com", "must be like https://app.example.com"},
           Mistake{"cors-origin", "https://app.example.com/", "must be like https://"},
           Mistake{"cors-origin", "https://app.example.com/path", "must be like https://"},
           Mistake{"cors-origin", "https://ada@app.example.com", "must be like https://"},
           Mistake{"cors-origin", "https://app.example.com:65536", "must be like https://"},
           Mistake{"cors-origin", "https://*.example.com", "must be like https://"},
           Mistake{"cors-origin", "https://", "must be like https://"},
           Mistake{"cors-origin", "null", "must be like https://"},
           Mistake{"cors-origin", "https://a.example,,https://b.example", "must be like https://"},
           Mistake{"cors-origin", "https://a.example,*", "must be * alone"},
           Mistake{"hsts-max-age", "-1", "must be like 30s, 10m, 24h or 7d: -1"},
           Mistake{"listen", "nowhere", "--listen must be like"},
           Mistake{"admin-listen", "nowhere", "--admin-listen must be like"},
           Mistake{"public-url", "nonsense", "--public-url must be like"},
           Mistake{"mail", "pigeon:ada", "--mail must be"},
           Mistake{"mail-from", "ada", "--mail-from is no e-mail address: ada"},
       }) {
    CAPTURE(bad.option);
    const auto check = [&](const Invocation& invocation, const std::string& source) {
      const auto outcome = run_gatehouse(invocation);
      CAPTURE(outcome.err);
      CHECK(outcome.status == 2);
      CHECK(outcome.err.find(bad.says) != std::string::npos);
      CHECK(outcome.err.find(source) != std::string::npos);
      CHECK(outcome.err.find("--" + bad.option) != std::string::npos);
      CHECK(!layers.has("db"));
      return outcome.err;
    };
    const std::vector<std::string> serve{"serve", "--database", layers.database("db"), "--config",
                                         layers.file().string()};
    const std::string variable = variable_of(bad.option);

    layers.write(bad.option + " = \"" + bad.value + "\"\n");
    check({.arguments = serve}, in_file + "\"" + bad.option + "\", line 1");

    layers.write("");
    check({.arguments = serve, .environment = {{variable, bad.value}}},
          "environment variable " + variable);

    auto with_flag = serve;
    with_flag.push_back("--" + bad.option + "=" + bad.value);
    const std::string said = check({.arguments = with_flag}, "");
    CHECK(said.find("environment") == std::string::npos);
    CHECK(said.find("configuration file") == std::string::npos);
  }
}

TEST_CASE("configuration: an invalid flag is not attributed to the value it overrides") {
  Layers layers;
  const auto outcome = run_gatehouse(
      {.arguments = {"serve", "--database", layers.database("db"), "--listen", "nowhere"},
       .environment = {{"GATEHOUSE_LISTEN", "127.0.0.1:0"}}});
  CHECK(outcome.status == 2);
  CHECK(outcome.err.find("not nowhere\n") != std::string::npos);
}

TEST_CASE("configuration: the doctor reports the source of an invalid value") {
  Layers layers;
  const auto outcome = run_gatehouse(
      {.arguments = {"doctor", "--database", layers.database("db"), "--listen", "127.0.0.1:0"},
       .environment = {{"GATEHOUSE_PUBLIC_URL", "nonsense"}}});
  CHECK(outcome.status == 1);
  CHECK(outcome.out.find("not nonsense [environment variable GATEHOUSE_PUBLIC_URL]") !=
        std::string::npos);
}

TEST_CASE("configuration: values of environment and file are validated like flags") {
  Layers layers;
  const auto by_environment =
      run_gatehouse({.arguments = {"serve", "--database", layers.database("never")},
                     .environment = {{"GATEHOUSE_SESSION_LIFETIME", "soon"}}});
  CHECK(by_environment.status != 0);
  CHECK(by_environment.err.find("soon") != std::string::npos);
  layers.write("password-min-length = 1000\n");
  const auto by_file = run_gatehouse(
      {{"serve", "--database", layers.database("never"), "--config", layers.file().string()}});
  CHECK(by_file.status != 0);
  CHECK(by_file.err.find("1000") != std::string::npos);
  CHECK(!layers.has("never"));
}
