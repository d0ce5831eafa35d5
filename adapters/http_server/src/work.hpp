/// A unit of work queued for a pool.
#pragma once

namespace gatehouse::http::server {

class Work {
 public:
  virtual ~Work() = default;
  virtual void run() noexcept = 0;
  /// Called instead of run() if the pool will not process the work.
  virtual void turn_away() noexcept = 0;
};

}  // namespace gatehouse::http::server
