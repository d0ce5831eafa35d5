#include <file_system.hpp>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/testing/temporary_folder.hpp>

namespace fs = std::filesystem;
using gatehouse::PortError;
using gatehouse::TransientPortError;
using gatehouse::mail_maildir::fail;
using gatehouse::mail_maildir::move_to_free_name;
using gatehouse::testing::TemporaryFolder;

namespace {

bool is_transient(int error) {
  try {
    fail("cannot write", "/var/mail", error);
  } catch (const TransientPortError&) {
    return true;
  } catch (const PortError&) {
    return false;
  }
}

void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }

std::string content(const fs::path& path) {
  std::string text;
  std::getline(std::ifstream(path), text);
  return text;
}

}  // namespace

TEST_CASE("maildir: a full disk is a transient error, a missing permission is not") {
  for (const int error : {ENOSPC, EDQUOT, EMFILE, ENFILE, ENOMEM}) CHECK(is_transient(error));
  for (const int error : {EACCES, EPERM, EROFS, ENOTDIR, ENOENT, EIO}) CHECK(!is_transient(error));
}

TEST_CASE("maildir: an error message has the operation, the path and the reason") {
  CHECK_THROWS_WITH_AS(fail("cannot write", "/var/mail/tmp/1", ENOSPC),
                       "cannot write /var/mail/tmp/1: No space left on device", TransientPortError);
}

TEST_CASE("maildir: moving a file never replaces another one") {
  const TemporaryFolder scratch;
  const fs::path from = scratch.path() / "from";
  const fs::path to = scratch.path() / "to";
  write(from, "new");
  write(to, "old");
  CHECK(move_to_free_name(from, to) == EEXIST);
  CHECK(content(from) == "new");
  CHECK(content(to) == "old");
  fs::remove(to);
  CHECK(move_to_free_name(from, to) == 0);
  CHECK(content(to) == "new");
  CHECK_FALSE(fs::exists(from));
}
