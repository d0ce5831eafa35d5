/// Ends the process when ending it in good order takes too long.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <thread>

namespace gatehouse::app {

/// From its construction to its destruction, the program is ending. When that takes longer than the
/// deadline, and than a second, because the disk or the database keeps a thread waiting, the
/// process ends all the same, with status 1 and as if it had been killed: what was acknowledged is
/// in the storage, and what was not is there as a whole or not at all.
class StopDeadline {
 public:
  /// `log` is given the words when that happens. The process does not wait for it: a log may be
  /// what keeps the program from ending.
  StopDeadline(std::chrono::milliseconds deadline, std::function<void(std::string)> log);

 private:
  std::jthread thread_;
};

}  // namespace gatehouse::app
