/// The clocks of the operating system.
#pragma once

#include <cstdint>

#include <gatehouse/ports/clock.hpp>

namespace gatehouse {

/// Dates are the machine's real time (UTC, CLOCK_REALTIME). Durations are measured by
/// CLOCK_BOOTTIME, which counts suspend and which cannot be set. The timeline is the start of the
/// machine, as the kernel names it (boot_id), together with the time namespace of the process;
/// where the kernel does not tell it, each object has a timeline of its own. Lock-free.
///
/// A process has one clock and hands it to all its services: the order of ids is that of one
/// object.
class SystemClock final : public Clock {
 public:
  SystemClock();

  [[nodiscard]] Timestamp now() override;
  /// Throws PortError when the system has no such clock.
  [[nodiscard]] Duration elapsed() override;
  [[nodiscard]] std::uint64_t timeline() override { return timeline_; }

 private:
  std::uint64_t timeline_;
};

}  // namespace gatehouse
