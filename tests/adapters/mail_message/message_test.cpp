#include <gatehouse/mail_message/message.hpp>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/testing/temporary_folder.hpp>

#include "read_maildir.hpp"
#include "sample_mail.hpp"

using gatehouse::Email;
using gatehouse::format_message;
using gatehouse::Mail;
using gatehouse::MailSender;
using gatehouse::PortError;
using gatehouse::testing::TemporaryFolder;

namespace {

/// The messages as decoded by an independent reader.
std::vector<DecodedMail> decoded(const std::vector<Mail>& mails,
                                 const MailSender& sender = sample_sender()) {
  const TemporaryFolder scratch;
  for (const char* folder : {"tmp", "new", "cur"}) {
    std::filesystem::create_directory(scratch.path() / folder);
  }
  // Read in the order of their names.
  int name = 1000;
  for (const Mail& mail : mails) {
    std::ofstream(scratch.path() / "new" / std::to_string(name++)) << format_message(mail, sender);
  }
  std::vector<DecodedMail> read = read_maildir(scratch.path());
  REQUIRE(read.size() == mails.size());
  for (const DecodedMail& mail : read) CHECK(mail.at("defects") == "[]");
  return read;
}

DecodedMail decoded(const Mail& mail, const MailSender& sender = sample_sender()) {
  return decoded(std::vector<Mail>{mail}, sender).front();
}

std::size_t longest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
  return longest;
}

/// The text between the tags <body> and </body>.
std::string body_of(const std::string& html) {
  const std::string open = "<body>\n";
  const std::size_t start = html.find(open);
  const std::size_t end = html.rfind("</body>\n</html>\n");
  if (start == std::string::npos || end == std::string::npos) return "no document: " + html;
  return html.substr(start + open.size(), end - start - open.size());
}

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("message: plain ASCII is written unchanged in header and body") {
  Mail mail = sample_mail();
  const std::string code(64, 'f');
  mail.headers = {{"X-Approve-Code", code}};
  mail.text = "Open https://gatehouse.example/approve?code=" + code + "&lang=en\n\n-- \nFrom us\n";
  CHECK(format_message(mail, sample_sender()) ==
        "From: no-reply@gatehouse.example\n"
        "To: ada@example.org\n"
        "Subject: Welcome\n"
        "Date: Tue, 5 Mar 2024 07:08:09 +0000\n"
        "Message-ID: <0190163d8694739b8b7a2d1c0a5f4e3b@gatehouse.example>\n"
        "X-Approve-Code: " +
            code +
            "\n"
            "MIME-Version: 1.0\n"
            "Content-Type: multipart/alternative;\n"
            " boundary=\"=_0190163d8694739b8b7a2d1c0a5f4e3b\"\n"
            "\n"
            "--=_0190163d8694739b8b7a2d1c0a5f4e3b\n"
            "Content-Type: text/plain; charset=utf-8\n"
            "Content-Transfer-Encoding: 7bit\n"
            "\n" +
            mail.text +
            "\n"
            "--=_0190163d8694739b8b7a2d1c0a5f4e3b\n"
            "Content-Type: text/html; charset=utf-8\n"
            "Content-Transfer-Encoding: 7bit\n"
            "\n"
            "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"></head>\n<body>\n"
            "<p>Open <a href=\"https://gatehouse.example/approve?code=" +
            code + "&amp;lang=en\">https://gatehouse.example/approve?code=" + code +
            "&amp;lang=en</a></p>\n"
            "<p>-- <br>\nFrom us</p>\n"
            "</body>\n</html>\n"
            "\n"
            "--=_0190163d8694739b8b7a2d1c0a5f4e3b--\n");
}

