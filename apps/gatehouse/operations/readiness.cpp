#include "operations/readiness.hpp"

namespace gatehouse::app {
namespace {

void add_faults_of_writing(std::vector<Readiness::Fault>& faults,
                           const StorageWatch::Reading& reading) {
  if (reading.is_damaged) {
    faults.push_back({"damage", "The storage is damaged; the server's log says where."});
  }
  if (!reading.is_writable) {
    faults.push_back({"writing", "The storage cannot be written; the server's log says why."});
  } else if (!reading.answered) {
    faults.push_back({"writing", "The storage does not take writes in time."});
  }
}

}  // namespace

std::vector<Readiness::Fault> Readiness::faults() {
  std::vector<Fault> faults;
  if (stopping_) faults.push_back({"running", "The server is stopping."});
  watch_.ask();  // runs while the storage is read
  const StorageProbe::Reading reading = storage_.read();
  if (!reading.answered) {
    faults.push_back({"storage", "The storage does not answer in time."});
  } else if (!reading.is_usable) {
    faults.push_back({"storage", "The storage cannot be read; the server's log says why."});
  }
  // An unresponsive storage needs no further checks.
  const bool is_reachable = reading.answered && reading.is_usable;
  if (is_reachable) add_faults_of_writing(faults, watch_.read());
  const http::PoolStatistics pool = server_.statistics().storage;
  if (pool.waiting + pool.running >= pool.capacity) {
    faults.push_back({"capacity", "As many requests wait for the storage as may wait."});
  }
  return faults;
}

}  // namespace gatehouse::app
