/// The clocks of the operating system.
#pragma once

#include <cstdint>

#include <gatehouse/ports/clock.hpp>

namespace gatehouse {

/// Dates are the machine's real time (UTC, CLOCK_REALTIME). Durations are measured by
/// CLOCK_BOOTTIME, which includes suspend and cannot be set. The timeline is the boot of the
/// machine, identified by the kernel's boot_id, together with the time namespace of the process;
/// where the kernel provides no boot_id, each object has its own timeline. Lock-free.
///
/// A process must share one clock among all its services: ids are ordered only per object.
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