TEST_CASE("message: the text part is first, and the HTML part has the same content") {
  Mail mail = sample_mail();
  mail.text = "Merhaba Çağrı\nİki satır\n\nhttps://örnek.example/a?b=c&d=e.\n";
  const DecodedMail read = decoded(mail);
  CHECK(read.at("parts") == "text/plain text/html");
  CHECK(read.at("body") == mail.text);
  CHECK(body_of(read.at("html")) ==
        "<p>Merhaba Çağrı<br>\nİki satır</p>\n"
        "<p><a href=\"https://örnek.example/a?b=c&amp;d=e\">https://örnek.example/a?b=c&amp;d=e</a>"
        ".</p>\n");
  CHECK(read.at("html-encoding") == "quoted-printable");
}

TEST_CASE("message: HTML in the text is escaped") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"<script>alert('x')</script>", "<p>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;</p>\n"},
      {"https://a.example/\"onclick=\"x",
       "<p><a href=\"https://a.example/\">https://a.example/</a>&quot;onclick=&quot;x</p>\n"},
      {"https://a.example/'x'=<b>",
       "<p><a href=\"https://a.example/&#39;x&#39;=\">https://a.example/&#39;x&#39;=</a>"
       "&lt;b&gt;</p>\n"},
      {"javascript:alert(1) data:text/html,x", "<p>javascript:alert(1) data:text/html,x</p>\n"},
      {"http:// https://. http httphttp://b.example",
       "<p>http:// https://. http http<a href=\"http://b.example\">http://b.example</a></p>\n"},
      {"(see https://a.example/x), &amp;",
       "<p>(see <a href=\"https://a.example/x\">https://a.example/x</a>), &amp;amp;</p>\n"},
      {"", ""},
      {"\n\n\n", ""}};
  std::vector<Mail> mails;
  for (const auto& [text, html] : cases) {
    mails.push_back(sample_mail());
    mails.back().text = text;
  }
  const std::vector<DecodedMail> read = decoded(mails);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    CHECK(body_of(read[i].at("html")) == cases[i].second);
  }
}

TEST_CASE("message: text that contains a boundary does not end its part") {
  Mail mail = sample_mail();
  mail.text = "--=_" + mail.unique_name + "\n--=_" + mail.unique_name + ".1--\nmore\n";
  const DecodedMail read = decoded(mail);
  CHECK(read.at("parts") == "text/plain text/html");
  CHECK(read.at("body") == mail.text);
}

TEST_CASE("message: any subject can be decoded") {
  std::vector<Mail> mails;
  for (const std::string& subject : std::vector<std::string>{
           "", "a", "Hoş geldiniz, İğdır'dan Çağrı!", "🎉", repeated("🎉", 60),
           repeated("Şifrenizi sıfırlamak için ", 20), "=?utf-8?q?not_an_encoded-word?=",
           " outer spaces ", "under_score = question? \"quote\"", repeated("long ", 300) + "end",
           std::string(900, 'x'), std::string(2000, 'x'), "e\xCC\x81 combining",
           "日本語の件名です、とても長いので折り返します、本当に長いですよ"}) {
    mails.push_back(sample_mail());
    mails.back().subject = subject;
    CHECK(longest_line(format_message(mails.back(), sample_sender())) <= 998);
  }
  const std::vector<DecodedMail> read = decoded(mails);
  for (std::size_t i = 0; i < mails.size(); ++i) {
    CHECK(read[i].at("subject") == mails[i].subject);
  }
}

TEST_CASE("message: encoded header lines have at most 76 octets and whole characters") {
  for (const std::size_t name_length : {1U, 20U, 47U, 48U, 49U, 50U}) {
    CAPTURE(name_length);
    Mail mail = sample_mail();
    const std::string name(name_length, 'x');
    mail.headers = {{name, repeated("aş🎉", 40)}};
    CHECK(decoded(mail).at(name) == repeated("aş🎉", 40));
    std::istringstream lines(format_message(mail, sample_sender()));
    for (std::string line; std::getline(lines, line);) {
      if (line.find("=?utf-8?q?") == std::string::npos) continue;
      CHECK(line.size() <= 76);
      // Continuation octets must not be at the beginning.
      CHECK(line.find("?q?=8") == std::string::npos);
      CHECK(line.find("?q?=9") == std::string::npos);
      CHECK(line.find("?q?=A") == std::string::npos);
      CHECK(line.find("?q?=B") == std::string::npos);
    }
  }
}

