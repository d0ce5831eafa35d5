#include "emptied_database.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>

#include <gatehouse/ports/port_error.hpp>

#include "configuration.hpp"
#include "wiring.hpp"

namespace gatehouse::app {
namespace {

/// 0 for a file that is missing.
std::uintmax_t size_of(const std::string& path) {
  std::error_code failure;
  const std::uintmax_t size = std::filesystem::file_size(path, failure);
  return failure ? 0 : size;
}

/// What a database that was at `path` has left behind; empty when there is nothing.
std::string trace_of(const std::string& path) {
  for (const char* suffix : {".key", "-wal"}) {
    if (size_of(path + suffix) > 0) return path + suffix;
  }
  return {};
}

}  // namespace

void refuse_emptied_database(const Configuration& chosen) {
  const auto path = sqlite_path(chosen);
  if (!path || !chosen.create) return;
  // In this order: another server may be making the database right now, and has made the rest after
  // it.
  const std::string trace = trace_of(*path);
  if (trace.empty() || size_of(*path) > 0) return;
  std::error_code failure;
  const auto type = std::filesystem::status(*path, failure).type();
  const bool is_missing = type == std::filesystem::file_type::not_found;
  // A folder or a pipe is refused when it is opened, for what it is.
  if (!is_missing && type != std::filesystem::file_type::regular) return;
  throw PortError("database " + *path + (is_missing ? " is missing" : " is empty") + ", but " +
                  trace + " is there, so this is no new installation: put the database back from " +
                  "a backup. To begin a new one all the same, move " + trace + " away first");
}

}  // namespace gatehouse::app
