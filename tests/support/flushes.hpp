/// Says in a test what fsync(2) and fdatasync(2) return: a program with flushes.cpp in it has these
/// two functions in place of the system's.
#pragma once

#include <filesystem>
#include <functional>

namespace gatehouse::testing {

/// While it lives, each flush asks the verdict. Flushes of several threads ask one after another.
class Flushes {
 public:
  /// Zero to flush the file, or the value of errno to fail with.
  using Verdict = std::function<int(const std::filesystem::path& file)>;

  explicit Flushes(Verdict verdict);
  Flushes(const Flushes&) = delete;
  Flushes& operator=(const Flushes&) = delete;
  ~Flushes();
};

}  // namespace gatehouse::testing
