/// What waits for a thread of a pool.
#pragma once

namespace gatehouse::http::server {

class Work {
 public:
  virtual ~Work() = default;
  virtual void run() noexcept = 0;
  /// In place of run(), when it is not going to be its turn any more.
  virtual void turn_away() noexcept = 0;
};

}  // namespace gatehouse::http::server
