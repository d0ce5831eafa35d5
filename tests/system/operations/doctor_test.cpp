// What the doctor says of an installation.
#include <doctest/doctest.h>

#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/smtp_server.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

Outcome examine(const Installation& site, const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"doctor",
                                     "--database",
                                     site.database(),
                                     "--mail",
                                     "maildir:" + site.maildir().string(),
                                     "--public-url",
                                     "https://example.org",
                                     "--password-min-length",
                                     "12"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_gatehouse({.arguments = arguments});
}

bool says(const Outcome& outcome, const std::string& level, const std::string& text) {
  INFO(outcome.out);
  INFO(outcome.err);
  for (std::size_t at = outcome.out.find(text); at != std::string::npos;
       at = outcome.out.find(text, at + 1)) {
    const std::size_t line = outcome.out.rfind('\n', at) + 1;
    if (outcome.out.substr(line).starts_with(level + " ")) return true;
  }
  MESSAGE(outcome.out << outcome.err);
  return false;
}

}  // namespace

TEST_CASE("doctor: an installation in order is ok, while its server runs") {
  Installation site;
  const auto outcome = examine(site);
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "ok", "storage: can be read and written, schema version "));
  CHECK(says(outcome, "ok", "mail: the Maildir can be written"));
  CHECK(says(outcome, "ok", "public-url: https://example.org"));
  CHECK(says(outcome, "ok", "password-min-length: 12"));
  CHECK(outcome.out.find("error") == std::string::npos);
}

TEST_CASE("doctor: what is risky is a warning and no failure") {
  Installation site;
  chmod(site.database().substr(std::string("sqlite:").size()).c_str(), 0644);
  const auto outcome =
      examine(site, {"--password-min-length", "3", "--public-url", "http://example.org"});
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "warning", "is open to other users"));
  CHECK(says(outcome, "warning", "password-min-length: 3"));
  CHECK(says(outcome, "warning", "is not https"));
}

TEST_CASE("doctor: all that is wrong is told at once, and ends with 1") {
  Installation site;
  const auto outcome =
      examine(site, {"--database", "sqlite:" + site.log().string(), "--mail", "maildir:/proc/mail",
                     "--public-url", "nonsense", "--tls-certificate", "/nowhere/a", "--tls-key",
                     "/nowhere/b", "--admin-listen", "nowhere"});
  CHECK(outcome.status == 1);
  for (const std::string subject :
       {"storage: ", "mail: ", "public-url: ", "tls: ", "admin-listen: "}) {
    CHECK(says(outcome, "error", subject));
  }
}

TEST_CASE("doctor: the mail server is greeted, and sent nothing") {
  Installation site;
  SmtpServer mail_server;
  const std::vector<std::string> through{"--mail", "smtp://" + mail_server.address(),
                                         "--smtp-starttls", "off"};
  const auto outcome = examine(site, through);
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "ok", "mail: the mail server answers"));
  const auto received = mail_server.folder() / "new";
  CHECK((!std::filesystem::exists(received) || std::filesystem::is_empty(received)));
  mail_server.stop();
  const auto refused = examine(site, through);
  CHECK(refused.status == 1);
  CHECK(says(refused, "error", "mail: mail server"));
}

TEST_CASE("doctor: without a database it says that there is none, and makes none") {
  Installation site;
  const std::string database = (site.folder() / "other.db").string();
  const auto outcome = examine(site, {"--database", "sqlite:" + database});
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "warning", "there is no database"));
  CHECK_FALSE(std::filesystem::exists(database));
}
