// The server with a mail server.
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/smtp_server.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

std::vector<std::string> without_tls(const SmtpServer& server) {
  return {"--mail", "smtp://" + server.address(), "--smtp-starttls", "off"};
}

std::vector<std::string> with_login(const SmtpServer& server, const std::string& password_file) {
  return {"--mail",
          "smtp://ada%40example.org@" + server.address(),
          "--smtp-ca-file",
          server.ca_file().string(),
          "--smtp-password-file",
          password_file};
}

/// Approves a registration with the mailed code.
void approve(Installation& site, const MailText& mail, const std::string& email) {
  check_success(site.connect().put("/api/v1/register/" + mail.header("X-Registration-Id"),
                                   approval_body(mail.header("X-Approve-Code"), email)),
                202);
}

bool logged(const Installation& site, const std::string& text) {
  return comes_to_hold(site.log(), text);
}

}  // namespace

TEST_CASE("smtp: an unavailable mail server is 424, and the same request succeeds later") {
  SmtpServer server;
  Mailbox mailbox(server.folder());
  Installation site(without_tls(server));
  const std::string email = site.fresh_email();
  server.stop();
  for (int i = 0; i < 2; ++i) {
    const auto reply = site.connect().post("/api/v1/register", registration_body(email));
    check_error(reply, 424);
    // The reason is logged only.
    CHECK(reply.http.body.find("localhost") == std::string::npos);
  }
  CHECK(logged(site, "mail server " + server.address() + ": it cannot be reached"));
  server.start();
  check_success(site.connect().post("/api/v1/register", registration_body(email)), 201);
  CHECK(mailbox.to(email).size() == 1);
  approve(site, mailbox.last_to(email), email);
}

TEST_CASE("smtp: a recipient refused by the mail server is 424, and others get their mail") {
  SmtpServer server;
  Mailbox mailbox(server.folder());
  Installation site(without_tls(server));
  check_error(site.connect().post("/api/v1/register", registration_body("refused@example.org")),
              424);
  CHECK(logged(site, "(reply 550 5.1.1)"));
  const std::string email = site.fresh_email();
  check_success(site.connect().post("/api/v1/register", registration_body(email)), 201);
  approve(site, mailbox.last_to(email), email);
}

TEST_CASE("smtp: mail to a non-ASCII domain is delivered without SMTPUTF8") {
  SmtpServer server;
  Mailbox mailbox(server.folder());
  Installation site(without_tls(server));
  check_success(
      site.connect().post("/api/v1/register", registration_body("ada@b\u00FCcher.example")), 201);
  CHECK(mailbox.to("ada@xn--bcher-kva.example").size() == 1);
  // The local part has no ASCII form.
  const auto reply =
      site.connect().post("/api/v1/register", registration_body("\u00E4da@b\u00FCcher.example"));
  check_error(reply, 424);
  CHECK(logged(site, "it does not offer SMTPUTF8"));
}

TEST_CASE(
    "smtp: with TLS and a password file mail is delivered, and no log contains the password") {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "password").string();
  SmtpServer server({"--tls", "starttls", "--login", "ada@example.org:the right password"});
  Mailbox mailbox(server.folder());
  std::ofstream(file) << "the right password\n";
  {
    Installation site(with_login(server, file));
    const std::string email = site.fresh_email();
    check_success(site.connect().post("/api/v1/register", registration_body(email)), 201);
    approve(site, mailbox.last_to(email), email);
  }
  std::ofstream(file) << "the wrong password\n";
  Installation site(with_login(server, file));
  const auto reply = site.connect().post("/api/v1/register", registration_body(site.fresh_email()));
  check_error(reply, 424);
  CHECK(logged(site, "it refuses the login"));
  CHECK(logged(site, "(reply 535 5.7.8)"));
  CHECK(read_file(site.log()).find("the wrong password") == std::string::npos);
}

TEST_CASE("smtp: mail in delivery when the server is killed is sent after the next start") {
  SmtpServer server;
  Mailbox mailbox(server.folder());
  Installation site(without_tls(server));
  // The mail server delays its reply to this one: the mail is queued, and not delivered.
  const std::string email = "stuck@example.org";
  std::jthread client([&site, &email] {
    try {
      (void)site.connect().post("/api/v1/register", registration_body(email));
    } catch (const HttpClientError&) {
      return;  // the server was killed
    }
  });
  const auto queued = [&site] {
    return run_sql(site.database(), "SELECT COUNT(*) FROM outgoing_mail") == "1";
  };
  for (int i = 0; i < 5000 && !queued(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  REQUIRE(queued());
  site.server().kill();
  client.join();
  CHECK(mailbox.to(email).empty());

  server.stop();
  server.start({"--nobody-special"});
  run_sql(site.database(), "UPDATE outgoing_mail SET leased_until = 0");
  site.start();
  for (int i = 0; i < 5000 && mailbox.to(email).empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  REQUIRE(mailbox.to(email).size() == 1);
  approve(site, mailbox.last_to(email), email);
}

TEST_CASE("smtp: an unusable configuration is reported at start without its password") {
  const TemporaryFolder folder;
  const std::string database = "sqlite:" + (folder.path() / "db").string();
  const auto refused = [&](std::vector<std::string> arguments, const std::string& says) {
    arguments.insert(arguments.begin(),
                     {"serve", "--listen", "127.0.0.1:0", "--database", database});
    const auto outcome = run_gatehouse({.arguments = arguments});
    INFO(outcome.err);
    CHECK(outcome.status != 0);
    CHECK(outcome.status < 128);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.find(says) != std::string::npos);
    CHECK(outcome.err.find("hushhush") == std::string::npos);
  };
  refused({"--mail", "smtp://"}, "the host is missing");
  refused({"--mail", "stmp://ada:hushhush@localhost"}, "stmp:…@localhost");
  refused({"--mail", "smtp://ada:hushhush@localhost:x"}, "port");
  refused({"--mail", "smtp://ada:hushhush@localhost", "--smtp-starttls", "off"}, "TLS");
  refused({"--mail", "smtp://ada:hushhush@localhost", "--smtp-starttls", "optional"}, "TLS");
  refused({"--mail", "smtp://localhost", "--smtp-starttls", "maybe"}, "maybe");
  refused({"--mail", "smtps://localhost", "--smtp-starttls", "off"}, "smtps://");
  refused({"--mail", "smtp://ada:hushhush@localhost", "--smtp-password", "hushhush"}, "once");
  refused({"--mail", "smtp://localhost", "--smtp-password", "hushhush"}, "needs a user");
  refused({"--mail", "smtp://ada@localhost", "--smtp-password-file", "/nowhere"}, "/nowhere");
  refused({"--mail", "smtp://localhost", "--smtp-ca-file", "/nowhere"}, "/nowhere");
  refused({"--mail", "smtp://localhost", "--smtp-deadline", "2m"}, "1m");
}
