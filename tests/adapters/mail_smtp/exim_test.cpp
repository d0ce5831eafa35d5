// Mail to Exim: a widely used mail server, different from the one of the other tests.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "exim_server.hpp"
#include "smtp_site.hpp"

using gatehouse::Mail;
using gatehouse::Secret;
using gatehouse::SmtpMailer;
using gatehouse::SmtpOptions;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("exim: with STARTTLS and a login a mail is accepted and can be read in the mailbox") {
  const EximServer server;
  Mail mail = sample_mail();
  mail.subject = "Hoş geldiniz, Çağrı 🎉";
  mail.text = "Merhaba Çağrı,\n\nhttps://gatehouse.example/approve?a=b&code=1\n.\n..\n.dot\n";
  mail.headers = {{"X-Approve-Code", std::string(64, 'a')}};
  CHECK(outcome_of(server.options(), mail) == "delivered");

  const auto read = server.delivered(1);
  CHECK(read[0].at("defects") == "[]");
  CHECK(read[0].at("from") == "Kapı <no-reply@gatehouse.example>");
  CHECK(read[0].at("to") == "ada@example.org");
  CHECK(read[0].at("subject") == mail.subject);
  CHECK(read[0].at("x-approve-code") == std::string(64, 'a'));
  CHECK(read[0].at("parts") == "text/plain text/html");
  CHECK(read[0].at("body") == mail.text);
  CHECK(contains(read[0].at("html"),
                 R"(<a href="https://gatehouse.example/approve?a=b&amp;code=1">)"));
  // In the log of Exim: over TLS, and with a login.
  CHECK(server.logs(" <= no-reply@gatehouse.example "));
  CHECK(server.logs(" P=esmtpsa "));
  CHECK(server.logs(" A=plain:ada@example.org "));
}

TEST_CASE("exim: a mail to a non-ASCII address is accepted and can be read") {
  const EximServer server;
  Mail mail = mail_to("çağrı@example.org");
  mail.subject = "Şifre";
  CHECK(outcome_of(server.options(), mail) == "delivered");
  const auto read = server.delivered(1);
  CHECK(read[0].at("to") == "çağrı@example.org");
  CHECK(read[0].at("subject") == "Şifre");
  CHECK(read[0].at("body") == mail.text);
  // With SMTPUTF8.
  CHECK(server.logs(" P=utf8esmtpsa "));
}

TEST_CASE("exim: a refused recipient is reported with the reply code, and others are served") {
  const EximServer server;
  CHECK(outcome_of(server.options(), mail_to("nobody@example.org"))
            .starts_with("not delivered: mail server " + server.address() +
                         ": it did not take the mail"));
  CHECK(contains(outcome_of(server.options(), mail_to("nobody@example.org")), "(reply 550)"));
  CHECK(server.logs("rejected RCPT <nobody@example.org>"));
  CHECK(outcome_of(server.options(), mail_to("ada@example.org")) == "delivered");
  CHECK(server.delivered(1)[0].at("to") == "ada@example.org");
}

TEST_CASE("exim: a wrong password is reported with the reply code, and without the password") {
  const EximServer server;
  SmtpOptions options = server.options();
  options.password = Secret("wrongwrong");
  const std::string outcome = outcome_of(options, sample_mail());
  CAPTURE(outcome);
  CHECK(outcome.starts_with("not delivered: mail server " + server.address() +
                            ": it refuses the login"));
  CHECK(contains(outcome, "(reply 535)"));
  CHECK_FALSE(contains(outcome, "wrongwrong"));
  CHECK(server.logs("plain authenticator failed"));
  CHECK_FALSE(contains(server.log(), "rejected RCPT"));
}

TEST_CASE("exim: a check verifies login and certificate without sending a mail") {
  const EximServer server;
  CHECK_NOTHROW(SmtpMailer(server.options()).check());
  SmtpOptions options = server.options();
  options.ca_file.clear();
  CHECK(contains(outcome_of(options, sample_mail()), "its certificate is not trusted"));
  options = server.options();
  options.host = "127.0.0.1";
  CHECK(contains(outcome_of(options, sample_mail()), "its certificate is not trusted"));
  CHECK_FALSE(contains(server.log(), " <= "));
}
