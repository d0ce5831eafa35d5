#include <gatehouse/mail_smtp/smtp_url.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <stdexcept>
#include <string>

#include <gatehouse/base/text.hpp>

namespace gatehouse {
namespace {

[[noreturn]] void refuse(const std::string& why) {
  throw std::invalid_argument(
      "a mail server is smtp://[user[:password]@]host[:port] or smtps://…: " + why);
}

std::string percent_decoded(std::string_view text, const std::string& what) {
  std::string out;
  while (!text.empty()) {
    if (text.front() != '%') {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    unsigned octet = 0;
    const std::string_view digits = text.substr(1, 2);
    const char* const end = digits.data() + digits.size();
    const auto [read, error] = std::from_chars(digits.data(), end, octet, 16);
    if (digits.size() != 2 || read != end || error != std::errc()) {
      refuse("after % in the " + what + " there must be two hex digits");
    }
    out += static_cast<char>(octet);
    text.remove_prefix(3);
  }
  if (!count_code_points(out) || has_control_characters(out, false)) {
    refuse("the " + what + " must be UTF-8 without control characters");
  }
  return out;
}

std::uint16_t parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [read, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc() || read != end || port == 0) {
    refuse("the port must be a number from 1 to 65535");
  }
  return port;
}

void read_user(std::string_view text, SmtpOptions& options) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  options.user = percent_decoded(text.substr(0, colon), "user");
  if (options.user.empty()) refuse("the user before @ is missing");
  if (colon < text.size()) {
    options.password = Secret(percent_decoded(text.substr(colon + 1), "password"));
  }
}

void read_host(std::string_view text, SmtpOptions& options) {
  std::size_t end = text.find(':');
  if (text.starts_with('[')) {
    end = text.find(']');
    if (end == std::string_view::npos) refuse("there is no ] after [");
    options.host = text.substr(1, end - 1);
    ++end;
  } else {
    options.host = text.substr(0, end);
  }
  if (options.host.empty()) refuse("the host is missing");
  if (end >= text.size()) return;
  if (text[end] != ':') refuse("after ] there must be : and a port");
  options.port = parse_port(text.substr(end + 1));
}

}  // namespace

SmtpOptions parse_smtp_url(std::string_view url) {
  SmtpOptions options;
  if (url.starts_with("smtps://")) {
    options.security = SmtpSecurity::implicit_tls;
    options.port = 465;
  } else if (!url.starts_with("smtp://")) {
    refuse("this is neither");
  }
  std::string_view rest = url.substr(url.find("//") + 2);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  // The last @ is the delimiter: an unencoded @ in a password is accepted, and no part of the
  // password becomes part of the host.
  const std::size_t at = rest.rfind('@');
  if (at != std::string_view::npos) read_user(rest.substr(0, at), options);
  read_host(at == std::string_view::npos ? rest : rest.substr(at + 1), options);
  return options;
}

}  // namespace gatehouse
