#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <gatehouse/services/tokens/access_token.hpp>

#include "durations.hpp"
#include "listen_address.hpp"
#include "options.hpp"

namespace gatehouse::app {
namespace {

constexpr Range<std::int64_t> any_limit{0, 1'000'000'000'000};
constexpr Range<std::size_t> any_lane{1, 512};
constexpr Range<std::size_t> any_head{1024, 1024 * 1024};
constexpr Range<Duration> any_deadline{std::chrono::seconds(1), std::chrono::hours(1)};

/// Returns nothing if the text is not a whole number. Returns the maximum if it is out of range.
std::optional<std::int64_t> read_limit(const std::string& text) {
  std::int64_t limit = 0;
  const char* const end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, limit);
  if (last != end || text.empty()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return std::numeric_limits<std::int64_t>::max();
  if (error != std::errc()) return std::nullopt;
  return limit;
}

/// Parses limits for individual services, e.g. "roc=100,push=5000".
void read_items_of_service(const std::string& text, Settings& settings) {
  settings.items_of_service.clear();
  // The appended comma makes an empty item at the end visible.
  std::istringstream list(text + ',');
  for (std::string item; std::getline(list, item, ',');) {
    const std::size_t equals = item.find('=');
    const auto code = ServiceCode::parse(item.substr(0, equals));
    const auto limit =
        equals == std::string::npos ? std::nullopt : read_limit(item.substr(equals + 1));
    if (!code || !limit) {
      throw BadOption("items-of-service", "must be like roc=100,push=5000: " + text);
    }
    if (!any_limit.holds(*limit)) {
      throw BadOption("items-of-service", "must have numbers from 0 to " +
                                              std::to_string(any_limit.most) + ": " + text);
    }
    if (!settings.items_of_service.emplace(*code, *limit).second) {
      throw BadOption("items-of-service", "names a service twice: " + text);
    }
  }
}

/// Parses a number of octets with an optional unit KiB, MiB or GiB.
std::size_t read_octets(const std::string& option, const std::string& text) {
  constexpr std::size_t kibi = 1024;
  constexpr Range<std::size_t> range{kibi * kibi, kibi * kibi * kibi * kibi};
  std::size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, number);
  const std::string_view unit(last, static_cast<std::size_t>(end - last));
  std::size_t factor = 0;
  if (unit.empty()) factor = 1;
  if (unit == "KiB") factor = kibi;
  if (unit == "MiB") factor = kibi * kibi;
  if (unit == "GiB") factor = kibi * kibi * kibi;
  const bool fits = error == std::errc() && factor > 0 && number <= range.most / factor;
  if (!fits || !range.holds(number * factor)) {
    throw BadOption(option, "must be a number of octets from 1MiB to 1024GiB, not " + text);
  }
  return number * factor;
}

/// Returns the items of a list with commas between, without blanks around them.
std::vector<std::string> items_of(const std::string& text) {
  std::vector<std::string> items;
  // The appended comma makes an empty item at the end visible.
  std::istringstream list(text + ',');
  for (std::string item; std::getline(list, item, ',');) {
    items.push_back(CLI::detail::trim(item));
  }
  return items;
}

/// Parses addresses and CIDR ranges, e.g. "10.0.0.0/8, 2001:db8::1". Address prefixes, which
/// IpRange accepts too, are rejected as likely mistakes.
std::vector<IpRange> read_proxies(const std::string& text) {
  std::vector<IpRange> proxies;
  for (const std::string& item : items_of(text)) {
    const auto range = IpRange::parse(item);
    const bool is_whole = item.find('/') != std::string::npos || IpAddress::parse(item);
    if (!range || !is_whole) {
      throw BadOption(
          "trusted-proxies",
          "must be addresses or CIDR ranges such as 10.0.0.0/8,2001:db8::1, with no bit set behind "
          "the prefix, not " +
              text);
    }
    proxies.push_back(*range);
  }
  return proxies;
}

/// Parses origins, e.g. "https://app.example.com, http://localhost:3000", or "*".
std::vector<std::string> read_origins(const std::string& text) {
  const std::string option = "cors-origin";
  std::vector<std::string> origins = items_of(text);
  if (origins == std::vector<std::string>{"*"}) return origins;
  for (std::string& origin : origins) {
    if (origin == "*") {
      throw BadOption(option, "must be * alone, since it allows all origins, not " + text);
    }
    origin = checked_origin(option, origin);
  }
  return origins;
}

/// Adds the options of the listener, its certificate, the database and the logs.
void add_where(Options& options, Configuration& chosen) {
  options.add("listen", chosen.listen, "Address and port; port 0 takes a free one");
  options.add("tls-certificate", chosen.tls_certificate,
              "PEM file with the certificate and its intermediates: serves https");
  options.add("tls-key", chosen.tls_key, "PEM file with the certificate's key, not encrypted");
  add_database(options, chosen);
  add_encryption(options, chosen);
  options.add("database-connections", chosen.database_connections,
              "Connections to a PostgreSQL server at once", {1, 1000});
  options.add_duration("database-deadline", chosen.database_deadline,
                       "Longest time that a request waits for the database, from its arrival on",
                       any_deadline);
  options.add("public-url", chosen.public_url,
              "Base URL of links in mail [the address listened on, as a URL]");
  options.add_flag("migrate", chosen.migrate, "Bring an older database up to date (default)");
  add_migration_backup(options, chosen);
  options.add(
      "admin-listen", chosen.admin_listen,
      "Address and port of a listener of its own for /metrics, /healthz and /readyz [none]");
  options.add_flag("docs", chosen.docs, "Show the description of the API at /docs (default)");
  options.add("access-log", chosen.access_log,
              "File for a line of JSON for each answer, opened again on SIGHUP; -: standard error");
  options.add("log-level", chosen.log_level, "debug, info, warn or error")
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}));
}

