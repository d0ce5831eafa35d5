#include "operations/metrics_page.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "operations/exposition.hpp"
#include "operations/process_metrics.hpp"
#include "version.hpp"

namespace gatehouse::app {
namespace {

void write_server(Exposition& out, const http::ServerStatistics& server) {
  out.single("gatehouse_http_requests_in_flight", "gauge", "Requests that are being answered.",
             std::uint64_t{server.in_flight});
  out.single("gatehouse_http_connections", "gauge", "Open connections.",
             std::uint64_t{server.connections});
  out.single("gatehouse_http_connections_total", "counter", "Connections taken.", server.accepted);
  out.single("gatehouse_http_connection_errors_total", "counter",
             "Connections that could not be taken.", server.accept_errors);
  out.single("gatehouse_http_connections_displaced_total", "counter",
             "Idle connections closed to make place for others.", server.displaced);
  out.single("gatehouse_http_connections_turned_away_total", "counter",
             "Connections closed at once because their address had too many.", server.turned_away);

  out.single("gatehouse_http_held_bytes", "gauge", "Octets held for clients (--output-memory).",
             std::uint64_t{server.held});
  out.single("gatehouse_http_memory_cut_total", "counter",
             "Connections closed because clients held too much for too long.",
             server.cut_for_memory);
  out.single("gatehouse_http_memory_refused_total", "counter",
             "Requests refused because too much was held for clients.", server.refused_for_memory);

  const std::array<std::pair<std::string_view, const http::PoolStatistics*>, 6> pools{
      {{"lookup", &server.lookup},
       {"reading", &server.reading},
       {"storage", &server.storage},
       {"hashing", &server.hashing},
       {"verifying", &server.verifying},
       {"mail", &server.mail}}};
  out.metric("gatehouse_worker_pool_waiting", "gauge",
             "Requests that wait for a thread of the pool.");
  for (const auto& [name, pool] : pools) out.sample({{"pool", name}}, std::uint64_t{pool->waiting});
  out.metric("gatehouse_worker_pool_running", "gauge",
             "Requests that a thread of the pool works on.");
  for (const auto& [name, pool] : pools) out.sample({{"pool", name}}, std::uint64_t{pool->running});
  out.metric("gatehouse_worker_pool_refused_total", "counter",
             "Requests that found the pool full.");
  for (const auto& [name, pool] : pools) out.sample({{"pool", name}}, pool->refused);
}

void write_hashing(Exposition& out, const Argon2PasswordHasher::Usage& hashing) {
  constexpr std::uint64_t kib = 1024;
  out.single("gatehouse_hashing_waiting", "gauge", "Passwords that wait for memory.",
             std::uint64_t{hashing.waiting});
  out.single("gatehouse_hashing_running", "gauge", "Passwords that are being hashed.",
             std::uint64_t{hashing.running});
  out.single("gatehouse_hashing_memory_bytes", "gauge", "Memory held for hashing.",
             hashing.memory_kib * kib);
}

void write_mail(Exposition& out, const MailCounts& mail) {
  out.single("gatehouse_mail_delivered_total", "counter", "Mails handed over.",
             mail.delivered.load());
  out.single("gatehouse_mail_failed_total", "counter", "Attempts to hand over a mail that failed.",
             mail.failed.load());
}

void write_storage(Exposition& out, const StorageProbe::Reading& storage) {
  out.single("gatehouse_storage_up", "gauge", "1: the storage can be read; 0: it cannot.",
             std::uint64_t{storage.is_usable ? 1U : 0U});
  if (!storage.is_usable) return;
  out.single("gatehouse_mail_queue", "gauge", "Mails that wait in the storage.",
             std::uint64_t{storage.mails_waiting});
}

void write_writing(Exposition& out, StorageWatch& watch, const StorageCondition& condition) {
  const StorageWatch::Reading reading = watch.read();
  const bool is_writable = reading.answered && reading.is_writable;
  out.single("gatehouse_storage_writable", "gauge", "1: the storage can be written; 0: it cannot.",
             std::uint64_t{is_writable ? 1U : 0U});
  out.single("gatehouse_storage_damaged", "gauge", "1: the storage was found to be damaged.",
             std::uint64_t{reading.is_damaged ? 1U : 0U});
  out.single("gatehouse_storage_failed_commits_total", "counter",
             "Transactions that the storage failed to commit.", condition.failures());
}

void write_sqlite(Exposition& out, const SqliteStorage::Condition& sqlite) {
  out.single("gatehouse_sqlite_wal_bytes", "gauge", "Size of the write-ahead log's file.",
             std::uint64_t{sqlite.wal_bytes});
  out.single("gatehouse_sqlite_failed_checkpoints_total", "counter",
             "Attempts to move the write-ahead log into the database's file that failed.",
             sqlite.failed_checkpoints);
}

void write_pool(Exposition& out, const PostgresqlStorage::PoolUsage& pool) {
  out.single("gatehouse_database_connections_lent", "gauge", "Connections that are in use.",
             std::uint64_t{pool.lent});
  out.single("gatehouse_database_connections_most", "gauge", "Connections at once at most.",
             std::uint64_t{pool.most});
  out.single("gatehouse_database_connections_waiting", "gauge",
             "Transactions that wait for a connection.", std::uint64_t{pool.waiting});
  out.single("gatehouse_database_connections_refused_total", "counter",
             "Transactions for which no connection came free in time.", pool.refused);
}

void write_housekeeping(Exposition& out, const HousekeepingThread::Counts& counts) {
  out.metric("gatehouse_housekeeping_records_erased_total", "counter",
             "Records that were over, by kind.");
  for (std::size_t i = 0; i < erased_kinds.size(); ++i) {
    out.sample({{"kind", erased_kinds.at(i).name}}, counts.erased.at(i).load());
  }
  out.single("gatehouse_housekeeping_mails_delivered_total", "counter",
             "Mails that were left over and delivered later.", counts.mails_delivered.load());
  out.single("gatehouse_housekeeping_failures_total", "counter", "Steps that failed.",
             counts.failures.load());
}

void write_decision_cache(Exposition& out, const DecisionCache::Sizes& sizes) {
  out.metric("gatehouse_decision_cache_entries", "gauge",
             "Entries of the decision cache, by kind.");
  out.sample({{"kind", "secrets"}}, std::uint64_t{sizes.secrets});
  out.sample({{"kind", "credentials"}}, std::uint64_t{sizes.credentials});
  out.sample({{"kind", "grants"}}, std::uint64_t{sizes.grants});
  out.sample({{"kind", "gateways"}}, std::uint64_t{sizes.gateways});
}

void write_clock(Exposition& out, const ClockWatch::Reading& reading) {
  out.single("gatehouse_clock_ahead_seconds", "gauge",
             "By how much the machine's date is ahead of the one believed last; negative: behind.",
             std::chrono::duration<double>(reading.ahead).count());
  out.single("gatehouse_clock_steady", "gauge",
             "1: the machine's date is believed; 0: it was set, and nothing is erased by it yet.",
             std::uint64_t{reading.is_steady ? 1U : 0U});
}

}  // namespace

std::string metrics_page(const Measured& measured) {
  Exposition out;
  out.metric("gatehouse_build_info", "gauge", "1, with the version.");
  out.sample({{"version", version}}, std::uint64_t{1});
  measured.requests.write(out);
  write_server(out, measured.server.statistics());
  write_hashing(out, measured.hasher.usage());
  write_mail(out, measured.mail);
  write_storage(out, measured.storage.read());
  write_writing(out, measured.watch, measured.condition);
  if (measured.sqlite != nullptr) write_sqlite(out, measured.sqlite->condition());
  if (measured.postgresql != nullptr) write_pool(out, measured.postgresql->pool_usage());
  write_housekeeping(out, measured.housekeeping.counts());
  write_decision_cache(out, measured.access.cache_sizes());
  write_clock(out, measured.clock.read());
  if (measured.access_log != nullptr) {
    out.single("gatehouse_access_log_dropped_total", "counter",
               "Lines of the access log that were lost.", measured.access_log->dropped());
  }
  out.single("gatehouse_log_dropped_total", "counter", "Lines on standard error that were dropped.",
             measured.log.dropped());
  write_process_metrics(out);
  return out.take();
}

}  // namespace gatehouse::app
