/// The files of exports.
#pragma once

#include <fstream>
#include <string>

namespace gatehouse::app {

/// A file that appears at its path completely or not at all, for its owner only (mode 0600),
/// without overwriting another. Until keep(), it has a temporary name in the same directory.
class NewFile {
 public:
  /// Throws std::runtime_error if the path exists or its directory is not writable.
  explicit NewFile(std::string path);
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile();

  [[nodiscard]] std::ofstream& stream() noexcept { return stream_; }

  /// Moves the file to its path once the data is on disk. Throws std::runtime_error.
  void keep();

 private:
  std::string path_;
  /// Empty if the temporary file no longer exists.
  std::string temporary_;
  int descriptor_ = -1;
  std::ofstream stream_;
};

/// Opens a file that can be read from its beginning again. Standard input (`-`) and pipes are first
/// copied to an unnamed temporary file. Throws std::runtime_error.
[[nodiscard]] std::ifstream open_to_reread(const std::string& path);

}  // namespace gatehouse::app
