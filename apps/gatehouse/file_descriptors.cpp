#include "file_descriptors.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "wiring.hpp"

namespace gatehouse::app {
namespace {

/// Standard streams, logs, listeners, timers, the threads of housekeeping and of the probe.
constexpr std::size_t for_the_program = 32;
/// An event queue, its wake-up and its timer.
constexpr std::size_t for_io_thread = 3;
/// SQLite opens the database and its log for each concurrent reader.
constexpr std::size_t for_reader = 2;
/// A mail needs a socket and its wake-up, or a file and its directory.
constexpr std::size_t for_mail = 4;

std::size_t io_threads(const Configuration& chosen) {
  return chosen.server.io_threads > 0 ? chosen.server.io_threads : one_per_processor();
}

std::size_t for_storage(const Configuration& chosen, std::size_t connections) {
  if (!looks_up_at_once(chosen)) return chosen.database_connections;
  return for_reader * std::min(request_threads(chosen), connections);
}

}  // namespace

std::size_t request_threads(const Configuration& chosen) {
  const auto& server = chosen.server;
  return io_threads(chosen) + server.lookup.threads + server.reading.threads +
         server.storage.threads + server.hashing.threads + server.verifying.threads +
         server.mail.threads;
}

std::size_t reserved_descriptors(const Configuration& chosen, std::size_t connections) {
  const std::size_t admin_threads = chosen.admin_listen.empty() ? 0 : 1;
  return for_the_program + for_io_thread * (io_threads(chosen) + admin_threads) +
         for_storage(chosen, connections) +
         for_mail * std::min(chosen.server.mail.threads, connections);
}

std::size_t affordable_connections(const Configuration& chosen, std::size_t available) {
  const auto fits = [&](std::size_t connections) {
    return connections + reserved_descriptors(chosen, connections) <= available;
  };
  // The number of reserved descriptors grows with that of connections.
  std::size_t affordable = 0;
  std::size_t too_many = std::min(chosen.server.max_connections, available) + 1;
  while (affordable + 1 < too_many) {
    const std::size_t middle = affordable + (too_many - affordable) / 2;
    (fits(middle) ? affordable : too_many) = middle;
  }
  if (affordable == 0) {
    throw std::runtime_error(
        "the process may open " + std::to_string(available) + " files and needs at least " +
        std::to_string(1 + reserved_descriptors(chosen, 1)) +
        ": raise the limit (ulimit -n, LimitNOFILE= of systemd) or lower --io-threads");
  }
  return affordable;
}

std::size_t raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  return setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_max : before;
}

}  // namespace gatehouse::app
