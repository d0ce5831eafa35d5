#include <gatehouse/system/system_entropy.hpp>

#include <cerrno>
#include <cstddef>
#include <system_error>

#include <sys/random.h>

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse {

void SystemEntropy::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t got = ::getrandom(out.data(), out.size(), 0);
    if (got < 0) {
      if (errno == EINTR) continue;
      throw PortError("no random bytes from the system: " + std::generic_category().message(errno));
    }
    out = out.subspan(static_cast<std::size_t>(got));
  }
}

}  // namespace gatehouse
