/// The metrics of /metrics, which docs/guides/operations.md lists.
#pragma once

#include <string>

#include <gatehouse/http_server/server.hpp>
#include <gatehouse/password_argon2/argon2_password_hasher.hpp>
#include <gatehouse/services/services.hpp>
#include <gatehouse/storage_postgresql/postgresql_storage.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

#include "housekeeping_thread.hpp"
#include "operations/counted_mailer.hpp"
#include "operations/log_file.hpp"
#include "operations/request_metrics.hpp"
#include "operations/storage_probe.hpp"
#include "operations/storage_watch.hpp"

namespace gatehouse::app {

/// The sources of the metrics.
struct Measured {
  const http::Server& server;
  const RequestMetrics& requests;
  const Argon2PasswordHasher& hasher;
  const MailCounts& mail;
  StorageProbe& storage;
  StorageWatch& watch;
  const StorageCondition& condition;
  /// Null for another kind of storage.
  const PostgresqlStorage* postgresql;
  /// The same.
  const SqliteStorage* sqlite;
  const HousekeepingThread& housekeeping;
  const Access& access;
  ClockWatch& clock;
  /// Null if disabled.
  const LogFile* access_log;
  const LogFile& log;
};

/// Blocks like StorageProbe::read() and StorageWatch::read().
[[nodiscard]] std::string metrics_page(const Measured& measured);

}  // namespace gatehouse::app
