#include "operations/process_metrics.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace gatehouse::app {
namespace {

/// Returns the fields of /proc/self/stat from the third on. The second, the program's name in
/// parentheses, may contain spaces. See proc(5).
std::vector<double> read_stat() {
  std::ifstream file("/proc/self/stat");
  std::string line;
  std::getline(file, line);
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream rest(line.substr(name_end + 1));
  std::string state;
  rest >> state;
  return {std::istream_iterator<double>(rest), {}};
}

/// Seconds since 1970.
double boot_time() {
  std::ifstream file("/proc/stat");
  for (std::string word; file >> word;) {
    double seconds = 0;
    if (word == "btime" && file >> seconds) return seconds;
  }
  return 0;
}

void write_stat(Exposition& out) {
  // Field numbers of proc(5), relative to the fourth field.
  constexpr std::size_t user_time = 14 - 4;
  constexpr std::size_t system_time = 15 - 4;
  constexpr std::size_t start_time = 22 - 4;
  constexpr std::size_t virtual_memory = 23 - 4;
  constexpr std::size_t resident_pages = 24 - 4;
  const std::vector<double> stat = read_stat();
  if (stat.size() <= resident_pages) return;
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  out.single("process_cpu_seconds_total", "counter", "Processor time, user and system.",
             (stat[user_time] + stat[system_time]) / ticks);
  out.single("process_start_time_seconds", "gauge", "Start of the process, seconds since 1970.",
             boot_time() + stat[start_time] / ticks);
  out.single("process_virtual_memory_bytes", "gauge", "Virtual memory.", stat[virtual_memory]);
  out.single("process_resident_memory_bytes", "gauge", "Resident memory.",
             stat[resident_pages] * static_cast<double>(sysconf(_SC_PAGESIZE)));
}

}  // namespace

void write_process_metrics(Exposition& out) {
  write_stat(out);
  std::error_code failure;
  const std::filesystem::directory_iterator open_files("/proc/self/fd", failure);
  if (!failure) {
    // One of them is used to read the directory.
    const auto count = std::distance(begin(open_files), end(open_files)) - 1;
    out.single("process_open_fds", "gauge", "Open file descriptors.",
               static_cast<std::uint64_t>(std::max<std::ptrdiff_t>(count, 0)));
  }
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    out.single("process_max_fds", "gauge", "File descriptors that may be open.",
               std::uint64_t{limit.rlim_cur});
  }
}

}  // namespace gatehouse::app
