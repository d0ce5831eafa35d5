// Low limits of file descriptors: connections leave some for the database and mail.
#include <doctest/doctest.h>

#include <csignal>
#include <string>
#include <vector>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/process.hpp"
#include "harness/server_process.hpp"
#include "support/http_client.hpp"

using namespace gatehouse::testing;

namespace {

/// Runs a command in a folder, with that limit of open files.
Invocation with_files(int files, const std::string& command, const std::filesystem::path& folder) {
  std::vector<std::string> arguments{"-c",
                                     "ulimit -n " + std::to_string(files) + "; exec \"$@\"",
                                     "sh",
                                     GATEHOUSE_PROGRAM,
                                     command,
                                     "--listen=127.0.0.1:0",
                                     "--database=sqlite:" + (folder / "gatehouse.db").string(),
                                     "--mail=maildir:" + (folder / "mail").string()};
  const auto cheap = cheap_hashing();
  arguments.insert(arguments.end(), cheap.begin(), cheap.end());
  return {.arguments = std::move(arguments), .program = "/bin/sh"};
}

std::string registration(int number) {
  const std::string body =
      R"({"organizationName": "Few", "email": "few)" + std::to_string(number) + R"(@example.com"})";
  return "POST /api/v1/register HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
         "Content-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

TEST_CASE("descriptors: connections leave enough for the database and mail") {
  for (const int files : {80, 128, 256}) {
    CAPTURE(files);
    const TemporaryFolder folder;
    const auto log = folder.path() / "log";
    Process server(with_files(files, "serve", folder.path()), log);
    const std::string line = server.read_line();
    INFO(read_file(log));
    REQUIRE(line.find("listening on ") == 0);
    const auto port = static_cast<std::uint16_t>(std::stoul(line.substr(line.rfind(':') + 1)));
    CHECK(comes_to_hold(
        log, "connections at once: the process may open " + std::to_string(files) + " files"));

    std::vector<HttpClient> silent;
    for (int i = 0; i < 300; ++i) silent.emplace_back(port);
    for (int i = 0; i < 5; ++i) {
      const HttpAnswer answer = HttpClient(port).exchange(registration(i));
      INFO(answer.body);
      CHECK(answer.status == 201);
    }
    server.signal(SIGTERM);
    CHECK(server.wait() == 0);
  }
}

TEST_CASE("descriptors: a server with too low a limit reports it, as the doctor does") {
  const TemporaryFolder folder;
  const std::string what = "the process may open 30 files and needs at least";
  const Outcome outcome = run_gatehouse(with_files(30, "serve", folder.path()));
  CHECK(outcome.status == 1);
  CHECK(outcome.err.find(what) != std::string::npos);
  const Outcome examined = run_gatehouse(with_files(30, "doctor", folder.path()));
  CHECK(examined.status == 1);
  CHECK(examined.out.find("max-connections: " + what) != std::string::npos);
}
