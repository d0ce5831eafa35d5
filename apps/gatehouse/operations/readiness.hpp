/// Readiness of the server.
#pragma once

#include <atomic>
#include <string_view>
#include <vector>

#include <gatehouse/http_server/server.hpp>

#include "operations/storage_probe.hpp"
#include "operations/storage_watch.hpp"

namespace gatehouse::app {

class Readiness {
 public:
  /// A failed check, and a reason that may be shown publicly.
  struct Fault {
    std::string_view check;
    std::string_view why;
  };

  Readiness(const http::Server& server, StorageProbe& storage, StorageWatch& watch)
      : server_(server), storage_(storage), watch_(watch) {}

  /// Makes the server not ready from now on.
  void begin_to_stop() noexcept { stopping_ = true; }

  /// Returns the faults; if there are none, the server is ready. Blocks like StorageProbe::read()
  /// and StorageWatch::read().
  [[nodiscard]] std::vector<Fault> faults();

 private:
  const http::Server& server_;
  StorageProbe& storage_;
  StorageWatch& watch_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace gatehouse::app
