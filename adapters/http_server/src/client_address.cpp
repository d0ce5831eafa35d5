#include "client_address.hpp"

#include <algorithm>

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>

#include <gatehouse/base/ascii.hpp>
#include <gatehouse/http_server/handler.hpp>
#include <gatehouse/http_server/node.hpp>

#include <gatehouse/http_server/syntax.hpp>

namespace gatehouse::http::server {
namespace {

/// The address of an entry, or nothing if the entry is not an address.
using Entry = std::optional<IpAddress>;
/// The entries from left to right, or nothing if the field is malformed.
using Entries = std::optional<std::vector<Entry>>;

Entries read_forwarded_for(std::string_view value) {
  std::vector<Entry> entries;
  for (;;) {
    const std::size_t comma = value.find(',');
    entries.push_back(parse_node(trim(value.substr(0, comma))));
    if (comma == std::string_view::npos) return entries;
    value.remove_prefix(comma + 1);
  }
}

/// Parses one Forwarded field: comma-separated elements of semicolon-separated pairs, `name=token`
/// or `name="quoted"` (RFC 7239, section 4). The whole field must be well-formed. Otherwise, an
/// opening quotation mark sent by a client could swallow what the proxy appended.
class ForwardedReader {
 public:
  explicit ForwardedReader(std::string_view text) : left_(text) {}

  Entries read() {
    std::vector<Entry> entries;
    do {
      Entry entry;
      if (!read_element(entry)) return std::nullopt;
      entries.push_back(entry);
    } while (take(','));
    if (!left_.empty()) return std::nullopt;
    return entries;
  }

 private:
  bool read_element(Entry& entry) {
    bool has_for = false;
    do {
      skip_blanks();
      const std::string_view name = read_token();
      if (name.empty() || left_.empty() || left_.front() != '=') return false;
      left_.remove_prefix(1);
      std::string value;
      if (!read_value(value)) return false;
      skip_blanks();
      if (!equal_but_case(name, "for")) continue;
      if (has_for) return false;
      has_for = true;
      entry = parse_node(value);
    } while (take(';'));
    return true;
  }

  bool read_value(std::string& value) {
    if (left_.empty() || left_.front() != '"') {
      value = read_token();
      return !value.empty();
    }
    left_.remove_prefix(1);
    while (!left_.empty() && left_.front() != '"') {
      if (left_.front() == '\\') left_.remove_prefix(1);
      if (left_.empty()) return false;
      value += left_.front();
      left_.remove_prefix(1);
    }
    return take('"');
  }

  std::string_view read_token() {
    const auto* const end = std::ranges::find_if_not(left_, is_token_octet);
    const auto token = left_.substr(0, static_cast<std::size_t>(end - left_.begin()));
    left_.remove_prefix(token.size());
    return token;
  }

  void skip_blanks() {
    const std::size_t begin = left_.find_first_not_of(" \t");
    left_.remove_prefix(begin == std::string_view::npos ? left_.size() : begin);
  }

  bool take(char octet) {
    if (left_.empty() || left_.front() != octet) return false;
    left_.remove_prefix(1);
    return true;
  }

  std::string_view left_;
};

/// Follows the chain of proxies from right to left.
class ProxyChain {
 public:
  explicit ProxyChain(const std::vector<IpRange>& trusted) : trusted_(trusted) {}

  /// Continues with the entries to the left of those already processed.
  void follow(const Entries& entries) {
    if (!entries) return lose();
    for (auto entry = entries->rbegin(); entry != entries->rend() && !has_ended_; ++entry) {
      if (!*entry) return lose();
      client_ = *entry;
      has_ended_ = !is_in(trusted_, **entry);
    }
  }

  [[nodiscard]] bool has_ended() const noexcept { return has_ended_; }
  [[nodiscard]] const Entry& client() const noexcept { return client_; }

 private:
  void lose() noexcept {
    client_.reset();
    has_ended_ = true;
  }

  const std::vector<IpRange>& trusted_;
  Entry client_;
  bool has_ended_ = false;
};

}  // namespace

std::optional<IpAddress> plain(const boost::asio::ip::address& address) {
  namespace ip = boost::asio::ip;
  if (address.is_v4()) return IpAddress::parse(address.to_string());
  return IpAddress::parse(ip::address_v6(address.to_v6().to_bytes()).to_string());
}

std::string format(const IpAddress& address) {
  namespace ip = boost::asio::ip;
  const auto& bytes = address.bytes();
  if (!address.is_v4()) return ip::address_v6(bytes).to_string();
  ip::address_v4::bytes_type last{};
  std::copy(bytes.end() - static_cast<std::ptrdiff_t>(last.size()), bytes.end(), last.begin());
  return ip::address_v4(last).to_string();
}

bool is_in(const std::vector<IpRange>& ranges, const IpAddress& address) noexcept {
  return std::ranges::any_of(ranges, [&](const IpRange& range) { return range.contains(address); });
}

std::optional<IpAddress> client_behind_proxies(const std::vector<IpRange>& trusted,
                                               const std::vector<HeaderView>& fields) {
  ProxyChain by_forwarded_for(trusted);
  ProxyChain by_forwarded(trusted);
  bool has_forwarded_for = false;
  bool has_forwarded = false;
  for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
    if (equal_but_case(field->name, "X-Forwarded-For")) {
      has_forwarded_for = true;
      if (!by_forwarded_for.has_ended()) by_forwarded_for.follow(read_forwarded_for(field->value));
    } else if (equal_but_case(field->name, "Forwarded")) {
      has_forwarded = true;
      if (!by_forwarded.has_ended()) by_forwarded.follow(ForwardedReader(field->value).read());
    }
  }
  if (!has_forwarded) return by_forwarded_for.client();
  if (!has_forwarded_for) return by_forwarded.client();
  if (by_forwarded_for.client() != by_forwarded.client()) return std::nullopt;
  return by_forwarded.client();
}

}  // namespace gatehouse::http::server

namespace gatehouse::http {

std::string network_of(const std::optional<IpAddress>& address) {
  constexpr std::size_t v6_prefix = 8;
  if (!address) return "unknown network";
  const auto& bytes = address->bytes();
  const auto end = address->is_v4() ? bytes.end() : bytes.begin() + v6_prefix;
  return {bytes.begin(), end};
}

}  // namespace gatehouse::http
