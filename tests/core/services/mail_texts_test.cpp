#include <gatehouse/services/mail/mail_texts.hpp>

#include <string>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

const Settings settings{.public_url = "https://gate.example/base"};
const Timestamp now = Timestamp(std::chrono::hours(500'000));
const AccountId registration = *AccountId::parse("0190163d8694739b8ea5966c26f8ad91");

OutgoingMail entry(MailKind kind, std::string_view recipient = "ann@example.com") {
  OutgoingMail mail;
  mail.id = *OutgoingMailId::parse("0190163d8694739b8ea5966c26f8ad99");
  mail.kind = kind;
  mail.recipient = email(recipient);
  if (kind == MailKind::approval) mail.registration = registration;
  return mail;
}

bool has(const Mail& mail, std::string_view text) {
  return mail.text.find(text) != std::string::npos;
}

TEST_CASE("mail texts: an approval has a link, and headers with the same values") {
  const std::string code(64, 'c');
  const Mail mail = write_mail(entry(MailKind::approval), Secret(code), now, settings);
  CHECK(mail.to.text() == "ann@example.com");
  CHECK(mail.date == now);
  CHECK(mail.unique_name == "0190163d8694739b8ea5966c26f8ad99");
  CHECK(has(mail, "\nhttps://gate.example/base/approve?registrationId=" + registration.to_string() +
                      "&approveCode=" + code + "&email=ann%40example.com\n"));
  CHECK(mail.headers.size() == 2);
  CHECK(header(mail, "X-Registration-Id") == registration.to_string());
  CHECK(header(mail, "X-Approve-Code") == code);
  CHECK(has(mail, "within 24 hours"));
}

TEST_CASE("mail texts: a password reset has a link, and a header with the same token") {
  const Mail mail = write_mail(entry(MailKind::password_reset), Secret("to-ken_1"), now, settings);
  CHECK(has(mail, "\nhttps://gate.example/base/reset-password?token=to-ken_1\n"));
  CHECK(mail.headers.size() == 1);
  CHECK(header(mail, "X-Reset-Token") == "to-ken_1");
  CHECK(has(mail, "within 5 hours"));
}

TEST_CASE("mail texts: all characters except unreserved ones are percent-encoded in a link") {
  const Mail mail = write_mail(entry(MailKind::approval, "a+b&c=d'{}ş-._~@örnek.com"), Secret("c"),
                               now, settings);
  CHECK(has(mail, "&email=a%2Bb%26c%3Dd%27%7B%7D%C5%9F-._~%40%C3%B6rnek.com\n"));
}

TEST_CASE("mail texts: notices contain no secret and no header, even if one is given") {
  for (const MailKind kind :
       {MailKind::already_registered, MailKind::nothing_to_approve, MailKind::no_such_user}) {
    CAPTURE(std::string(name(kind)));
    const Mail mail = write_mail(entry(kind), Secret("secret-token"), now, settings);
    CHECK(mail.headers.empty());
    CHECK_FALSE(has(mail, "secret-token"));
    CHECK_FALSE(mail.subject.empty());
    CHECK_FALSE(mail.text.empty());
    CHECK(mail.to.text() == "ann@example.com");
  }
}

TEST_CASE("mail texts: lifetimes are given in whole hours or minutes") {
  const auto told = [](Duration lifetime) {
    Settings other = settings;
    other.reset_token_lifetime = lifetime;
    const Mail mail = write_mail(entry(MailKind::password_reset), Secret("t"), now, other);
    const std::size_t from = mail.text.find("within ") + 7;
    return mail.text.substr(from, mail.text.find('.', from) - from);
  };
  using namespace std::chrono_literals;
  CHECK(told(5h) == "5 hours");
  CHECK(told(1h) == "1 hour");
  CHECK(told(119min) == "1 hour");
  CHECK(told(59min) == "59 minutes");
  CHECK(told(1min) == "1 minute");
}

TEST_CASE("mail texts: lines end with line feeds, and there are no other control characters") {
  for (const MailKind kind :
       {MailKind::approval, MailKind::password_reset, MailKind::already_registered,
        MailKind::nothing_to_approve, MailKind::no_such_user}) {
    const Mail mail = write_mail(entry(kind), Secret("t"), now, settings);
    CHECK(mail.text.back() == '\n');
    for (const char c : mail.text) CHECK((c == '\n' || static_cast<unsigned char>(c) >= 0x20));
    for (const char c : mail.subject) CHECK(static_cast<unsigned char>(c) >= 0x20);
  }
}

}  // namespace
}  // namespace gatehouse::testing
