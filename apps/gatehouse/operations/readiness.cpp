#include "operations/readiness.hpp"

namespace gatehouse::app {

std::vector<Readiness::Fault> Readiness::faults() {
  std::vector<Fault> faults;
  if (stopping_) faults.push_back({"running", "The server is stopping."});
  const StorageProbe::Reading reading = storage_.read();
  if (!reading.answered) {
    faults.push_back({"storage", "The storage does not answer in time."});
  } else if (!reading.is_usable) {
    faults.push_back({"storage", "The storage cannot be read; the server's log says why."});
  }
  const http::LaneStatistics lane = server_.statistics().storage;
  if (lane.waiting + lane.running >= lane.capacity) {
    faults.push_back({"capacity", "As many requests wait for the storage as may wait."});
  }
  return faults;
}

}  // namespace gatehouse::app
