#include "support/flushes.hpp"

#include <cerrno>
#include <mutex>
#include <string>
#include <utility>

#include <sys/syscall.h>
#include <unistd.h>

namespace gatehouse::testing {
namespace {

struct State {
  std::mutex mutex;
  Flushes::Verdict verdict;
};

/// Created on first use, which may be a flush before main().
State& state() {
  static State the_state;
  return the_state;
}

int flush(int descriptor, long system_call) {
  int error = 0;
  {
    State& current = state();
    const std::lock_guard lock(current.mutex);
    if (current.verdict) {
      const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
      error = current.verdict(std::filesystem::read_symlink(link));
    }
  }
  if (error == 0) return static_cast<int>(::syscall(system_call, descriptor));
  errno = error;
  return -1;
}

}  // namespace

Flushes::Flushes(Verdict verdict) {
  const std::lock_guard lock(state().mutex);
  state().verdict = std::move(verdict);
}

Flushes::~Flushes() {
  const std::lock_guard lock(state().mutex);
  state().verdict = nullptr;
}

}  // namespace gatehouse::testing

extern "C" {

int fsync(int descriptor) { return gatehouse::testing::flush(descriptor, SYS_fsync); }

int fdatasync(int descriptor) { return gatehouse::testing::flush(descriptor, SYS_fdatasync); }
}
