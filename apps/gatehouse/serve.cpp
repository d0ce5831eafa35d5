#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <exception>
#include <iostream>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <gatehouse/http/api.hpp>
#include <gatehouse/http/server.hpp>
#include <gatehouse/services/services.hpp>

#include "commands.hpp"
#include "listen_address.hpp"
#include "logged_mailer.hpp"
#include "wiring.hpp"

namespace gatehouse::app {
namespace {

std::shared_ptr<spdlog::logger> make_logger(const std::string& level) {
  auto logger = spdlog::stderr_logger_mt("gatehouse");
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  logger->set_level(spdlog::level::from_str(level));
  logger->flush_on(spdlog::level::info);
  return logger;
}

/// Delivers mail that was left over and erases what is over, in small steps, until it is destroyed.
class HousekeepingThread {
 public:
  HousekeepingThread(Housekeeping& housekeeping, std::shared_ptr<spdlog::logger> logger)
      : housekeeping_(housekeeping),
        logger_(std::move(logger)),
        thread_([this](const std::stop_token& stop) { run(stop); }) {}

 private:
  static constexpr std::chrono::seconds pause{10};

  void run(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
      if (!step()) wake.wait_for(lock, stop, pause, [] { return false; });
    }
  }

  /// True when there is more to do at once.
  bool step() {
    try {
      const Housekeeping::Report report = housekeeping_.step();
      if (report.mails_delivered > 0) {
        logger_->info("delivered {} mails that were left over", report.mails_delivered);
      }
      if (report.records_erased > 0) {
        logger_->debug("erased {} records that were over", report.records_erased);
      }
      return report.more;
    } catch (const std::exception& error) {
      logger_->error("housekeeping: {}", error.what());
      return false;
    }
  }

  Housekeeping& housekeeping_;
  std::shared_ptr<spdlog::logger> logger_;
  std::jthread thread_;
};

/// Every connection takes a file descriptor, and so do the database and each mail under way: the
/// process asks for as many as it may have, and takes no more connections than leave some over.
void limit_connections(http::ServerOptions& options, spdlog::logger& logger) {
  constexpr rlim_t reserve = 192;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t wanted = options.max_connections + reserve;
  if (limit.rlim_cur < wanted) {
    limit.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) getrlimit(RLIMIT_NOFILE, &limit);
  }
  if (limit.rlim_cur >= wanted) return;
  options.max_connections =
      limit.rlim_cur > 2 * reserve ? limit.rlim_cur - reserve : limit.rlim_cur / 2;
  logger.warn("no more than {} connections at once, since the process may open {} files",
              options.max_connections, limit.rlim_cur);
}

void choose_tls(http::ServerOptions& options, const Configuration& chosen) {
  if (chosen.tls_certificate.empty() != chosen.tls_key.empty()) {
    throw std::invalid_argument("--tls-certificate and --tls-key belong together");
  }
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
  if (!options.tls) return logger.info("SIGHUP: there is no TLS certificate to read again");
  try {
    server.reload_tls();
    logger.info("SIGHUP: new connections are shown the TLS certificate as it is now");
    warn_of_open_key(options, logger);
  } catch (const std::exception& error) {
    logger.error("SIGHUP: the TLS certificate stays as it was: {}", error.what());
  }
}

/// From here on, this thread and all that it starts leave the signals to wait_for_signal().
sigset_t block_signals() {
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

/// Returns when the program is to end.
template <class Reload>
void wait_for_signal(const sigset_t& signals, Reload reload) {
  for (int signal = 0; signal != SIGTERM && signal != SIGINT;) {
    if (sigwait(&signals, &signal) == 0 && signal == SIGHUP) reload();
  }
  std::signal(SIGHUP, SIG_IGN);
  // Whoever asks a second time does not want to wait.
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGINT, SIG_DFL);
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

/// The server answers with the API for as long as this lives.
class Answering {
 public:
  Answering(http::Server& server, http::Api& api) : server_(server) { server_.start(api); }
  Answering(const Answering&) = delete;
  Answering& operator=(const Answering&) = delete;
  ~Answering() { server_.stop(); }

 private:
  http::Server& server_;
};

}  // namespace

int serve(const Configuration& chosen) {
  ListenAddress listen = parse_listen_address(chosen.listen);
  const sigset_t signals = block_signals();
  const auto logger = make_logger(chosen.log_level);

  http::ServerOptions server_options = chosen.server;
  server_options.address = listen.host;
  server_options.port = listen.port;
  choose_tls(server_options, chosen);
  limit_connections(server_options, *logger);

  // First, since it is what tells a mistake at once, and which port it is.
  http::Server server(server_options);
  listen.port = server.port();
  warn_of_open_key(server_options, *logger);
  const std::string url = (server_options.tls ? "https://" : "http://") + format(listen);

  const auto log_failure = [&logger](std::string_view what) { logger->error("{}", what); };
  Wiring wiring(chosen, std::make_unique<LoggedMailer>(open_mailer(chosen), log_failure));
  Settings settings = chosen.settings;
  settings.public_url = chosen.public_url.empty() ? url : checked_public_url(chosen.public_url);
  Services services(wiring.ports(), std::move(settings));
  http::Api api(services,
                {.log_failure = log_failure, .lookups_are_direct = looks_up_at_once(chosen)});
  const HousekeepingThread housekeeping(services.housekeeping, logger);
  const Answering answering(server, api);  // the last to begin, so the first to end

  std::cout << "listening on " << url << std::endl;
  wait_for_signal(signals, [&] { reload_tls(server, server_options, *logger); });
  logger->info("stopping");
  return 0;
}

}  // namespace gatehouse::app
