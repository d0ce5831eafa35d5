// TLS and logins.
#include "smtp_site.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using gatehouse::Secret;
using gatehouse::SmtpOptions;
using gatehouse::SmtpSecurity;
using gatehouse::testing::SmtpServer;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

SmtpOptions with_login(SmtpOptions options, const std::string& password) {
  options.user = "ada@example.org";
  options.password = Secret(password);
  return options;
}

struct Way {
  const char* name;
  SmtpSecurity security;
};
constexpr Way ways[] = {{"starttls", SmtpSecurity::starttls},
                        {"implicit", SmtpSecurity::implicit_tls}};

}  // namespace

TEST_CASE("smtp: with TLS and a login, mail arrives") {
  for (const Way& way : ways) {
    CAPTURE(way.name);
    const SmtpServer server({"--tls", way.name, "--login", "ada@example.org:hush hush"});
    CHECK(outcome_of(with_login(tls_options(server, way.security), "hush hush"), sample_mail()) ==
          "delivered");
    CHECK(only_file(server, "envelope") ==
          "no-reply@gatehouse.example\nada@example.org\n\nada@example.org\ntls\n");
  }
}

TEST_CASE("smtp: a wrong password is reported with the reply code, and without the password") {
  for (const Way& way : ways) {
    const SmtpServer server({"--tls", way.name, "--login", "ada@example.org:hush hush"});
    const std::string outcome =
        outcome_of(with_login(tls_options(server, way.security), "wrongwrong"), sample_mail());
    CAPTURE(outcome);
    CHECK(outcome.starts_with("not delivered: mail server " + server.address() +
                              ": it refuses the login"));
    CHECK(contains(outcome, "(reply 535 5.7.8)"));
    CHECK_FALSE(contains(outcome, "wrong"));
    CHECK(mails_at(server) == 0);
  }
}

TEST_CASE("smtp: a certificate of an unknown authority is rejected") {
  for (const Way& way : ways) {
    const SmtpServer server({"--tls", way.name});
    SmtpOptions options = tls_options(server, way.security);
    options.ca_file.clear();
    CHECK(outcome_of(options, sample_mail())
              .starts_with("not delivered: mail server " + server.address() +
                           ": its certificate is not trusted: "));
    // A certificate of another authority.
    const SmtpServer other({"--tls", way.name});
    options.ca_file = other.ca_file();
    CHECK(contains(outcome_of(options, sample_mail()), "its certificate is not trusted"));
    CHECK(mails_at(server) == 0);
  }
}

TEST_CASE("smtp: a certificate for another name is rejected") {
  for (const Way& way : ways) {
    const SmtpServer server({"--tls", way.name});
    SmtpOptions options = tls_options(server, way.security);
    options.host = "127.0.0.1";
    CHECK(contains(outcome_of(options, sample_mail()), "its certificate is not trusted"));
    CHECK(mails_at(server) == 0);
  }
}

TEST_CASE("smtp: a server without STARTTLS gets neither mail nor password") {
  const SmtpServer server({"--login", "ada@example.org:hush hush"});
  SmtpOptions options = with_login(plain_options(server), "hush hush");
  options.security = SmtpSecurity::starttls;
  CHECK(outcome_of(options, sample_mail())
            .starts_with("not delivered: mail server " + server.address() +
                         ": it does not offer STARTTLS"));
  CHECK(mails_at(server) == 0);
}

TEST_CASE("smtp: optional TLS is used when offered, and the certificate is verified") {
  const SmtpServer plain;
  SmtpOptions options = plain_options(plain);
  options.security = SmtpSecurity::opportunistic;
  CHECK(outcome_of(options, sample_mail()) == "delivered");
  CHECK(only_file(plain, "envelope").ends_with("\nplain\n"));

  const SmtpServer server({"--tls", "starttls"});
  options = tls_options(server, SmtpSecurity::opportunistic);
  CHECK(outcome_of(options, sample_mail()) == "delivered");
  CHECK(only_file(server, "envelope").ends_with("\ntls\n"));
  options.ca_file.clear();
  CHECK(contains(outcome_of(options, sample_mail()), "its certificate is not trusted"));
}

TEST_CASE("smtp: TLS before 1.2 is not supported") {
  const SmtpServer server({"--tls", "implicit", "--old-tls"});
  const std::string outcome =
      outcome_of(tls_options(server, SmtpSecurity::implicit_tls), sample_mail());
  CHECK(contains(outcome, ": TLS failed: "));
  CHECK(mails_at(server) == 0);
}
