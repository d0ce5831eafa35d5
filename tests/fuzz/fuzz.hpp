/// Common parts of all fuzz targets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// The entry point that libFuzzer calls with one input; returns 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace gatehouse::fuzz {

[[nodiscard]] inline std::string_view text_of(const std::uint8_t* data, std::size_t size) noexcept {
  return {reinterpret_cast<const char*>(data), size};
}

/// Terminates the program unless the invariant holds; libFuzzer reports that as a finding.
inline void require(bool holds, const char* invariant) noexcept {
  if (holds) return;
  static_cast<void>(std::fprintf(stderr, "invariant broken: %s\n", invariant));
  std::abort();
}

}  // namespace gatehouse::fuzz
