#include <gatehouse/mail_message/message.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <string_view>

#include <gatehouse/base/ascii.hpp>
#include <gatehouse/base/text.hpp>
#include <gatehouse/base/wiped_text.hpp>
#include <gatehouse/ports/port_error.hpp>

#include "html.hpp"
#include "mime_encoding.hpp"

namespace gatehouse {

using mail_message::encoded_words;
using mail_message::html_of;
using mail_message::max_column;
using mail_message::max_encoded_line;
using mail_message::max_line;
using mail_message::quoted_printable;

namespace {

[[noreturn]] void refuse(std::string_view what, std::string_view why) {
  throw PortError(std::string("mail refused: ").append(what).append(" ").append(why));
}

/// Checks every value for the header: an accepted value cannot end its line.
void require_one_line(std::string_view name, std::string_view value) {
  if (!count_code_points(value)) refuse(name, "is not valid UTF-8");
  if (has_control_characters(value, false)) refuse(name, "holds a control character");
}

void require_free_name(std::string_view name) {
  // RFC 5322, section 3.6.8: ftext. The length leaves room for the rest of the line.
  const bool is_name =
      !name.empty() && name.size() + 2 <= max_column &&
      std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c <= '~' && c != ':'; });
  if (!is_name) refuse("a header", "has no header's name");
  constexpr std::array<std::string_view, 8> made_here = {
      "From",       "To",           "Subject",      "Date",
      "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"};
  for (const std::string_view taken : made_here) {
    if (equal_but_case(name, taken)) refuse(name, "stands in every mail already");
  }
}

/// Encodes any text as unstructured header text (RFC 5322, section 3.2.5).
WipedText unstructured(std::string_view name, std::string_view value) {
  const std::size_t column = name.size() + 2;
  // Readers would drop outer spaces, and decode what looks like an encoded-word.
  const bool survives = is_ascii(value) && !value.starts_with(' ') && !value.ends_with(' ') &&
                        value.find("=?") == std::string_view::npos;
  if (survives && column + value.size() <= max_line) return WipedText(value);
  return encoded_words(value, column);
}

/// RFC 5322, section 3.4: the address, preceded by the name if there is one.
std::string mailbox(const MailSender& sender) {
  const std::string& address = sender.address.text();
  if (sender.name.empty()) return address;
  const std::size_t column = std::string_view("From: ").size();
  std::string name;
  bool fold = false;
  if (is_ascii(sender.name) && sender.name.size() <= max_encoded_line) {
    name = '"';
    for (const char c : sender.name) {
      if (c == '"' || c == '\\') name += '\\';
      name += c;
    }
    name += '"';
  } else {
    name = std::string(encoded_words(sender.name, column));
    fold =
        column + name.size() + std::string_view(" <>").size() + address.size() > max_encoded_line;
  }
  return name.append(fold ? "\n <" : " <").append(address).append(">");
}

std::string padded(int number, std::size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

/// RFC 5322, section 3.3, in UTC.
std::string rfc5322_date(Timestamp when) {
  using namespace std::chrono;
  constexpr std::array<std::string_view, 7> days = {"Sun", "Mon", "Tue", "Wed",
                                                    "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const sys_days midnight = floor<std::chrono::days>(when);
  const year_month_day date(midnight);
  const hh_mm_ss time(floor<seconds>(when - midnight));
  std::string text(days[weekday(midnight).c_encoding()]);
  text.append(", ").append(std::to_string(static_cast<unsigned>(date.day())));
  text.append(" ").append(months[static_cast<unsigned>(date.month()) - 1]);
  text.append(" ").append(padded(static_cast<int>(date.year()), 4));
  text.append(" ").append(padded(static_cast<int>(time.hours().count()), 2));
  text.append(":").append(padded(static_cast<int>(time.minutes().count()), 2));
  text.append(":").append(padded(static_cast<int>(time.seconds().count()), 2));
  return text.append(" +0000");
}

/// Whether the text needs no encoding: RFC 2045, section 2.7.
bool is_7bit(std::string_view text) noexcept {
  std::size_t column = 0;
  for (const char c : text) {
    if (c == '\n') {
      column = 0;
    } else if ((c < ' ' && c != '\t') || c > '~' || ++column > max_line) {
      return false;
    }
  }
  return true;
}

/// RFC 2046, section 5.1: a part, unencoded where that is possible.
WipedText part(std::string_view type, std::string_view text) {
  const bool as_it_is = is_7bit(text);
  WipedText out("Content-Type: ");
  out.append(type)
      .append("; charset=utf-8\nContent-Transfer-Encoding: ")
      .append(as_it_is ? "7bit" : "quoted-printable")
      .append("\n\n");
  return as_it_is ? out.append(text) : out.append(quoted_printable(text));
}

/// A line that occurs in neither part (RFC 2046, section 5.1.1), at most 70 octets long.
std::string boundary_for(const Mail& mail, std::string_view parts) {
  const std::string base = "=_" + mail.unique_name.substr(0, 40);
  std::string boundary = base;
  for (int n = 1; parts.find("--" + boundary) != std::string_view::npos; ++n) {
    boundary = base + "." + std::to_string(n);
  }
  return boundary;
}

}  // namespace

void require_sender(const MailSender& sender) {
  if (sender.address.empty()) throw std::invalid_argument("mail: a sender's address is needed");
  if (!count_code_points(sender.name) || has_control_characters(sender.name, false)) {
    throw std::invalid_argument("mail: the sender's name must be UTF-8 on one line");
  }
}

std::string message_id(std::string_view unique_name, const MailSender& sender) {
  // RFC 5322, section 3.6.4: an atom, here without unusual symbols.
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  };
  if (unique_name.empty() || unique_name.size() > 200 ||
      !std::all_of(unique_name.begin(), unique_name.end(), fits)) {
    refuse("Message-ID", "cannot be made of this unique name");
  }
  const std::string& address = sender.address.text();
  return std::string("<")
      .append(unique_name)
      .append(address.substr(address.rfind('@')))
      .append(">");
}

std::string format_message(const Mail& mail, const MailSender& sender) {
  if (sender.address.empty()) refuse("From", "has no address");
  if (mail.to.empty()) refuse("To", "has no address");
  if (!count_code_points(mail.text)) refuse("the text", "is not valid UTF-8");
  require_one_line("From", sender.name);
  require_one_line("Subject", mail.subject);

  WipedText message;
  const auto add = [&message](std::string_view name, std::string_view value) {
    message.append(name).append(": ").append(value).append("\n");
  };
  add("From", mailbox(sender));
  add("To", mail.to.text());
  add("Subject", unstructured("Subject", mail.subject));
  add("Date", rfc5322_date(mail.date));
  add("Message-ID", message_id(mail.unique_name, sender));
  for (const auto& [name, value] : mail.headers) {
    require_free_name(name);
    require_one_line(name, value);
    add(name, unstructured(name, value));
  }
  const WipedText plain = part("text/plain", mail.text);
  const WipedText html = part("text/html", html_of(mail.text));
  const std::string boundary = boundary_for(mail, plain + html);
  add("MIME-Version", "1.0");
  add("Content-Type", "multipart/alternative;\n boundary=\"" + boundary + "\"");
  // The preferred alternative comes last.
  for (const WipedText* alternative : {&plain, &html}) {
    message.append("\n--").append(boundary).append("\n").append(*alternative);
  }
  message.append("\n--").append(boundary).append("--\n");
  return std::string(message);
}

}  // namespace gatehouse
