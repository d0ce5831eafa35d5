// Delivered mail.
#include "smtp_site.hpp"

#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/mail_message/message.hpp>
#include <gatehouse/testing/fake_text_forms.hpp>

#include "read_maildir.hpp"

using gatehouse::Mail;
using gatehouse::SmtpMailer;
using gatehouse::SmtpOptions;
using gatehouse::testing::SmtpServer;

namespace {

std::string with_crlf(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? "\r\n" : std::string(1, c);
  return out;
}

}  // namespace

TEST_CASE("smtp: a mail arrives octet by octet, with subject, both parts and further headers") {
  const SmtpServer server;
  const SmtpOptions options = plain_options(server);
  Mail mail = sample_mail();
  mail.subject = "Hoş geldiniz, Çağrı 🎉";
  mail.text = "Merhaba Çağrı,\n\nhttps://gatehouse.example/approve?a=b&code=1\n.\n..\n.dot\n";
  mail.headers = {{"X-Approve-Code", std::string(64, 'a')}};
  SmtpMailer mailer(options);
  mailer.deliver(mail);

  CHECK(only_file(server, "raw") == with_crlf(format_message(mail, options.from)));
  CHECK(only_file(server, "raw")
            .find("\r\nMessage-ID: " + mailer.message_id(mail.unique_name) + "\r\n") !=
        std::string::npos);
  CHECK(only_file(server, "envelope") ==
        "no-reply@gatehouse.example\nada@example.org\n\n\nplain\n");
  const auto read = read_maildir(server.folder());
  REQUIRE(read.size() == 1);
  CHECK(read[0].at("defects") == "[]");
  CHECK(read[0].at("from") == "Kapı <no-reply@gatehouse.example>");
  CHECK(read[0].at("to") == "ada@example.org");
  CHECK(read[0].at("subject") == mail.subject);
  CHECK(read[0].at("x-approve-code") == std::string(64, 'a'));
  CHECK(read[0].at("body") == mail.text);
  CHECK(read[0].at("html").find("<a href=\"https://gatehouse.example/approve?a=b&amp;code=1\">") !=
        std::string::npos);
}

TEST_CASE("smtp: dots and long texts arrive unchanged") {
  const SmtpServer server;
  const SmtpOptions options = plain_options(server);
  Mail mail = sample_mail();
  while (mail.text.size() < 300'000) {
    mail.text += ".\n..\n.a\n\n." + std::string(mail.text.size() % 61, '.') + "\n";
  }
  SmtpMailer(options).deliver(mail);
  CHECK(only_file(server, "raw") == with_crlf(format_message(mail, options.from)));
}

TEST_CASE("smtp: eight threads share a mailer, and no mail is lost or mixed up") {
  const SmtpServer server;
  SmtpMailer mailer(plain_options(server));
  std::vector<std::jthread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 10; ++i) {
        Mail mail = mail_to("ada" + std::to_string(t) + "@example.org");
        mail.subject = std::to_string(t) + "-" + std::to_string(i);
        mail.text = mail.subject + "\n";
        mailer.deliver(mail);
      }
    });
  }
  threads.clear();
  const auto read = read_maildir(server.folder());
  CHECK(read.size() == 80);
  for (const auto& mail : read) {
    CHECK(mail.at("body") == mail.at("subject") + "\n");
    CHECK(mail.at("to") == "ada" + mail.at("subject").substr(0, 1) + "@example.org");
  }
}

TEST_CASE("smtp: non-ASCII addresses are delivered if the server supports SMTPUTF8") {
  const SmtpServer server({"--utf8"});
  CHECK(outcome_of(plain_options(server), mail_to("çağrı@example.org")) == "delivered");
  CHECK(only_file(server, "envelope") ==
        "no-reply@gatehouse.example\nçağrı@example.org\nSMTPUTF8\n\nplain\n");
  CHECK(read_maildir(server.folder()).at(0).at("to") == "çağrı@example.org");
}

TEST_CASE("smtp: without SMTPUTF8 no mail is sent from or to an address that requires it") {
  const SmtpServer server;
  const std::string says = "not delivered: mail server " + server.address() +
                           ": it does not offer SMTPUTF8, which a mail with such an address needs";
  CHECK(outcome_of(plain_options(server), mail_to("çağrı@example.org")) == says);
  CHECK(outcome_of(plain_options(server), mail_to("ada@örnek.example")) == says);
  SmtpOptions options = plain_options(server);
  options.from.address = *gatehouse::Email::parse("kapı@example.org");
  CHECK(outcome_of(options, sample_mail()) == says);
  CHECK(mails_at(server) == 0);
  CHECK(outcome_of(plain_options(server), sample_mail()) == "delivered");
}

TEST_CASE("smtp: a non-ASCII domain is sent as A-labels, whatever the server supports") {
  const gatehouse::testing::FakeTextForms forms;
  for (const bool utf8 : {false, true}) {
    CAPTURE(utf8);
    const SmtpServer server(utf8 ? std::vector<std::string>{"--utf8"} : std::vector<std::string>());
    SmtpOptions options = plain_options(server);
    options.text_forms = &forms;
    options.from.address = *gatehouse::Email::parse("no-reply@É.example");
    CHECK(outcome_of(options, mail_to("Ada@é.example")) == "delivered");
    CHECK(only_file(server, "envelope") ==
          "no-reply@xn--9ca.example\nAda@xn--9ca.example\n\n\nplain\n");
    CHECK(read_maildir(server.folder()).at(0).at("to") == "Ada@xn--9ca.example");
    CHECK(read_maildir(server.folder()).at(0).at("from") == "Kapı <no-reply@xn--9ca.example>");
  }
}

TEST_CASE("smtp: a non-ASCII local part requires SMTPUTF8 in any domain") {
  const gatehouse::testing::FakeTextForms forms;
  const SmtpServer without;
  SmtpOptions options = plain_options(without);
  options.text_forms = &forms;
  CHECK(outcome_of(options, mail_to("çağrı@é.example")) ==
        "not delivered: mail server " + without.address() +
            ": it does not offer SMTPUTF8, which a mail with such an address needs");
  const SmtpServer with({"--utf8"});
  options = plain_options(with);
  options.text_forms = &forms;
  CHECK(outcome_of(options, mail_to("çağrı@é.example")) == "delivered");
  CHECK(only_file(with, "envelope") ==
        "no-reply@gatehouse.example\nçağrı@xn--9ca.example\nSMTPUTF8\n\nplain\n");
}

TEST_CASE(
    "smtp: a server that accepts the mail and does not answer QUIT does not block the caller") {
  const SmtpServer server({"--no-goodbye"});
  SmtpOptions options = plain_options(server);
  options.deadline = std::chrono::minutes(10);
  CHECK(outcome_of(options, sample_mail()) == "delivered");
  CHECK(mails_at(server) == 1);
}
