// /healthz, /readyz, and the operations listener.
#include <doctest/doctest.h>

#include "harness/checks.hpp"
#include "operations/site.hpp"

using namespace gatehouse::testing;

TEST_CASE("pages: a running server is alive and ready on both ports, without authentication") {
  OperatedSite site;
  for (const bool is_admin : {false, true}) {
    ApiClient client = is_admin ? site.connect_admin() : site.connect();
    CHECK(client.get("/healthz").status == 200);
    const auto ready = client.get("/readyz");
    CHECK(ready.status == 200);
    CHECK(ready.http.body == R"({"status":"ready"})");
    CHECK(client.send({.method = "HEAD", .target = "/readyz"}).status == 200);
    const auto written = client.post("/readyz", "{}");
    CHECK(written.status == 405);
    CHECK(written.http.header("Allow") == "GET, HEAD");
  }
}

TEST_CASE("pages: refusals of the server have the format of API errors") {
  OperatedSite site;
  for (const std::string page : {"/healthz", "/readyz"}) {
    CAPTURE(page);
    const auto refused = site.connect().send(
        {.method = "GET", .target = page, .body = "{}", .headers = {{"Expect", "a miracle"}}});
    CHECK(refused.status == 417);
    for (const char* member : {"title", "description", "code"}) {
      CHECK(refused.body.as_object().contains(member));
    }
  }
}

TEST_CASE("pages: the operations listener has these pages, but not the API") {
  OperatedSite site;
  auto admin = site.connect_admin();
  CHECK(admin.get("/api/v1/me", site.root().token).status == 404);
  CHECK(admin.get("/openapi.json").status == 404);
  CHECK(admin.get("/").status == 404);
}

TEST_CASE("pages: an invalid operations address is reported with the name of its option") {
  const TemporaryFolder folder;
  const auto outcome = run_gatehouse(
      {.arguments = {"serve", "--listen", "127.0.0.1:0", "--database",
                     "sqlite:" + (folder.path() / "db").string(), "--mail",
                     "maildir:" + (folder.path() / "mail").string(), "--admin-listen", "nowhere"}});
  CHECK(outcome.status == 2);
  CHECK(outcome.err.find("--admin-listen") != std::string::npos);
}
