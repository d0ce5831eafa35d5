/// Lets a test determine the results of fsync(2) and fdatasync(2): flushes.cpp replaces these
/// functions of the system.
#pragma once

#include <filesystem>
#include <functional>

namespace gatehouse::testing {

/// During its lifetime, each flush calls the verdict. Flushes of several threads call it one after
/// another.
class Flushes {
 public:
  /// Zero to flush the file, or the errno value of a failure.
  using Verdict = std::function<int(const std::filesystem::path& file)>;

  explicit Flushes(Verdict verdict);
  Flushes(const Flushes&) = delete;
  Flushes& operator=(const Flushes&) = delete;
  ~Flushes();
};

}  // namespace gatehouse::testing
