// A new key file is flushed to disk, or its creation fails.
#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/crypto_openssl/key_file.hpp>
#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/testing/sequence_entropy.hpp>
#include <gatehouse/testing/temporary_folder.hpp>

#include "support/flushes.hpp"

namespace fs = std::filesystem;
using gatehouse::create_key_file;
using gatehouse::PortError;
using gatehouse::testing::Flushes;
using gatehouse::testing::SequenceEntropy;
using gatehouse::testing::TemporaryFolder;

TEST_CASE("key file: it is flushed before it is renamed, and its folder afterwards") {
  const TemporaryFolder scratch;
  const fs::path folder = fs::canonical(scratch.path());
  const fs::path file = folder / "keys";
  SequenceEntropy entropy;
  std::vector<bool> flushed_with_name;
  const Flushes flushes([&](const fs::path& path) {
    CHECK((path == folder || path.parent_path() == folder));
    flushed_with_name.push_back(fs::exists(file));
    return 0;
  });
  CHECK(create_key_file(file.string(), entropy));
  CHECK(flushed_with_name == std::vector<bool>{false, true});
}

TEST_CASE("key file: if the file cannot be flushed, creation fails and leaves no file") {
  const TemporaryFolder scratch;
  const fs::path folder = fs::canonical(scratch.path());
  SequenceEntropy entropy;
  const Flushes flushes([&](const fs::path& path) { return path == folder ? 0 : EIO; });
  CHECK_THROWS_AS((void)create_key_file((folder / "keys").string(), entropy), PortError);
  CHECK(fs::is_empty(folder));
}

TEST_CASE("key file: if the folder cannot be flushed, creation fails") {
  const TemporaryFolder scratch;
  const fs::path folder = fs::canonical(scratch.path());
  SequenceEntropy entropy;
  const Flushes flushes([&](const fs::path& path) { return path == folder ? EIO : 0; });
  CHECK_THROWS_AS((void)create_key_file((folder / "keys").string(), entropy), PortError);
}
