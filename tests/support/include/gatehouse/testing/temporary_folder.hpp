/// A folder for the time of a test.
#pragma once

#include <filesystem>

namespace gatehouse::testing {

/// Makes an empty folder of its own, readable by its owner alone, below the system's folder for
/// temporary files, and removes it with all that is in it. Throws std::system_error when there is
/// none to be had.
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
