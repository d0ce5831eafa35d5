/// A sample mail, to be modified by tests.
#pragma once

#include <chrono>
#include <string_view>

#include <gatehouse/mail_message/message.hpp>

inline gatehouse::Mail sample_mail() {
  using namespace std::chrono;
  gatehouse::Mail mail;
  mail.to = *gatehouse::Email::parse("ada@example.org");
  mail.subject = "Welcome";
  mail.text = "Hello\n";
  mail.date = sys_days(year(2024) / March / 5) + hours(7) + minutes(8) + seconds(9);
  mail.unique_name = "0190163d8694739b8b7a2d1c0a5f4e3b";
  return mail;
}

inline gatehouse::MailSender sample_sender(std::string_view name = "") {
  return {*gatehouse::Email::parse("no-reply@gatehouse.example"), std::string(name)};
}