void add_mail(Options& options, Configuration& chosen) {
  options.group("Mail");
  options.add(
      "mail", chosen.mail,
      "Mail transport: maildir:PATH, smtp://[USER@]HOST[:587] or smtps://[USER@]HOST[:465]");
  options.add("mail-from", chosen.mail_from, "Sender of the mail");
  options
      .add(
          "smtp-starttls", chosen.smtp_starttls,
          "TLS with smtp://. DANGER: with optional or off, the codes and links in mail can be read "
          "on the way to the mail server. Neither may be used with USER")
      ->check(CLI::IsMember({"required", "optional", "off"}));
  options.add("smtp-password-file", chosen.smtp_password_file,
              "File with the password of USER on its first line");
  options.add_secret("smtp-password", chosen.smtp_password,
                     "The password itself; as a flag, every user of the machine can see it");
  options.add("smtp-ca-file", chosen.smtp_ca_file,
              "Authorities (PEM) to trust in place of the system's");
  options.add_duration("smtp-deadline", chosen.smtp_deadline,
                       "Longest time to hand over a mail, of which connecting may take 10s",
                       {std::chrono::seconds(1), std::chrono::minutes(1)});
}

void add_accounts(Options& options, Settings& settings) {
  options.group("Accounts");
  options.add_flag(
      "hide-accounts", settings.hide_accounts,
      "Never tell strangers whether an e-mail address is registered; a mail tells its owner");
  options.add_duration("session-lifetime", settings.session_lifetime, "Life of a user token");
  options.add_duration("approve-code-lifetime", settings.approve_code_lifetime,
                       "Life of an approve code");
  options.add("wrong-approve-codes", settings.wrong_approve_codes.times,
              "Wrong approve codes that one address (of IPv6 a /64) may try in an hour",
              {1, 1'000'000});
  options.add("mails-to-strangers", settings.mails_to_strangers.times,
              "Mails, and registrations without one, that one address may cause in a day",
              {1, 1'000'000'000});
  options.add_duration("reset-token-lifetime", settings.reset_token_lifetime,
                       "Life of a password reset token");
  options.add_duration("consumer-token-lifetime", settings.consumer_token_lifetime,
                       "Life of a consumer token");
  options.add_duration("service-account-token-lifetime", settings.service_account_token_lifetime,
                       "Life of a token of a service account");
  options.add("wrong-client-secrets", settings.wrong_client_secrets.times,
              "Wrong secrets of service accounts that one address (of IPv6 a /64) may send in an "
              "hour before the answer is 429",
              {1, 1'000'000});
}

/// Adds the options of the server's caches of credentials and decisions.
void add_memory(Options& options, Settings& settings) {
  options.add_duration("decision-lifetime", settings.decision_lifetime,
                       "Longest time until a decision reflects the changes of another server");
  options.add_duration(
      "secret-lifetime", settings.secret_lifetime,
      "How long a credential's verified password is remembered after its last use");
  options.add("cached-credentials", settings.cached_credentials,
              "Maximum number of credentials kept in memory", {1, 100'000'000});
  options.add("cached-grants", settings.cached_grants,
              "Maximum number of pairs of credential and API proxy kept in memory",
              {1, 100'000'000});
}

void add_tokens(Options& options, Configuration& chosen) {
  options.group("Tokens of services");
  Settings& settings = chosen.settings;
  options.add("issuer", chosen.issuer,
              "Issuer of access tokens: the URL where services find the keys [as --public-url]");
  options.add_duration("access-token-lifetime", settings.access_token_lifetime,
                       "Life of an access token");
  options.add_duration("refresh-token-lifetime", settings.refresh_token_lifetime,
                       "Life of a refresh token that is not used");
  options.add_duration("token-family-lifetime", settings.token_family_lifetime,
                       "Life of all tokens that descend from one consumer token");
  options.add_duration("refresh-grace", settings.refresh_grace,
                       "How long a used refresh token yields the same successor again");
  options.add_duration(
      "service-token-overlap", settings.service_token_overlap,
      "How long service tokens stay valid after another is issued; 0: they end at once",
      {Duration::zero(), any_duration.most});
  const auto read_audience = [&settings](const std::string& text) {
    if (!is_audience_format(text)) {
      throw BadOption("audience-format",
                      "must hold {service}, may hold {project}, and no other braces: " + text);
    }
    settings.audience_format = text;
  };
  options.add_read(
      "audience-format", settings.audience_format, read_audience,
      "Audience of access tokens (aud). With {service} alone, tokens of other accounts' "
      "projects have the same audience");
  add_signing(options, chosen);
}

void add_limits(Options& options, Settings& settings) {
  options.group("Limits");
  options.add("projects-per-account", settings.projects_per_account, "Maximum projects per account",
              any_limit);
  options.add("consumers-per-project", settings.consumers_per_project,
              "Maximum consumers per project", any_limit);
  options.add("items-per-service", settings.items_per_service, "Maximum items per attached service",
              any_limit);
  options.add("credentials-per-account", settings.credentials_per_account,
              "Maximum credentials per account", any_limit);
  const auto read_items = [&settings](const std::string& text) {
    read_items_of_service(text, settings);
  };
  options.add_read("items-of-service", {}, read_items, "Items of single services: CODE=LIMIT,...");
}

void add_threads(Options& options, http::ServerOptions& server) {
  options.add("io-threads", server.io_threads, "Threads for connections; 0: one per processor",
              {0, 512});
  options.add("storage-threads", server.storage.threads, "Threads that wait for the storage",
              any_lane);
  options.add("hashing-threads", server.hashing.threads, "Threads that hash passwords", any_lane);
  options.add("verifying-threads", server.verifying.threads,
              "Threads that verify passwords of credentials for gateways", any_lane);
  options.add("mail-threads", server.mail.threads, "Threads that wait for the mail server",
              any_lane);
}

void add_sizes(Options& options, http::ServerOptions& server) {
  options.add("max-connections", server.max_connections, "Connections at once", {1, 1'000'000});
  options.add("max-target", server.max_target,
              "Octets of a request's path and query; at the gate at least 65536", any_head);
  options.add("max-header", server.max_header,
              "Octets of a request's header; at the gate at least 65536, and the target besides",
              any_head);
  options.add("connections-per-address", server.max_connections_per_address,
              "Connections at once from one address (IPv6: one /64); this machine is excepted",
              {1, 1'000'000});
  const auto read_memory = [&server](const std::string& text) {
    server.output_memory = read_octets("output-memory", text);
  };
  constexpr std::size_t mebi = 1024 * 1024;
  options
      .add_read("output-memory", std::to_string(server.output_memory / mebi) + "MiB", read_memory,
                "Memory for request bodies, and for answers that clients have not read yet")
      ->type_name("OCTETS 1MiB..1024GiB");
}

void add_deadlines(Options& options, http::ServerOptions& server) {
  options.add_duration("header-deadline", server.header_deadline,
                       "Longest time for a client to send a request's header, or the first octet",
                       any_deadline);
  options.add_duration("body-deadline", server.body_deadline,
                       "Longest time for a client to send a request's body", any_deadline);
  options.add_duration("idle-deadline", server.idle_deadline,
                       "Longest time for a connection to be idle between requests", any_deadline);
  options.add_duration("stop-deadline", server.stop_deadline,
                       "Longest time to end after SIGTERM, open requests included", any_deadline);
}

void add_surroundings(Options& options, Configuration& chosen) {
  http::ServerOptions& server = chosen.server;
  options.add_duration("hsts-max-age", server.hsts_max_age,
                       "With --tls-certificate: how long browsers use TLS alone for this host, as "
                       "Strict-Transport-Security tells them; 0: it is not sent",
                       {Duration::zero(), any_duration.most});
  const auto read_cors = [&chosen](const std::string& text) {
    chosen.cors_origins = read_origins(text);
  };
  options.add_list("cors-origin", read_cors,
                   "Origins such as https://app.example.com whose pages may use the API from "
                   "browsers, commas between; *: all origins, without credentials");
  const auto read_trusted = [&server](const std::string& text) {
    server.trusted_proxies = read_proxies(text);
  };
  options.add_read("trusted-proxies", {}, read_trusted,
                   "Addresses and CIDR ranges of the proxies in front of this server, commas "
                   "between: the client is the address that they give in X-Forwarded-For or "
                   "Forwarded. Name nothing that clients can connect from");
}

}  // namespace

void add_server_options(CLI::App& command, Configuration& chosen) {
  Options options(command, "Where");
  add_where(options, chosen);
  add_mail(options, chosen);
  add_accounts(options, chosen.settings);
  add_memory(options, chosen.settings);
  add_tokens(options, chosen);
  add_limits(options, chosen.settings);
  add_hashing(options, chosen);
  options.group("HTTP");
  add_threads(options, chosen.server);
  add_sizes(options, chosen.server);
  add_deadlines(options, chosen.server);
  add_surroundings(options, chosen);
}

}  // namespace gatehouse::app
