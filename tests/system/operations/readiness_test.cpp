// The response of /readyz to failures.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <gatehouse/storage_memory/memory_storage.hpp>
#include <gatehouse/testing/faulty_storage.hpp>

#include "operations/pages.hpp"

using namespace gatehouse;
using namespace gatehouse::app;

namespace {

struct Site {
  MemoryStorage memory;
  testing::FaultyStorage storage{memory};
  std::vector<std::string> logged;
  StorageProbe probe{storage, [this](std::string_view what) { logged.emplace_back(what); }};
  StorageCondition condition;
  StorageWatch watch{storage, condition};
  http::Server server{http::ServerOptions{.port = 0, .io_threads = 1}};
  Readiness readiness{server, probe, watch};
  Pages pages{{.readiness = readiness}};

  http::Response ask() {
    http::Request request;
    request.method = "GET";
    request.path = "/readyz";
    auto plan = std::get<http::Plan>(pages.plan(request));
    return std::get<http::Response>(pages.handle(request, plan));
  }
};

}  // namespace

TEST_CASE("readiness: an unreadable storage is reported without the error message") {
  Site site;
  site.storage.fail_next_reads(1, PortError("no route to database.internal"));
  const http::Response response = site.ask();
  CHECK(response.status == 503);
  CHECK(
      response.body ==
      R"({"status":"not ready","failed":{"storage":"The storage cannot be read; the server's log )"
      R"(says why."}})");
  REQUIRE(site.logged.size() == 1);
  CHECK(site.logged[0].find("no route to database.internal") != std::string::npos);
}

TEST_CASE("readiness: a stopping server is not ready and reports it") {
  Site site;
  CHECK(site.ask().status == 200);
  site.readiness.begin_to_stop();
  const http::Response response = site.ask();
  CHECK(response.status == 503);
  CHECK(response.body.find("The server is stopping.") != std::string::npos);
}

TEST_CASE("readiness: whatever the number of requests, the storage is read once a second") {
  Site site;
  CHECK(site.ask().status == 200);
  site.storage.fail_next_reads(1, PortError("broken"));
  CHECK(site.ask().status == 200);
}

TEST_CASE("readiness: waiting for the storage uses the lookup pool, which writers do not fill") {
  Site site;
  http::Request request;
  request.method = "GET";
  request.path = "/readyz";
  CHECK(std::get<http::Plan>(site.pages.plan(request)).pool == http::Pool::lookup);
}