TEST_CASE("message: any text can be decoded") {
  const std::string url = "https://gatehouse.example/approve?code=" + std::string(64, 'a') +
                          "&next=%2Fa%3Db&x==&y=" + std::string(200, '=');
  std::vector<Mail> mails;
  for (const std::string& text : std::vector<std::string>{"",
                                                          "\n",
                                                          "\n\n",
                                                          "no line end",
                                                          "Merhaba Çağrı,\n\nHesabınız hazır 🎉\n",
                                                          url + "\n",
                                                          "Şifre: " + url + " \n" + url,
                                                          "trailing space \nand tab\t\n ş \n\t\n ",
                                                          "ş" + std::string(74, 'a') + "\n",
                                                          "ş" + std::string(69, 'a') + "\n",
                                                          "ş" + std::string(70, 'a') + "\n",
                                                          "ş" + std::string(71, 'a'),
                                                          "ş" + std::string(69, 'a') + " \n",
                                                          "ş" + std::string(70, 'a') + " \n",
                                                          std::string(998, 'x') + "\n",
                                                          std::string(999, 'x') + "\n",
                                                          std::string(5000, '='),
                                                          repeated("ğ", 3000),
                                                          "From here\n.\n..\n=3D =\n=20",
                                                          "ş\nFrom here\n.\n"}) {
    mails.push_back(sample_mail());
    mails.back().text = text;
  }
  const std::vector<DecodedMail> read = decoded(mails);
  for (std::size_t i = 0; i < mails.size(); ++i) {
    CHECK(read[i].at("body") == mails[i].text);
    const std::string message = format_message(mails[i], sample_sender());
    const bool quoted = read[i].at("body-encoding") == "quoted-printable" &&
                        read[i].at("html-encoding") == "quoted-printable";
    CHECK(longest_line(message) <= (quoted ? 76 : 998));
  }
}

TEST_CASE("message: the encoding is 7bit exactly for ASCII text with short lines") {
  const auto encoding = [](const std::string& text) {
    Mail mail = sample_mail();
    mail.text = text;
    return decoded(mail).at("body-encoding");
  };
  CHECK(encoding("a = b & c\n") == "7bit");
  CHECK(encoding(std::string(998, 'x') + "\n" + std::string(998, 'y')) == "7bit");
  CHECK(encoding(std::string(999, 'x')) == "quoted-printable");
  CHECK(encoding("ş") == "quoted-printable");
}

TEST_CASE("message: addresses stay UTF-8, and the name of the sender is preserved") {
  Mail mail = sample_mail();
  mail.to = *Email::parse("çağrı@örnek.example");
  CHECK(format_message(mail, sample_sender()).find("\nTo: çağrı@örnek.example\n") !=
        std::string::npos);
  CHECK(decoded(mail).at("to") == "çağrı@örnek.example");

  CHECK(format_message(sample_mail(), sample_sender("Gatehouse"))
            .starts_with("From: \"Gatehouse\" <no-reply@gatehouse.example>\n"));
  CHECK(format_message(sample_mail(), sample_sender("a \"b\" \\ <c@d>"))
            .starts_with("From: \"a \\\"b\\\" \\\\ <c@d>\" <no-reply@gatehouse.example>\n"));
  for (const std::string& name :
       std::vector<std::string>{"Gatehouse", "a \"b\" \\ <c@d>", "Kapı Görevlisi <a@b>, \"x\"",
                                repeated("Kapı ", 30) + "Görevlisi"}) {
    CAPTURE(name);
    const DecodedMail read = decoded(sample_mail(), sample_sender(name));
    CHECK(read.at("from-name") == name);
    CHECK(read.at("from-address") == "no-reply@gatehouse.example");
  }
}

