// Interrupted imports.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <sstream>
#include <stdexcept>
#include <streambuf>

#include <doctest/doctest.h>

#include <gatehouse/storage_memory/memory_storage.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>
#include <gatehouse/testing/faulty_storage.hpp>
#include <gatehouse/testing/temporary_folder.hpp>
#include <gatehouse/transfer_json/transfer.hpp>

#include "export_text.hpp"
#include "furnished.hpp"

using namespace gatehouse;
using namespace gatehouse::testing;

namespace {

std::string sample() {
  MemoryStorage storage;
  furnish(storage);
  return export_of(storage);
}

/// A text, and a callback when it is read up to a position.
class Trapped final : public std::stringbuf {
 public:
  Trapped(const std::string& text, std::size_t place, void (*spring)())
      : std::stringbuf(text.substr(0, place), std::ios::in), spring_(spring) {}

 protected:
  int_type underflow() override {
    spring_();
    return traits_type::eof();
  }

 private:
  void (*spring_)();
};

/// Runs `work` in a child process and returns the signal that terminated it.
template <class Work>
int signal_that_ends(Work work) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    work();
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

}  // namespace

TEST_CASE("interrupted: a process that is killed during an import leaves no records") {
  const TemporaryFolder folder;
  const SqliteOptions options{.path = (folder.path() / "gatehouse.db").string()};
  SqliteStorage::migrate(options);
  const std::string text = sample();
  const int signal = signal_that_ends([&] {
    SqliteStorage storage(options);
    Trapped trapped(text, text.size() - 50, [] { static_cast<void>(::raise(SIGKILL)); });
    std::istream in(&trapped);
    static_cast<void>(transfer::import_all(storage, in));
  });
  CHECK(signal == SIGKILL);

  SqliteStorage storage(options);
  CHECK(lines_of(export_of(storage)).size() == 2);
  CHECK(import_text(storage, text).has_value());
  CHECK(export_of(storage) == text);
}

TEST_CASE("interrupted: a read error during an import leaves no records") {
  MemoryStorage storage;
  const std::string text = sample();
  Trapped trapped(text, text.size() / 2, [] { throw std::runtime_error("the disk is gone"); });
  std::istream in(&trapped);
  CHECK_THROWS_WITH(static_cast<void>(transfer::import_all(storage, in)), "the disk is gone");
  CHECK(lines_of(export_of(storage)).size() == 2);
}

TEST_CASE("interrupted: an import in doubt is not reported as successful") {
  MemoryStorage memory;
  FaultyStorage storage(memory);
  storage.leave_next_commits_in_doubt(1);
  CHECK_THROWS_AS(static_cast<void>(import_text(storage, sample())), CommitInDoubt);
  // It was committed, and a second attempt reports it.
  const auto again = import_text(storage, sample());
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().code == ErrorCode::failed_precondition);
}

TEST_CASE("interrupted: a write error during an export is reported") {
  MemoryStorage storage;
  furnish(storage);
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  CHECK_THROWS_AS(static_cast<void>(transfer::export_all(storage, out, Timestamp())),
                  std::runtime_error);
}
