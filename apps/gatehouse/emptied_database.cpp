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

/// Returns 0 for a missing file.
std::uintmax_t size_of(const std::string& path) {
  std::error_code failure;
  const std::uintmax_t size = std::filesystem::file_size(path, failure);
  return failure ? 0 : size;
}

/// Returns a file left behind by a former database at `path`; empty if there is none.
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
  // The order matters: another server may be creating the database right now, and creates the other
  // files after it.
  const std::string trace = trace_of(*path);
  if (trace.empty() || size_of(*path) > 0) return;
  std::error_code failure;
  const auto type = std::filesystem::status(*path, failure).type();
  const bool is_missing = type == std::filesystem::file_type::not_found;
  // Directories and pipes get a specific error when they are opened.
  if (!is_missing && type != std::filesystem::file_type::regular) return;
  throw PortError("database " + *path + (is_missing ? " is missing" : " is empty") + ", but " +
                  trace + " is there, so this is no new installation: put the database back from " +
                  "a backup. To begin a new one all the same, move " + trace + " away first");
}

}  // namespace gatehouse::app
