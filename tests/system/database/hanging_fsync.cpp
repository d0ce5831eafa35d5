// Simulates a hanging disk for a program started with LD_PRELOAD: fsync() and fdatasync() block
// while the file named by HANG_WHILE exists.
#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>

namespace {

using Sync = int (*)(int);

int sync_when_it_may(const char* name, int descriptor) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing changes the environment
  const char* const hangs_while = std::getenv("HANG_WHILE");
  constexpr useconds_t pause = 10'000;
  while (hangs_while != nullptr && ::access(hangs_while, F_OK) == 0) ::usleep(pause);
  return reinterpret_cast<Sync>(::dlsym(RTLD_NEXT, name))(descriptor);
}

}  // namespace

extern "C" {

int fsync(int descriptor) { return sync_when_it_may("fsync", descriptor); }

int fdatasync(int descriptor) { return sync_when_it_may("fdatasync", descriptor); }
}
