// The doctor's checks of a mail server.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/smtp_server.hpp"
#include "operations/examination.hpp"

using namespace gatehouse::testing;

namespace {

constexpr const char* wanted_login = "ada@example.org:the right password";

/// Options for a server that requires TLS and that login.
std::vector<std::string> with_login(const SmtpServer& server, const std::string& password_file) {
  return {"--mail",
          "smtp://ada%40example.org@" + server.address(),
          "--smtp-ca-file",
          server.ca_file().string(),
          "--smtp-password-file",
          password_file};
}

class PasswordFile {
 public:
  explicit PasswordFile(const std::string& password) {
    std::ofstream(path()) << password << '\n';
    std::filesystem::permissions(path(), std::filesystem::perms::owner_read);
  }
  [[nodiscard]] std::string path() const { return (folder_.path() / "password").string(); }

 private:
  TemporaryFolder folder_;
};

bool took_no_mail(const SmtpServer& server) {
  return std::filesystem::is_empty(server.folder() / "new");
}

}  // namespace

TEST_CASE("doctor: it connects to the mail server without sending mail") {
  Installation site;
  SmtpServer mail_server;
  const std::vector<std::string> through{"--mail", "smtp://" + mail_server.address(),
                                         "--smtp-starttls", "off"};
  const auto outcome = examine(site, through);
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "ok", "mail: the mail server answers"));
  CHECK(took_no_mail(mail_server));
  mail_server.stop();
  const auto refused = examine(site, through);
  CHECK(refused.status == 1);
  CHECK(says(refused, "error", "mail: mail server"));
}

TEST_CASE("doctor: it checks STARTTLS and the login without sending mail") {
  Installation site;
  const SmtpServer server({"--tls", "starttls", "--login", wanted_login});
  const PasswordFile password("the right password");
  const auto outcome = examine(site, with_login(server, password.path()));
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "ok", "mail: the mail server answers, and takes the login"));
  CHECK(outcome.out.find("open to other users") == std::string::npos);
  CHECK(took_no_mail(server));
}

TEST_CASE("doctor: a mail server that refuses the password is an error, which does not show it") {
  Installation site;
  const SmtpServer server({"--tls", "starttls", "--login", wanted_login});
  const PasswordFile password("the wrong password");
  const auto outcome = examine(site, with_login(server, password.path()));
  CHECK(outcome.status == 1);
  CHECK(says(outcome, "error", "mail: mail server " + server.address() + ": it refuses the login"));
  CHECK(says(outcome, "error", "(reply 535 5.7.8)"));
  CHECK((outcome.out + outcome.err).find("the wrong password") == std::string::npos);
}

TEST_CASE("doctor: an untrusted certificate of a mail server is an error") {
  Installation site;
  const SmtpServer server({"--tls", "starttls", "--login", wanted_login});
  const SmtpServer other({"--tls", "starttls"});
  const PasswordFile password("the right password");
  auto options = with_login(server, password.path());
  options.insert(options.end(), {"--smtp-ca-file", other.ca_file().string()});
  const auto outcome = examine(site, options);
  CHECK(outcome.status == 1);
  CHECK(says(outcome, "error",
             "mail: mail server " + server.address() + ": its certificate is not trusted"));
}

TEST_CASE("doctor: a mail server without STARTTLS is an error, unless the operator allows it") {
  Installation site;
  const SmtpServer server;
  const std::vector<std::string> required{"--mail", "smtp://" + server.address()};
  const auto refused = examine(site, required);
  CHECK(refused.status == 1);
  CHECK(says(refused, "error",
             "mail: mail server " + server.address() + ": it does not offer STARTTLS"));
  auto optional = required;
  optional.insert(optional.end(), {"--smtp-starttls", "optional"});
  CHECK(says(examine(site, optional), "ok", "mail: the mail server answers"));
}

TEST_CASE("doctor: a password file may begin with a byte order mark and end with CRLF") {
  Installation site;
  const SmtpServer server({"--tls", "starttls", "--login", wanted_login});
  const PasswordFile password("\xEF\xBB\xBFthe right password\r");
  CHECK(says(examine(site, with_login(server, password.path())), "ok",
             "mail: the mail server answers"));
}

TEST_CASE("doctor: a mail password file that other users can read is a warning") {
  Installation site;
  const SmtpServer server({"--tls", "starttls", "--login", wanted_login});
  const PasswordFile password("the right password");
  std::filesystem::permissions(password.path(), std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  const auto outcome = examine(site, with_login(server, password.path()));
  CHECK(outcome.status == 0);
  CHECK(says(outcome, "warning", "mail: " + password.path() + " is open to other users"));
}