TEST_CASE("message: dates around the ends of months and years are correct") {
  using namespace std::chrono;
  const auto written = [](sys_days day, gatehouse::Duration time) {
    Mail mail = sample_mail();
    mail.date = day + time;
    const std::string message = format_message(mail, sample_sender());
    const std::size_t start = message.find("\nDate: ") + 7;
    return message.substr(start, message.find('\n', start) - start);
  };
  CHECK(written(year(2000) / February / 29, 23h + 59min + 59s + 999999us) ==
        "Tue, 29 Feb 2000 23:59:59 +0000");
  CHECK(written(year(1969) / December / 31, 23h + 59min + 59s + 1us) ==
        "Wed, 31 Dec 1969 23:59:59 +0000");
  CHECK(written(year(2038) / January / 19, 3h + 14min + 8s) == "Tue, 19 Jan 2038 03:14:08 +0000");
}

TEST_CASE("message: text that could inject a header or a body is rejected") {
  const std::vector<std::string> evil = {"a\nBcc: x@example.org",
                                         "a\r\nBcc: x@example.org",
                                         "a\rb",
                                         "a\n\nbody",
                                         std::string("a\0b", 3),
                                         "a\n",
                                         "\n",
                                         "a\x0b",
                                         "a\x7f",
                                         "a\xc2\x85",
                                         "a\xff",
                                         "\xc0\x8a"};
  for (const std::string& text : evil) {
    CAPTURE(text);
    Mail mail = sample_mail();
    mail.subject = text;
    CHECK_THROWS_AS((void)format_message(mail, sample_sender()), PortError);
    mail = sample_mail();
    mail.headers = {{"X-Note", text}};
    CHECK_THROWS_AS((void)format_message(mail, sample_sender()), PortError);
    mail = sample_mail();
    mail.headers = {{text, "value"}};
    CHECK_THROWS_AS((void)format_message(mail, sample_sender()), PortError);
    mail = sample_mail();
    mail.unique_name = text;
    CHECK_THROWS_AS((void)format_message(mail, sample_sender()), PortError);
    CHECK_THROWS_AS((void)format_message(sample_mail(), sample_sender(text)), PortError);
  }
}

TEST_CASE("message: malformed headers and standard headers are rejected") {
  for (const std::string& name : std::vector<std::string>{
           "", " ", "X Note", "X-Note:", "X-Nöte", std::string(51, 'x'), "subject", "FROM", "To",
           "Date", "message-id", "Mime-Version", "content-type", "content-transfer-encoding"}) {
    CAPTURE(name);
    Mail mail = sample_mail();
    mail.headers = {{name, "value"}};
    CHECK_THROWS_AS((void)format_message(mail, sample_sender()), PortError);
  }
}

TEST_CASE("message: sender, recipient, unique name and valid UTF-8 are required") {
  CHECK_THROWS_AS((void)format_message(sample_mail(), MailSender{}), PortError);
  Mail mail = sample_mail();
  mail.to = Email();
  CHECK_THROWS_AS((void)format_message(mail, sample_sender()), PortError);
  mail = sample_mail();
  mail.unique_name = "";
  CHECK_THROWS_AS((void)format_message(mail, sample_sender()), PortError);
  mail = sample_mail();
  mail.text = "\xff";
  CHECK_THROWS_AS((void)format_message(mail, sample_sender()), PortError);
}

TEST_CASE("message: the Message-ID of a unique name is the one in the message") {
  const Mail mail = sample_mail();
  const std::string id = message_id(mail.unique_name, sample_sender());
  CHECK(id == "<" + mail.unique_name + "@gatehouse.example>");
  CHECK(format_message(mail, sample_sender()).find("\nMessage-ID: " + id + "\n") !=
        std::string::npos);
  for (const char* name : {"", "a b", "a@b", "a>", "\u00e9"}) {
    CHECK_THROWS_AS((void)message_id(name, sample_sender()), PortError);
  }
}
