// Protection of the program's memory, and errors due to low system limits.
#include <doctest/doctest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/process.hpp"

using namespace gatehouse::testing;

namespace {

/// Runs `serve` in `folder` as a user other than root.
Invocation serve_as_a_user(const std::filesystem::path& folder) {
  Invocation invocation{{"serve", "--listen", "127.0.0.1:0", "--database",
                         "sqlite:" + (folder / "db").string(), "--mail",
                         "maildir:" + (folder / "mail").string()}};
  if (::geteuid() != 0) return invocation;
  constexpr uid_t user = 65534;
  REQUIRE(::chown(folder.c_str(), user, user) == 0);
  invocation.program = "/usr/bin/setpriv";
  invocation.arguments.insert(
      invocation.arguments.begin(),
      {"--reuid=65534", "--regid=65534", "--clear-groups", gatehouse_program()});
  return invocation;
}

}  // namespace

TEST_CASE(
    "privacy: other processes of the user cannot read its memory, and there is no core file") {
  const TemporaryFolder folder;
  const TemporaryFolder own;
  Process process(serve_as_a_user(folder.path()), own.path() / "log");
  REQUIRE(process.read_line().starts_with("listening on "));
  const std::filesystem::path about = "/proc/" + std::to_string(process.pid());
  // The files in /proc of a process that must not be dumped belong to root: proc(5).
  struct stat status {};
  REQUIRE(::stat((about / "environ").c_str(), &status) == 0);
  CHECK(status.st_uid == 0);
  const std::string limits = read_file(about / "limits");
  const std::string core = limits.substr(limits.find("Max core file size"));
  CHECK(core.substr(0, core.find('\n')).find("0                    0") != std::string::npos);
}

TEST_CASE("start: a low limit of threads is reported as the cause") {
  const TemporaryFolder folder;
  Invocation invocation = serve_as_a_user(folder.path());
  const std::string program = invocation.program.empty() ? gatehouse_program() : invocation.program;
  // The limit is one of the user whose threads the program starts. One of memory would do as well,
  // but not for a program with sanitizers, which reserve terabytes.
  invocation.program = "/usr/bin/prlimit";
  invocation.arguments.insert(invocation.arguments.begin(), {"--nproc=200", program});
  invocation.arguments.insert(invocation.arguments.end(),
                              {"--storage-threads", "512", "--mail-threads", "512"});
  const auto outcome = run_gatehouse(invocation);
  CAPTURE(outcome.err);
  CHECK(outcome.status == 1);
  CHECK(outcome.err.find("starts no more threads") != std::string::npos);
}
