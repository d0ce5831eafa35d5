#include "transfer_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace gatehouse::app {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what, int error) {
  throw std::runtime_error(what + ": " + std::generic_category().message(error));
}

/// Creates a file for its owner only, and returns its descriptor. Replaces the XXXXXX at the end of
/// `name`.
int make_temporary(std::string& name) {
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) fail("cannot make the file " + name, errno);
  return descriptor;
}

void copy(std::istream& from, const std::string& name, std::ostream& to) {
  // An empty source would set failbit.
  if (from.peek() != std::istream::traits_type::eof()) to << from.rdbuf();
  if (from.bad()) throw std::runtime_error("cannot read " + name);
  if (!to.flush()) throw std::runtime_error("cannot copy " + name + " to a temporary file");
}

}  // namespace

NewFile::NewFile(std::string path) : path_(std::move(path)) {
  struct stat status {};
  if (::lstat(path_.c_str(), &status) == 0) fail("cannot make the file " + path_, EEXIST);
  if (errno != ENOENT) fail("cannot make the file " + path_, errno);
  std::string name = path_ + ".XXXXXX";
  descriptor_ = make_temporary(name);
  temporary_ = std::move(name);
  stream_.open(temporary_, std::ios::binary);
}

NewFile::~NewFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void NewFile::keep() {
  if (!stream_.flush()) throw std::runtime_error("cannot write the file " + temporary_);
  if (::fsync(descriptor_) != 0) fail("cannot write the file " + temporary_, errno);
  // Unlike a rename, a link does not overwrite an existing file.
  if (::link(temporary_.c_str(), path_.c_str()) != 0) fail("cannot make the file " + path_, errno);
  ::unlink(temporary_.c_str());
  temporary_.clear();
  const fs::path folder = fs::absolute(path_).parent_path();
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool kept = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!kept) fail("cannot write the folder of " + path_, error);
}

std::ifstream open_to_reread(const std::string& path) {
  std::ifstream source;
  if (path != "-") {
    source.open(path, std::ios::binary);
    if (!source) fail("cannot open " + path, errno);
    if (fs::is_directory(path)) fail("cannot read " + path, EISDIR);
    if (fs::is_regular_file(path)) return source;
  }
  std::string name = (fs::temp_directory_path() / "gatehouse-import.XXXXXX").string();
  ::close(make_temporary(name));
  std::ofstream copied(name, std::ios::binary);
  std::ifstream again(name, std::ios::binary);
  ::unlink(name.c_str());
  copy(path == "-" ? std::cin : source, path == "-" ? "standard input" : path, copied);
  return again;
}

}  // namespace gatehouse::app
