#include "listen_address.hpp"

#include <algorithm>
#include <charconv>

#include "bad_option.hpp"

namespace gatehouse::app {

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
  return address;
}

std::string format(const ListenAddress& address) {
  const bool v6 = address.host.find(':') != std::string::npos;
  return (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

std::string checked_public_url(std::string_view url) {
  const bool printable = std::all_of(url.begin(), url.end(), [](char c) { return c > ' '; });
  const bool web = url.starts_with("http://") || url.starts_with("https://");
  const std::string_view rest = web ? url.substr(url.find("//") + 2) : std::string_view();
  const bool has_host = !rest.empty() && rest.front() != '/' && rest.front() != ':';
  // What follows would become part of a query or a fragment, and no link would work.
  const bool is_base = rest.find_first_of("?#") == std::string_view::npos;
  if (!printable || !has_host || !is_base) {
    throw BadOption("public-url",
                    "must be like https://accounts.example.com, not " + std::string(url));
  }
  while (url.ends_with('/')) url.remove_suffix(1);
  return std::string(url);
}

}  // namespace gatehouse::app
