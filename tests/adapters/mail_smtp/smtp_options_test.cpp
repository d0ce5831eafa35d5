#include <gatehouse/mail_smtp/smtp_url.hpp>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/mail_smtp/smtp_mailer.hpp>
#include <gatehouse/testing/temporary_folder.hpp>

#include "sample_mail.hpp"

using gatehouse::parse_smtp_url;
using gatehouse::Secret;
using gatehouse::SmtpMailer;
using gatehouse::SmtpOptions;
using gatehouse::SmtpSecurity;

namespace {

std::string refusal_of(const std::string& url) {
  try {
    (void)parse_smtp_url(url);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no refusal";
}

SmtpOptions good_options() {
  SmtpOptions options;
  options.host = "mail.example.org";
  options.from = sample_sender();
  return options;
}

/// Whether the valid options are rejected after this change.
template <class Change>
bool is_refused(Change change) {
  SmtpOptions options = good_options();
  change(options);
  try {
    const SmtpMailer mailer(options);
    return false;
  } catch (const std::invalid_argument&) {
    return true;
  }
}

}  // namespace

TEST_CASE("smtp url: smtp is STARTTLS on 587, smtps is TLS on 465, and a port may be given") {
  SmtpOptions options = parse_smtp_url("smtp://mail.example.org");
  CHECK(options.host == "mail.example.org");
  CHECK(options.port == 587);
  CHECK(options.security == SmtpSecurity::starttls);
  CHECK(options.user.empty());
  CHECK(options.password.empty());
  options = parse_smtp_url("smtps://mail.example.org/");
  CHECK(options.host == "mail.example.org");
  CHECK(options.port == 465);
  CHECK(options.security == SmtpSecurity::implicit_tls);
  CHECK(parse_smtp_url("smtp://127.0.0.1:25").port == 25);
  options = parse_smtp_url("smtps://[::1]:2465");
  CHECK(options.host == "::1");
  CHECK(options.port == 2465);
  CHECK(parse_smtp_url("smtp://[2001:db8::1]").port == 587);
}

TEST_CASE("smtp url: user and password are percent-decoded") {
  SmtpOptions options = parse_smtp_url("smtp://ada:p%40ss%3Aw%2Ford@mail.example.org:2587");
  CHECK(options.user == "ada");
  CHECK(options.password.reveal() == "p@ss:w/ord");
  CHECK(options.host == "mail.example.org");
  CHECK(options.port == 2587);
  options = parse_smtp_url("smtp://ada%40example.org@mail.example.org");
  CHECK(options.user == "ada@example.org");
  CHECK(options.password.empty());
  // A password must not become part of the host, which appears in messages.
  options = parse_smtp_url("smtp://ada@example.org:p@ss:word@mail.example.org");
  CHECK(options.host == "mail.example.org");
  CHECK(options.user == "ada@example.org");
  CHECK(options.password.reveal() == "p@ss:word");
}

TEST_CASE("smtp url: an invalid URL is rejected without showing the password") {
  for (const char* url : {"",
                          "mail.example.org",
                          "http://hushhush@h",
                          "smtp:h",
                          "smtp://",
                          "smtp://:25",
                          "smtp://h:",
                          "smtp://h:0",
                          "smtp://h:65536",
                          "smtp://h:x",
                          "smtp://[::1",
                          "smtp://[::1]25",
                          "smtp://[]",
                          "smtp://:hushhush@h",
                          "smtp://ada:hushhush%@h",
                          "smtp://ada:hushhush%4@h",
                          "smtp://ada:hushhush%zz@h",
                          "smtp://ada:hushhush%0A@h",
                          "smtp://ada:hushhush%00@h",
                          "smtp://ada:hushhush%ff@h",
                          "smtp://ada:hushhush@",
                          "smtp://ada:hushhush@h:x"}) {
    CAPTURE(url);
    const std::string why = refusal_of(url);
    CHECK(why.starts_with("a mail server is smtp://"));
    CHECK(why.find("hushhush") == std::string::npos);
  }
}

TEST_CASE("smtp options: invalid options are rejected before the first mail") {
  CHECK_FALSE(is_refused([](SmtpOptions&) {}));
  CHECK(is_refused([](SmtpOptions& o) { o.host = ""; }));
  for (const char* host : {"a b", "a/b", "a@b", "a?b", "a#b", "a\nb", "[::1]", "a%41"}) {
    CAPTURE(host);
    CHECK(is_refused([host](SmtpOptions& o) { o.host = host; }));
  }
  CHECK(is_refused([](SmtpOptions& o) { o.port = 0; }));
  CHECK(is_refused([](SmtpOptions& o) { o.from = {}; }));
  CHECK(is_refused([](SmtpOptions& o) { o.from = sample_sender("a\nb"); }));
  CHECK(is_refused([](SmtpOptions& o) { o.password = Secret("hushhush"); }));
  CHECK(is_refused([](SmtpOptions& o) { o.deadline = std::chrono::milliseconds(0); }));
  CHECK(is_refused([](SmtpOptions& o) { o.connect_deadline = std::chrono::milliseconds(-1); }));
  CHECK(is_refused([](SmtpOptions& o) { o.deadline = std::chrono::hours(1000); }));
  CHECK(is_refused([](SmtpOptions& o) {
    o.user = "ada";
    o.password = Secret(std::string_view("a\0b", 3));
  }));
}

TEST_CASE("smtp options: a user with a password is rejected if TLS is not required") {
  for (const auto security : {SmtpSecurity::plain, SmtpSecurity::opportunistic}) {
    CHECK_FALSE(is_refused([security](SmtpOptions& o) { o.security = security; }));
    CHECK(is_refused([security](SmtpOptions& o) {
      o.security = security;
      o.user = "ada";
    }));
  }
  for (const auto security : {SmtpSecurity::starttls, SmtpSecurity::implicit_tls}) {
    CHECK_FALSE(is_refused([security](SmtpOptions& o) {
      o.security = security;
      o.user = "ada";
      o.password = Secret("hushhush");
    }));
  }
}

TEST_CASE("smtp options: a file without certificate authorities is rejected") {
  const gatehouse::testing::TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "ca.pem";
  CHECK(is_refused([&](SmtpOptions& o) { o.ca_file = file; }));
  std::ofstream(file) << "no certificate\n";
  CHECK(is_refused([&](SmtpOptions& o) { o.ca_file = file; }));
}
