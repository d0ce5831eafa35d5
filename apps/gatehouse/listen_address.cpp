#include "listen_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include <gatehouse/base/ascii.hpp>

#include "bad_option.hpp"

namespace gatehouse::app {

namespace {

/// The server accepts no other host names, since their addresses may change.
bool is_host(const std::string& host) {
  if (host == "localhost") return true;
  in6_addr ignored{};
  // A link-local address has the name of its interface after %.
  const std::string address = host.substr(0, host.find('%'));
  return inet_pton(AF_INET, host.c_str(), &ignored) == 1 ||
         inet_pton(AF_INET6, address.c_str(), &ignored) == 1;
}

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [read, error] = std::from_chars(text.data(), end, port);
  return error == std::errc() && read == end && port > 0;
}

bool is_label(std::string_view label) {
  return !label.empty() && std::ranges::all_of(label, [](char c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return is_letter || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

/// Whether the text is a host name or an IPv4 address: labels separated by dots, with an optional
/// trailing dot.
bool is_name(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  for (std::size_t dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.')) {
    if (!is_label(name.substr(0, dot))) return false;
    name.remove_prefix(dot + 1);
  }
  return is_label(name);
}

/// Whether the text is HOST or HOST:PORT of a URL. User information is rejected, since links in
/// mail must not contain a password.
bool is_authority(std::string_view text) {
  std::string_view host = text.substr(0, text.find(':'));
  if (text.starts_with('[')) host = text.substr(0, text.find(']') + 1);
  const std::string_view rest = text.substr(host.size());
  if (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1)))) return false;
  if (!host.starts_with('[')) return is_name(host);
  in6_addr ignored{};
  const std::string address(host.substr(1, host.size() - 2));
  return inet_pton(AF_INET6, address.c_str(), &ignored) == 1;
}

}  // namespace

ListenAddress parse_listen_address(std::string_view text, std::string_view option) {
  const auto wrong = [text, option] {
    return BadOption(std::string(option),
                     "must be like 127.0.0.1:8080 or [::1]:8080, not " + std::string(text));
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) throw wrong();
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (host.empty() || (!bracketed && host.find(':') != std::string_view::npos)) throw wrong();

  ListenAddress address{std::string(host), 0};
  const char* end = text.data() + text.size();
  const auto [read, error] = std::from_chars(text.data() + colon + 1, end, address.port);
  if (error != std::errc() || read != end) throw wrong();
  if (!is_host(address.host)) {
    throw BadOption(std::string(option), "must be like 127.0.0.1:8080 or [::1]:8080: " +
                                             address.host + " is not a numeric address");
  }
  return address;
}

std::string format(const ListenAddress& address) {
  const bool v6 = address.host.find(':') != std::string::npos;
  return (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

namespace {

/// Hides the part between "//" and "@", which may contain a password.
std::string shown(std::string_view url) {
  const std::size_t at = url.rfind('@');
  if (at == std::string_view::npos) return std::string(url);
  return std::string(url.substr(0, url.find(':'))) + ":…" + std::string(url.substr(at));
}

}  // namespace

std::string checked_url(std::string_view option, std::string_view url) {
  // Other characters must be percent-encoded, and could end the link in a mail.
  const bool plain = std::ranges::all_of(url, [](char c) { return c > ' ' && c < '\x7f'; }) &&
                     url.find_first_of("\"<>\\^`{|}") == std::string_view::npos;
  const bool web = url.starts_with("http://") || url.starts_with("https://");
  const std::string_view rest = web ? url.substr(url.find("//") + 2) : std::string_view();
  const bool has_host = is_authority(rest.substr(0, rest.find('/')));
  // A path appended to a query or fragment would become part of it and break every link.
  const bool is_base = rest.find_first_of("?#") == std::string_view::npos;
  if (!plain || !has_host || !is_base) {
    throw BadOption(std::string(option),
                    "must be like https://accounts.example.com, without user, query and"
                    " fragment, not " +
                        shown(url));
  }
  while (url.ends_with('/')) url.remove_suffix(1);
  return std::string(url);
}

namespace {

/// RFC 3986, section 3.1, in lower case.
bool is_scheme(std::string_view text) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
  });
}

}  // namespace

std::string checked_origin(std::string_view option, std::string_view origin) {
  constexpr std::string_view mark = "://";
  std::string text = to_lower(origin);
  const std::size_t scheme = std::min(text.find(mark), text.size());
  const std::string_view rest = std::string_view(text).substr(scheme);
  const bool has_host = rest.starts_with(mark) && is_authority(rest.substr(mark.size()));
  if (!has_host || !is_scheme(std::string_view(text).substr(0, scheme))) {
    throw BadOption(std::string(option),
                    "must be like https://app.example.com or http://localhost:3000, without user, "
                    "path and closing slash, or * alone, not " +
                        shown(origin));
  }
  for (const std::string_view usual : {"http:80", "https:443"}) {
    const std::size_t colon = usual.find(':');
    const std::string_view port = usual.substr(colon);
    const bool is_usual = text.substr(0, scheme) == usual.substr(0, colon) && text.ends_with(port);
    if (is_usual) text.resize(text.size() - port.size());
  }
  return text;
}

}  // namespace gatehouse::app
