/// All that /metrics tells. docs/guides/operations.md lists it.
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

/// Where the figures come from.
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
  /// Null when there is none.
  const LogFile* access_log;
  const LogFile& log;
};

/// Blocks as StorageProbe::read() and StorageWatch::read() do.
[[nodiscard]] std::string metrics_page(const Measured& measured);

}  // namespace gatehouse::app
