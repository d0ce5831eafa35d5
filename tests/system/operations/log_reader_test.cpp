// The server while the reader of its logs is late or stalled.
#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

/// A FIFO with a reader that never reads.
class Stalled {
 public:
  explicit Stalled(const std::filesystem::path& path) {
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    reader_ = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    REQUIRE(reader_ >= 0);
  }
  Stalled(const Stalled&) = delete;
  Stalled& operator=(const Stalled&) = delete;
  ~Stalled() { ::close(reader_); }

 private:
  int reader_;
};

/// Runs `gatehouse serve` with its standard error in that FIFO.
Invocation serve_into(const std::filesystem::path& fifo, const std::filesystem::path& folder) {
  return {
      .arguments = {"-c", "exec \"$@\" 2>>" + fifo.string(), "sh", gatehouse_program(), "serve",
                    "--listen", "127.0.0.1:0", "--database", "sqlite:" + (folder / "db").string(),
                    "--mail", "maildir:" + (folder / "mail").string(), "--access-log", "-"},
      .program = "/bin/sh"};
}

/// Writes more lines of the access log than a pipe can hold.
void fill_log(ApiClient client) {
  for (int i = 0; i < 1000; ++i) check_error(client.get("/api/v1/me"), 401);
}

}  // namespace

TEST_CASE("log readers: a FIFO without a reader delays neither start, responses nor SIGTERM") {
  const TemporaryFolder folder;
  const auto fifo = folder.path() / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  Installation site({"--access-log", fifo.string()});
  fill_log(site.connect());
  CHECK(site.server().stop() == 0);
}

TEST_CASE("log readers: a stalled reader delays neither responses, SIGHUP nor SIGTERM") {
  const TemporaryFolder folder;
  const auto fifo = folder.path() / "fifo";
  const Stalled stalled(fifo);
  Installation site({"--access-log", fifo.string()});
  fill_log(site.connect());
  site.server().process().signal(SIGHUP);
  CHECK(comes_to_hold(site.log(), "the access log is opened again"));
  check_success(site.connect().get("/api/v1/me", site.root().token), 200);
  CHECK(site.server().stop() == 0);
}

TEST_CASE("log readers: a stalled reader of standard error delays neither responses nor SIGTERM") {
  const TemporaryFolder folder;
  const auto fifo = folder.path() / "fifo";
  const Stalled stalled(fifo);
  Process process(serve_into(fifo, folder.path()), folder.path() / "log");
  const std::string line = process.read_line();
  REQUIRE(line.starts_with("listening on http://127.0.0.1:"));
  const auto port = static_cast<std::uint16_t>(std::stoul(line.substr(line.rfind(':') + 1)));
  fill_log(ApiClient(port));
  check_error(ApiClient(port).get("/api/v1/me"), 401);
  process.signal(SIGTERM);
  CHECK(process.wait() == 0);
}

TEST_CASE("log readers: a reader that stalled before the start does not delay it") {
  const TemporaryFolder folder;
  const auto fifo = folder.path() / "fifo";
  const Stalled stalled(fifo);
  const int writer = ::open(fifo.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  REQUIRE(writer >= 0);
  const std::string junk(65536, 'x');
  while (::write(writer, junk.data(), junk.size()) > 0) continue;
  ::close(writer);

  Process process(serve_into(fifo, folder.path()), folder.path() / "log");
  const std::string line = process.read_line();
  REQUIRE(line.starts_with("listening on http://127.0.0.1:"));
  process.signal(SIGTERM);
  CHECK(process.wait() == 0);
}
