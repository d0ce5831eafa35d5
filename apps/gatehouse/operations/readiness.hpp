/// Whether the server can do its work now.
#pragma once

#include <atomic>
#include <string_view>
#include <vector>

#include <gatehouse/http/server.hpp>

#include "operations/storage_probe.hpp"

namespace gatehouse::app {

class Readiness {
 public:
  /// A check that failed, and why, in words for anybody.
  struct Fault {
    std::string_view check;
    std::string_view why;
  };

  Readiness(const http::Server& server, StorageProbe& storage)
      : server_(server), storage_(storage) {}

  /// From here on it is not ready.
  void begin_to_stop() noexcept { stopping_ = true; }

  /// None: it is ready. Blocks as StorageProbe::read().
  [[nodiscard]] std::vector<Fault> faults();

 private:
  const http::Server& server_;
  StorageProbe& storage_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace gatehouse::app
