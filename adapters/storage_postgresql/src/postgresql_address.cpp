#include "postgresql_address.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

namespace gatehouse {
namespace {

using Parts = std::map<std::string, std::string>;

/// libpq quotes in its message what it cannot read, which may be the password.
std::string before_quotes(const char* message) {
  std::string text(message == nullptr ? "no memory" : message);
  text.erase(std::min({text.find('"'), text.find('\n'), text.size()}));
  while (text.ends_with(' ') || text.ends_with(':')) text.pop_back();
  return text;
}

/// A password with a character that ends it earlier than meant is read as something else, which
/// messages show.
void refuse_unescaped_password(std::string_view url) {
  std::string_view rest = url.substr(url.find("://") + 3);
  rest = rest.substr(0, rest.find('?'));
  const std::size_t at = rest.find('@');
  if (at == std::string_view::npos || (at == rest.rfind('@') && at < rest.find('/'))) return;
  throw PortError(
      "the database's URL cannot be read: in a user or password, write '@' as %40, '/' as %2F and "
      "'%'"
      " as %25");
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
    throw PortError("the database's URL cannot be read: " + before_quotes(message));
  }
  Parts parts;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr && *option->val != '\0') parts[option->keyword] = option->val;
  }
  if (parts["port"].find_first_not_of("0123456789,") != std::string::npos) {
    throw PortError("the database's URL cannot be read: its port is no number");
  }
  if (parts["port"].empty()) parts.erase("port");
  return parts;
}

std::string setting(const char* name, const std::string& value) {
  return std::string("-c ") + name + "=" + value + " ";
}

std::string milliseconds(std::chrono::milliseconds length) {
  return std::to_string(std::max<std::chrono::milliseconds::rep>(0, length.count()));
}

/// What each session is told when it begins.
std::string session_settings(const PostgresqlOptions& options) {
  const auto lock_deadline = std::max(options.busy_deadline, std::chrono::milliseconds(1));
  return setting("lock_timeout", milliseconds(lock_deadline)) +
         setting("statement_timeout", milliseconds(options.statement_deadline)) +
         setting("idle_in_transaction_session_timeout",
                 milliseconds(options.idle_transaction_deadline)) +
         setting("client_min_messages", "error") +
         // Who reads a whole table stands in the way of everybody who writes to it
         // (https://www.postgresql.org/docs/15/transaction-iso.html#XACT-SERIALIZABLE). All
         // statements have an index to go by; and a plan that was made while the tables were empty
         // stays right.
         setting("enable_seqscan", "off") + setting("plan_cache_mode", "force_generic_plan") +
         // It would look at the cost that stands for "off".
         setting("jit", "off");
}

std::string percent_encoded(const std::string& value) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (const char c : value) {
    const auto octet = static_cast<unsigned char>(c);
    if (std::isalnum(octet) != 0 && octet < 0x80) {
      text += c;
    } else {
      text += {'%', digits.at(octet >> 4U), digits.at(octet & 0xFU)};
    }
  }
  return text;
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
  PostgresqlAddress address{.connection_url = {}, .name = shown_name(parts)};
  // The last one counts, so those of the URL win.
  parts["options"] = session_settings(options) + value_or(parts, "options", "");
  parts.insert({
      {"client_encoding", "UTF8"},
      {"connect_timeout",
       std::to_string(std::max<std::chrono::seconds::rep>(1, options.connect_deadline.count()))},
      {"fallback_application_name", "gatehouse"},
      // A server that is gone without a word is noticed within half a minute.
      {"keepalives_idle", "10"},
      {"keepalives_interval", "5"},
      {"keepalives_count", "3"},
      {"tcp_user_timeout", "25000"},
  });
  address.connection_url = "postgresql://";
  char separator = '?';
  for (const auto& [key, value] : parts) {
    address.connection_url += std::exchange(separator, '&') + key + "=" + percent_encoded(value);
  }
  return address;
}

}  // namespace gatehouse
