#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gatehouse/http_api/api.hpp>
#include <gatehouse/http_api/docs.hpp>
#include <gatehouse/http_gate/gate.hpp>
#include <gatehouse/http_server/server.hpp>
#include <gatehouse/services/services.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

#include "commands.hpp"
#include "cross_origin.hpp"
#include "described.hpp"
#include "doctor/findings.hpp"
#include "doctor/start_checks.hpp"
#include "encryption.hpp"
#include "file_descriptors.hpp"
#include "heap.hpp"
#include "housekeeping_thread.hpp"
#include "listen_address.hpp"
#include "logged_mailer.hpp"
#include "operations/access_log.hpp"
#include "operations/clock_thread.hpp"
#include "operations/counted_mailer.hpp"
#include "operations/error_log.hpp"
#include "operations/log_descriptor.hpp"
#include "operations/log_file.hpp"
#include "operations/metrics_page.hpp"
#include "operations/pages.hpp"
#include "operations/readiness.hpp"
#include "operations/request_metrics.hpp"
#include "operations/storage_condition.hpp"
#include "operations/storage_probe.hpp"
#include "operations/storage_watch.hpp"
#include "stop_deadline.hpp"
#include "stored_state.hpp"
#include "version.hpp"
#include "wiring.hpp"

namespace gatehouse::app {
namespace {

/// Limits the number of connections. Each one needs a file descriptor, as do the database and each
/// mail in progress.
void limit_connections(http::ServerOptions& options, const Configuration& chosen,
                       spdlog::logger& logger) {
  const std::size_t available = raise_descriptor_limit();
  const std::size_t affordable = affordable_connections(chosen, available);
  if (affordable == options.max_connections) return;
  options.max_connections = affordable;
  logger.warn(
      "no more than {} connections at once: the process may open {} files, and needs the others "
      "for the database and mail",
      options.max_connections, available);
}

void choose_tls(http::ServerOptions& options, const Configuration& chosen) {
  if (chosen.tls_key.empty()) return;
  options.tls = http::TlsFiles{.certificate = chosen.tls_certificate, .key = chosen.tls_key};
}

void warn_of_open_key(const http::ServerOptions& options, spdlog::logger& logger) {
  struct stat status {};
  if (!options.tls || stat(options.tls->key.c_str(), &status) != 0) return;
  if ((status.st_mode & (S_IROTH | S_IWOTH)) != 0) {
    logger.warn("the TLS key \"{}\" is open to all users of this machine", options.tls->key);
  }
}

void reload_tls(http::Server& server, const http::ServerOptions& options, spdlog::logger& logger) {
  try {
    server.reload_tls();
    logger.info("SIGHUP: new connections are shown the TLS certificate as it is now");
    warn_of_open_key(options, logger);
  } catch (const std::exception& error) {
    logger.error("SIGHUP: the TLS certificate stays as it was: {}", error.what());
  }
}

/// Creates a signing key before the first token exchange, so that services can already fetch it.
void make_first_signing_key(SigningKeys& keys, spdlog::logger& logger) {
  try {
    keys.ensure();
  } catch (const PortError& error) {
    logger.warn("there is no key to sign access tokens with, so none are handed out: {}",
                error.what());
  }
}

using LogLine = std::function<void(std::string_view)>;

LogLine to_error_log(std::shared_ptr<spdlog::logger> logger) {
  return [logger = std::move(logger)](std::string_view what) { logger->error("{}", what); };
}

/// Suppresses the log lines of requests that fail because of an already logged storage fault.
LogLine unless_explained(LogLine log, std::shared_ptr<const StorageCondition> condition) {
  return [log = std::move(log), condition = std::move(condition)](std::string_view what) {
    if (!condition->explains(what)) log(what);
  };
}

std::unique_ptr<Mailer> open_counted_mailer(const Configuration& chosen, MailCounts& counts,
                                            const LogLine& log_failure) {
  auto logged = std::make_unique<LoggedMailer>(open_mailer(chosen), log_failure);
  return std::make_unique<CountedMailer>(std::move(logged), counts);
}

/// Returns the reason why the write-ahead log keeps growing; empty if it does not.
std::string checkpoint_fault(const Wiring& wiring) {
  return wiring.sqlite() == nullptr ? std::string() : wiring.sqlite()->checkpoint_fault();
}

/// Returns the observers that are not null.
std::vector<http::Observer*> observers_of(http::Observer* metrics, http::Observer* log) {
  std::vector<http::Observer*> observers;
  if (metrics != nullptr) observers.push_back(metrics);
  if (log != nullptr) observers.push_back(log);
  return observers;
}

/// Returns the options of the HTTP server, limited by what this machine allows.
http::ServerOptions server_options_of(const Configuration& chosen, const ListenAddress& listen,
                                      spdlog::logger& logger) {
  http::ServerOptions options = chosen.server;
  options.address = listen.host;
  options.port = listen.port;
  choose_tls(options, chosen);
  limit_connections(options, chosen, logger);
  return options;
}

/// `url` is that of the listen address.
Settings settings_of(const Configuration& chosen, const std::string& url) {
  Settings settings = chosen.settings;
  settings.public_url =
      chosen.public_url.empty() ? url : checked_url("public-url", chosen.public_url);
  if (!chosen.issuer.empty()) settings.issuer = checked_url("issuer", chosen.issuer);
  return settings;
}

/// The access log, if enabled.
class RequestLog {
 public:
  RequestLog(const Configuration& chosen, LogFile& standard_error, const LogFile::Report& report) {
    if (chosen.access_log.empty()) return;
    // A single thread writes to standard error, so that lines are not interleaved.
    const bool is_shared = chosen.access_log == "-";
    log_.emplace(is_shared ? standard_error : file_.emplace(chosen.access_log, report));
  }

