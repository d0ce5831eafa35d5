// Undelivered mail, and the reported errors.
#include "smtp_site.hpp"

#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/ports/port_error.hpp>

using gatehouse::Mail;
using gatehouse::PortError;
using gatehouse::SmtpMailer;
using gatehouse::SmtpOptions;
using gatehouse::testing::SmtpServer;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

SmtpOptions hasty(SmtpOptions options) {
  options.deadline = std::chrono::milliseconds(400);
  return options;
}

}  // namespace

TEST_CASE("smtp: a refusal is permanent, and is reported by server and reply code only") {
  const SmtpServer server;
  const std::string begin = "not delivered: mail server " + server.address() + ": ";
  Mail mail = mail_to("spam@example.org");
  mail.text = "the code of the mail\n";
  for (const auto& [whom, reply] :
       std::vector<std::pair<std::string, std::string>>{{"refused", "(reply 550 5.1.1)"},
                                                        {"busy", "(reply 451 4.3.2)"},
                                                        {"spam", "(reply 554 5.7.1)"}}) {
    mail.to = *gatehouse::Email::parse(whom + "@example.org");
    const std::string outcome = outcome_of(plain_options(server), mail);
    CAPTURE(outcome);
    CHECK(outcome.starts_with(begin));
    CHECK(outcome.ends_with(reply));
    CHECK_FALSE(contains(outcome, "no such user"));
    CHECK_FALSE(contains(outcome, "spam: "));
    CHECK_FALSE(contains(outcome, "@"));
  }
  CHECK(mails_at(server) == 0);
}

TEST_CASE("smtp: an unreachable server has not accepted the mail") {
  SmtpServer server;
  const SmtpOptions options = plain_options(server);
  server.stop();
  CHECK(outcome_of(options, sample_mail())
            .starts_with("not delivered: mail server " + server.address() +
                         ": it cannot be reached: "));
  server.start();
  CHECK(outcome_of(options, sample_mail()) == "delivered");
}

TEST_CASE("smtp: an unknown host name is reported") {
  const SmtpServer server;
  SmtpOptions options = plain_options(server);
  options.host = "no-such-host.invalid";
  CHECK(contains(outcome_of(options, sample_mail()), "its name cannot be found"));
}

TEST_CASE("smtp: a server that hangs before the end of the mail times out without acceptance") {
  const SmtpServer silent({"--silent"});
  CHECK(outcome_of(hasty(plain_options(silent)), sample_mail())
            .starts_with("not delivered: mail server " + silent.address() +
                         ": it did not answer in time"));
  SmtpOptions options = plain_options(silent);
  options.connect_deadline = std::chrono::milliseconds(400);
  options.deadline = std::chrono::minutes(10);
  CHECK(contains(outcome_of(options, sample_mail()), "it did not answer in time"));
  const SmtpServer stuck;
  CHECK(outcome_of(hasty(plain_options(stuck)), mail_to("stuck@example.org"))
            .starts_with("not delivered: mail server " + stuck.address() +
                         ": it did not answer in time"));
}

TEST_CASE("smtp: if a server hangs or disconnects after the mail, acceptance is in doubt") {
  const SmtpServer server;
  const std::string begin = "in doubt: mail server " + server.address() + ": ";
  const std::string slow = outcome_of(hasty(plain_options(server)), mail_to("slow@example.org"));
  CHECK(slow.starts_with(begin + "it did not answer in time"));
  const std::string dropped = outcome_of(plain_options(server), mail_to("dropped@example.org"));
  CAPTURE(dropped);
  CHECK(dropped.starts_with(begin));
  CHECK(dropped.ends_with("the mail was sent, and may have been delivered"));
}

TEST_CASE("smtp: an invalid mail is rejected before a connection is made") {
  SmtpServer server;
  Mail mail = sample_mail();
  mail.subject = "a\nBcc: x@example.org";
  server.stop();
  CHECK(outcome_of(plain_options(server), mail) ==
        "not delivered: mail refused: Subject holds a control character");
}
