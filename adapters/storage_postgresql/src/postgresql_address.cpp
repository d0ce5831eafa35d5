#include "postgresql_address.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <map>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <gatehouse/base/ascii.hpp>

namespace gatehouse {
namespace {

using Parts = std::map<std::string, std::string>;

/// Removes what libpq quotes in its message, which may be the password.
std::string before_quotes(const char* message) {
  std::string text(message == nullptr ? "no memory" : message);
  text.erase(std::min({text.find('"'), text.find('\n'), text.size()}));
  while (text.ends_with(' ') || text.ends_with(':')) text.pop_back();
  return text;
}

/// Refuses a password with an unescaped delimiter: its rest would be parsed as another part of the
/// URL, which messages show.
void refuse_unescaped_password(std::string_view url) {
  std::string_view rest = url.substr(url.find("://") + 3);
  rest = rest.substr(0, rest.find('?'));
  const std::size_t at = rest.find('@');
  if (at == std::string_view::npos || (at == rest.rfind('@') && at < rest.find('/'))) return;
  throw PortError(
      "the database's URL cannot be read: in a user or password, write '@' as %40, '/' as %2F and "
      "'%' as %25");
}

/// Whether `text` is a list of port numbers, one for each host; each may be empty.
bool are_ports(std::string_view text) {
  while (!text.empty()) {
    const std::string_view port = text.substr(0, text.find(','));
    text.remove_prefix(std::min(port.size() + 1, text.size()));
    std::uint16_t number = 1;
    const char* const end = port.data() + port.size();
    const auto [read, error] = std::from_chars(port.data(), end, number);
    if (!port.empty() && (error != std::errc() || read != end || number == 0)) return false;
  }
  return true;
}

/// Refuses values that libpq would reject only when it connects.
void refuse_bad_values(const Parts& parts) {
  const auto port = parts.find("port");
  if (port != parts.end() && !are_ports(port->second)) {
    throw PortError("the database's URL cannot be read: its port must be a number from 1 to 65535");
  }
  constexpr std::array<std::string_view, 6> modes{"disable", "allow",     "prefer",
                                                  "require", "verify-ca", "verify-full"};
  const auto mode = parts.find("sslmode");
  if (mode != parts.end() && std::ranges::find(modes, mode->second) == modes.end()) {
    throw PortError(
        "the database's URL cannot be read: its sslmode must be disable, allow, prefer, require, "
        "verify-ca or verify-full");
  }
}

Parts parse(const std::string& url) {
  if (!url.starts_with("postgresql://") && !url.starts_with("postgres://")) {
    throw PortError("the database's URL does not begin with postgresql://");
  }
  refuse_unescaped_password(url);
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(url.c_str(), &message), PQconninfoFree);
  const std::unique_ptr<char, decltype(&PQfreemem)> message_owner(message, PQfreemem);
  if (!options) {
    throw PortError("the database's URL cannot be read: " + before_quotes(message) +
                    ". Behind '?', write '=' within a value as %3D, '&' as %26, ' ' as %20");
  }
  Parts parts;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr && *option->val != '\0') parts[option->keyword] = option->val;
  }
  refuse_bad_values(parts);
  return parts;
}

std::string milliseconds(std::chrono::milliseconds length) {
  return std::to_string(std::max<std::chrono::milliseconds::rep>(0, length.count()));
}

/// Splits `options` as the server does: into words at blanks, with the backslash as the escape
/// character.
std::vector<std::string> words_of(const std::string& options) {
  std::vector<std::string> words;
  std::string word;
  bool escaped = false;
  for (const char c : options + " ") {
    if (escaped || (c != '\\' && c != ' ')) {
      word += c;
      escaped = false;
    } else if (c == '\\') {
      escaped = true;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

/// The settings in the URL's `options`: "-c name=value", "-cname=value" and "--name=value". A
/// pooler refuses this parameter, or ignores it.
Parts settings_in(const std::string& options) {
  Parts settings;
  const std::vector<std::string> words = words_of(options);
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string word = words[i];
    if (word == "-c" && i + 1 < words.size()) {
      word = words[++i];
    } else if (word.starts_with("-c") || word.starts_with("--")) {
      word.erase(0, 2);
    } else {
      throw PortError(
          "the database's URL cannot be read: its options can only be like -c name=value");
    }
    const std::size_t equals = word.find('=');
    if (equals == 0 || equals == std::string::npos) {
      throw PortError(
          "the database's URL cannot be read: its options can only be like -c name=value");
    }
    std::string name = word.substr(0, equals);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c == '-' ? '_' : to_lower(c); });
    settings[name] = word.substr(equals + 1);
  }
  return settings;
}

/// The default settings of each session, which the URL may override.
Parts own_settings(const PostgresqlOptions& options) {
  const auto lock_deadline = std::max(options.busy_deadline, std::chrono::milliseconds(1));
  return {
      {"lock_timeout", milliseconds(lock_deadline)},
      {"statement_timeout", milliseconds(options.statement_deadline)},
      {"idle_in_transaction_session_timeout", milliseconds(options.idle_transaction_deadline)},
      {"client_min_messages", "warning"},
      // Reading a whole table conflicts with all transactions that write to it
      // (https://www.postgresql.org/docs/15/transaction-iso.html#XACT-SERIALIZABLE). All statements
      // have an index to use; and a plan that was made while the tables were empty remains
      // suitable.
      {"enable_seqscan", "off"},
      {"plan_cache_mode", "force_generic_plan"},
      // A generic plan estimates any LIMIT as a tenth of the table, and would scan it all for a
      // hash join to erase a few hundred rows.
      {"enable_hashjoin", "off"},
      {"enable_mergejoin", "off"},
      // JIT compilation would be triggered by the high cost that stands for "off".
      {"jit", "off"},
  };
}

std::string value_or(const Parts& parts, const char* key, const char* otherwise) {
  const auto found = parts.find(key);
  return found == parts.end() ? otherwise : found->second;
}

std::string shown_name(const Parts& parts) {
  std::string name =
      "postgresql://" + value_or(parts, "host", value_or(parts, "hostaddr", "").c_str());
  const std::string port = value_or(parts, "port", "");
  if (!port.empty()) name += ":" + port;
  const std::string database = value_or(parts, "dbname", "");
  if (!database.empty()) name += "/" + database;
  return name;
}

}  // namespace

PostgresqlAddress read_address(const PostgresqlOptions& options) {
  Parts parts = parse(options.url);
  PostgresqlAddress address{
      .parameters = {},
      .settings = settings_in(value_or(parts, "options", "")),
      .name = shown_name(parts),
      .lock_deadline = options.busy_deadline,
      .statement_deadline = options.statement_deadline,
      .set_up_deadline =
          std::max<std::chrono::milliseconds>(options.connect_deadline, std::chrono::seconds(2)),
  };
  // The URL's timeout may be longer, and may have any unit.
  if (address.settings.count("statement_timeout") > 0) address.statement_deadline = {};
  address.settings.merge(own_settings(options));
  parts.erase("options");
  parts.insert({
      {"client_encoding", "UTF8"},
      {"connect_timeout",
       std::to_string(std::max<std::chrono::seconds::rep>(1, options.connect_deadline.count()))},
      {"fallback_application_name", "gatehouse"},
      // A server machine that has vanished is detected within ten seconds, whether data is being
      // sent or awaited.
      {"keepalives_idle", "4"},
      {"keepalives_interval", "2"},
      {"keepalives_count", "3"},
      {"tcp_user_timeout", "10000"},
  });
  address.parameters = std::move(parts);
  return address;
}

}  // namespace gatehouse
