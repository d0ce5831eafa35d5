/// A temporary folder for a test.
#pragma once

#include <filesystem>

namespace gatehouse::testing {

/// Creates an empty folder that only its owner can read, below the system's folder for temporary
/// files, and removes it with its contents. Throws std::system_error on failure.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace gatehouse::testing
