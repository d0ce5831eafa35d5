// The file of an export is on disk when it gets its name.
#include "transfer_files.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/testing/temporary_folder.hpp>

#include "support/flushes.hpp"

namespace fs = std::filesystem;
using gatehouse::app::NewFile;
using gatehouse::testing::Flushes;
using gatehouse::testing::TemporaryFolder;

namespace {

std::string content_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE(
    "export: its file is flushed completely before it is renamed, and its folder afterwards") {
  const TemporaryFolder scratch;
  const fs::path folder = fs::canonical(scratch.path());
  const fs::path path = folder / "export";
  std::vector<bool> flushed_with_name;
  const Flushes flushes([&](const fs::path& flushed) {
    if (flushed != folder) CHECK(content_of(flushed) == "a line\n");
    flushed_with_name.push_back(fs::exists(path));
    return 0;
  });
  NewFile file(path.string());
  file.stream() << "a line\n";
  file.keep();
  CHECK(flushed_with_name == std::vector<bool>{false, true});
  CHECK(content_of(path) == "a line\n");
}

TEST_CASE("export: a file that cannot be flushed is removed without being renamed") {
  const TemporaryFolder scratch;
  const fs::path folder = fs::canonical(scratch.path());
  const Flushes flushes([&](const fs::path& flushed) { return flushed == folder ? 0 : EIO; });
  {
    NewFile file((folder / "export").string());
    CHECK_THROWS_AS(file.keep(), std::runtime_error);
  }
  CHECK(fs::is_empty(folder));
}

TEST_CASE("export: a folder that cannot be flushed is an error") {
  const TemporaryFolder scratch;
  const fs::path folder = fs::canonical(scratch.path());
  const Flushes flushes([&](const fs::path& flushed) { return flushed == folder ? EIO : 0; });
  NewFile file((folder / "export").string());
  CHECK_THROWS_AS(file.keep(), std::runtime_error);
}
