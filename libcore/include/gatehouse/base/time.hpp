/// Points in time are UTC with a resolution of one microsecond: what every storage keeps exactly.
#pragma once

#include <chrono>

namespace gatehouse {

using Duration = std::chrono::microseconds;
using Timestamp = std::chrono::sys_time<Duration>;

}  // namespace gatehouse
