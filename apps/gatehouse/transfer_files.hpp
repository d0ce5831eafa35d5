/// The files of exports.
#pragma once

#include <fstream>
#include <string>

namespace gatehouse::app {

/// A file that is there whole or not at all, for its owner alone (mode 0600), and never in the
/// place of another. Until keep() it has another name in the same folder.
class NewFile {
 public:
  /// Throws std::runtime_error when the path is taken, or its folder takes no file.
  explicit NewFile(std::string path);
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile();

  [[nodiscard]] std::ofstream& stream() noexcept { return stream_; }

  /// Puts it in its place, once what was written is on the disk. Throws std::runtime_error.
  void keep();

 private:
  std::string path_;
  /// Empty when there is no such file any more.
  std::string temporary_;
  int descriptor_ = -1;
  std::ofstream stream_;
};

/// A file that can be read from its beginning again. What cannot (`-`, which is standard input, or
/// a pipe) is copied to a temporary file without a name first. Throws std::runtime_error.
[[nodiscard]] std::ifstream open_to_reread(const std::string& path);

}  // namespace gatehouse::app