  /// May return null.
  [[nodiscard]] http::Observer* observer() noexcept { return log_ ? &*log_ : nullptr; }
  [[nodiscard]] const LogFile* file() const noexcept { return log_ ? &log_->file() : nullptr; }

  void reopen(spdlog::logger& logger) {
    if (!file_) return;
    try {
      file_->reopen();
      logger.info("SIGHUP: the access log is opened again");
    } catch (const std::exception& error) {
      logger.error("SIGHUP: the access log stays as it was: {}", error.what());
    }
  }

 private:
  std::optional<LogFile> file_;
  std::optional<AccessLog> log_;
};

/// Warns if a new installation has no root user yet.
void warn_of_no_root_user(Storage& storage, spdlog::logger& logger) {
  try {
    if (has_root_user(storage)) return;
    logger.warn("there is no root user yet: gatehouse create-root --email ADDRESS makes one");
  } catch (const PortError& error) {
    logger.warn("cannot see whether there is a root user: {}", error.what());
  }
}

/// Warns of stored hashes that exceed the memory budget, which may have been lowered since.
void warn_of_large_hashes(Storage& storage, const Argon2Options& argon2, spdlog::logger& logger) {
  constexpr std::size_t sample = 1000;
  try {
    const auto fault = fault_of_hashing_memory(storage, argon2, sample);
    if (fault) logger.warn("{}", *fault);
  } catch (const PortError& error) {
    logger.warn("cannot see how passwords were hashed: {}", error.what());
  }
}

/// Does the same when the first such password is verified.
Configuration with_report_of_large_hashes(Configuration chosen,
                                          const std::shared_ptr<spdlog::logger>& logger) {
  chosen.argon2.on_large_hash = [logger, argon2 = chosen.argon2](std::size_t kib) {
    logger->warn("{}", in_words(kib, argon2));
  };
  return chosen;
}

/// Blocks the signals for this thread and all that it starts; wait_for_signal() receives them.
sigset_t block_signals() {
  std::signal(SIGPIPE, SIG_IGN);
  // Exceeding the file size limit (RLIMIT_FSIZE) then yields an error, like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

/// Returns when the program has to end.
template <class Reload>
void wait_for_signal(const sigset_t& signals, Reload reload) {
  for (int signal = 0; signal != SIGTERM && signal != SIGINT;) {
    if (sigwait(&signals, &signal) == 0 && signal == SIGHUP) reload();
  }
  std::signal(SIGHUP, SIG_IGN);
  // A second signal ends the process at once.
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGINT, SIG_DFL);
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

/// The server answers requests during the lifetime of this object.
class Answering {
 public:
  Answering(http::Server& server, const http::Mux& mux, std::vector<http::Observer*> observers)
      : server_(server) {
    server_.start(mux, std::move(observers));
  }
  Answering(const Answering&) = delete;
  Answering& operator=(const Answering&) = delete;
  ~Answering() { server_.stop(); }

 private:
  http::Server& server_;
};

/// Opens a small server for operators and their tools, if configured.
std::unique_ptr<http::Server> open_admin(const Configuration& chosen, spdlog::logger& logger) {
  if (chosen.admin_listen.empty()) return nullptr;
  ListenAddress listen = parse_listen_address(chosen.admin_listen, "admin-listen");
  auto server = std::make_unique<http::Server>(
      http::ServerOptions{.address = listen.host,
                          .port = listen.port,
                          .io_threads = 1,
                          .lookup = {2, 16},
                          .reading = {1, 1},
                          .storage = {1, 1},
                          .hashing = {1, 1},
                          .verifying = {1, 1},
                          .mail = {1, 1},
                          .max_connections = 64,
                          .stop_deadline = chosen.server.stop_deadline});
  listen.port = server->port();
  logger.info("metrics are at http://{}/metrics", format(listen));
  return server;
}

http::api::ApiOptions api_options_of(const Configuration& chosen, const LogLine& log_failure) {
  return {.log_failure = log_failure,
          .lookups_are_direct = looks_up_at_once(chosen),
          .storage_deadline = chosen.database_deadline,
          .first_operation = first_operation_number,
          .other_paths = described_paths(),
          .version = std::string(version)};
}

/// Returns null if the configuration excludes the page. `api` formats its errors.
std::unique_ptr<http::api::Docs> open_docs(const Configuration& chosen, http::Handler& api) {
  if (!chosen.docs) return nullptr;
  return std::make_unique<http::api::Docs>(
      [] { return http::api::openapi_document(described_paths(), version); }, api);
}

/// Returns the handlers of the public server by path. `docs` may be null.
http::Mux mux_of(http::Handler& api, http::Handler& gate, http::Handler& pages,
                 http::Handler* docs) {
  http::Mux mux(api);
  if (docs != nullptr) {
    mux.mount(http::api::Docs::path, *docs).mount(http::api::Docs::folder, *docs);
  }
  mux.mount(http::gate::prefix, gate, http::Mux::Requests::relayed)
      .mount(Pages::alive, pages)
      .mount(Pages::ready, pages);
  return mux;
}

/// Logs that an older database is about to be migrated.
void announce_migration(const Configuration& chosen, const StartFacts& facts,
                        spdlog::logger& logger) {
  const int found = facts.schema_version.value_or(0);
  const int needed = newest_schema_version(chosen);
  if (found == 0 || found == needed) return;
  const auto path = sqlite_path(chosen);
  const bool backs_up = path && chosen.backup_before_migrate;
  logger.info(
      "the database is brought from schema version {} to {}{}", found, needed,
      backs_up ? ", after a copy to " + SqliteStorage::name_of_backup_before_migration(*path, found)
               : std::string());
}

/// Opens everything that requests need, and answers them until a signal ends the program.
void answer_requests(const Configuration& chosen, ListenAddress listen, const sigset_t& signals,
                     ErrorLog& error_log, StopDeadline& stop_deadline) {
  const auto logger = error_log.logger();
  const http::ServerOptions server_options = server_options_of(chosen, listen, *logger);
  // Constructed first, to report a mistake and the port at once.
  http::Server server(server_options);
  listen.port = server.port();
  const std::unique_ptr<http::Server> admin = open_admin(chosen, *logger);
  warn_of_open_key(server_options, *logger);
  const std::string url = (server_options.tls ? "https://" : "http://") + format(listen);

  const auto condition = std::make_shared<StorageCondition>(to_error_log(logger));
  const LogLine log_failure = unless_explained(to_error_log(logger), condition);
  RequestLog request_log(chosen, error_log.file(), log_failure);
  MailCounts mail_counts;
  Wiring wiring(with_report_of_large_hashes(chosen, logger),
                open_counted_mailer(chosen, mail_counts, log_failure), condition);
  load_encryption_keys(wiring, chosen, *logger);
  Services services(wiring.ports(), settings_of(chosen, url));
  make_first_signing_key(services.signing_keys, *logger);
  warn_of_no_root_user(wiring.ports().storage, *logger);
  http::api::Api api(services, api_options_of(chosen, log_failure));
  const auto shared_api = share_with_origins(api, chosen);
  http::gate::Gate gate(services.gateways, services.access,
                        {.log_failure = log_failure,
                         .lookups_are_direct = looks_up_at_once(chosen),
                         .storage_deadline = chosen.database_deadline,
                         .operation = decisions_number});
  const ClockThread clock_thread(services.clock_watch, logger);
  const HousekeepingThread housekeeping(services.housekeeping, logger, chosen.database_deadline,
                                        log_failure);

  StorageProbe probe(wiring.ports().storage, log_failure);
  StorageWatch watch(wiring.ports().storage, *condition, [&] { return checkpoint_fault(wiring); });
  Readiness readiness(server, probe, watch);
  RequestMetrics requests(operation_names(), server.io_threads());

  const auto metrics = [&] {
    return metrics_page({server, requests, wiring.hasher(), mail_counts, probe, watch, *condition,
                         wiring.postgresql(), wiring.sqlite(), housekeeping, services.access,
                         services.clock_watch, request_log.file(), error_log.file()});
  };
  Pages admin_pages({.readiness = readiness, .metrics = metrics, .log_failure = log_failure});
  Pages pages({.readiness = readiness, .errors = &api});
  const auto docs = open_docs(chosen, api);
  std::optional<Answering> admin_answering;
  if (admin) {
    admin_answering.emplace(*admin, http::Mux(admin_pages), std::vector<http::Observer*>());
  }
  // Constructed last, so that it is destroyed first.
  const Answering answering(server,
                            open_to_origins(mux_of(api, gate, pages, docs.get()), shared_api.get()),
                            observers_of(admin ? &requests : nullptr, request_log.observer()));

  error_log.file().drain(std::chrono::milliseconds(200));
  print(STDOUT_FILENO, "listening on " + url + "\n");
  // Run last, since it takes longest.
  warn_of_large_hashes(wiring.ports().storage, chosen.argon2, *logger);
  stop_deadline.started();
  wait_for_signal(signals, [&] {
    if (server_options.tls) reload_tls(server, server_options, *logger);
    reload_encryption_keys(wiring, chosen, *logger);
    request_log.reopen(*logger);
  });
  stop_deadline.begin();
  logger->info("stopping");
  readiness.begin_to_stop();
}

}  // namespace

int serve(const Configuration& chosen) {
  ListenAddress listen = parse_listen_address(chosen.listen);
  const sigset_t signals = block_signals();
  const HeapTrimmer heap_trimmer;
  ErrorLog error_log(chosen.log_level);  // destroyed last
  const auto logger = error_log.logger();
  // Constructed second, so that it covers the destruction of everything that follows.
  StopDeadline stop_deadline(chosen.server.stop_deadline, to_error_log(logger));

  StartFindings findings(*logger);
  announce_migration(chosen, check_start(findings, chosen), *logger);

  answer_requests(chosen, std::move(listen), signals, error_log, stop_deadline);
  return 0;
}

}  // namespace gatehouse::app
