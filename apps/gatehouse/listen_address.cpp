#include "listen_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "bad_option.hpp"

namespace gatehouse::app {

namespace {

/// The server takes no other host names: which address they stand for may change.
bool is_host(const std::string& host) {
  if (host == "localhost") return true;
  in6_addr ignored{};
  // A link-local address has the name of its interface behind %.
  const std::string address = host.substr(0, host.find('%'));
  return inet_pton(AF_INET, host.c_str(), &ignored) == 1 ||
         inet_pton(AF_INET6, address.c_str(), &ignored) == 1;
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

std::string checked_url(std::string_view option, std::string_view url) {
  const bool printable = std::all_of(url.begin(), url.end(), [](char c) { return c > ' '; });
  const bool web = url.starts_with("http://") || url.starts_with("https://");
  const std::string_view rest = web ? url.substr(url.find("//") + 2) : std::string_view();
  const bool has_host = !rest.empty() && rest.front() != '/' && rest.front() != ':';
  // What follows would become part of a query or a fragment, and no link would work.
  const bool is_base = rest.find_first_of("?#") == std::string_view::npos;
  if (!printable || !has_host || !is_base) {
    throw BadOption(std::string(option),
                    "must be like https://accounts.example.com, not " + std::string(url));
  }
  while (url.ends_with('/')) url.remove_suffix(1);
  return std::string(url);
}

}  // namespace gatehouse::app
