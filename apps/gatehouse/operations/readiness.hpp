/// Whether the server can do its work now.
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
  /// A check that failed, and why, in words for anybody.
  struct Fault {
    std::string_view check;
    std::string_view why;
  };

  Readiness(const http::Server& server, StorageProbe& storage, StorageWatch& watch)
      : server_(server), storage_(storage), watch_(watch) {}

  /// From here on it is not ready.
  void begin_to_stop() noexcept { stopping_ = true; }

  /// None: it is ready. Blocks as StorageProbe::read() and StorageWatch::read() do.
  [[nodiscard]] std::vector<Fault> faults();

 private:
  const http::Server& server_;
  StorageProbe& storage_;
  StorageWatch& watch_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace gatehouse::app
