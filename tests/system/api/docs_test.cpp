// The description of the API as a page, at /docs.
#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/installation.hpp"

using namespace gatehouse::testing;

namespace {

ApiReply get_page(const std::string& path) {
  ApiClient client = shared_installation().connect();
  auto page = client.get(path);
  REQUIRE(page.status == 200);
  return page;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("docs: the page has every operation of openapi.json at the anchor of its name") {
  const std::string html = get_page("/docs").http.body;
  const auto document = get_page("/openapi.json").body;
  std::size_t operations = 0;
  for (const auto& [path, item] : document.at("paths").as_object()) {
    for (const auto& [method, operation] : item.as_object()) {
      if (!operation.is_object()) continue;
      const std::string id(operation.at("operationId").as_string());
      CAPTURE(id);
      CHECK(contains(html, "id=\"" + id + "\""));
      CHECK(contains(html, "href=\"#" + id + "\""));
      ++operations;
    }
  }
  CHECK(operations > 50);
}

TEST_CASE("docs: each schema of openapi.json has an anchor") {
  const std::string html = get_page("/docs").http.body;
  const auto document = get_page("/openapi.json").body;
  for (const auto& schema : document.at("components").at("schemas").as_object()) {
    const std::string name(schema.key());
    CHECK_MESSAGE(contains(html, "id=\"schema-" + name + "\""), name);
  }
}

TEST_CASE("docs: the page and its files load nothing from elsewhere") {
  for (const std::string path : {"/docs", "/docs/docs.css", "/docs/docs.js"}) {
    CAPTURE(path);
    const auto file = get_page(path);
    const std::string policy = file.http.header("Content-Security-Policy");
    CHECK(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"));
    CHECK_FALSE(contains(policy, "unsafe"));
    CHECK_FALSE(contains(policy, "http"));
    CHECK(file.http.header("Cache-Control") == "public, max-age=3600");
    CHECK(file.http.header("X-Content-Type-Options") == "nosniff");
    for (const char* foreign : {"src=\"http", "href=\"http", "src=\"//", "href=\"//", "url(",
                                "@import", "import(", "fetch(", " style=", " onclick="}) {
      CHECK_FALSE_MESSAGE(contains(file.http.body, foreign), foreign);
    }
  }
}

TEST_CASE("docs: each file has its type, and a closing slash is the same as none") {
  CHECK(get_page("/docs").http.header("Content-Type") == "text/html; charset=utf-8");
  CHECK(get_page("/docs/").http.body == get_page("/docs").http.body);
  CHECK(get_page("/docs/docs.css").http.header("Content-Type") == "text/css; charset=utf-8");
  CHECK(get_page("/docs/docs.js").http.header("Content-Type") == "text/javascript; charset=utf-8");
}

TEST_CASE("docs: the examples for curl have the token, the body and the path of the operation") {
  const std::string html = get_page("/docs").http.body;
  CHECK(contains(html,
                 "curl -X POST &quot;$GATEHOUSE/api/v1/projects&quot; \\\n"
                 "  -H &quot;Authorization: Bearer $TOKEN&quot; \\\n"
                 "  -H 'Content-Type: application/json' \\\n"
                 "  -d '{&quot;name&quot;:"));
  CHECK(contains(html, "$GATEHOUSE/api/v1/projects/0f1e2d3c4b5a69788796a5b4c3d2e1f0&quot;"));
  CHECK(contains(html, "--data-urlencode 'grant_type=refresh_token'"));
}

TEST_CASE("docs: the page can only be read, and there is no other page") {
  ApiClient client = shared_installation().connect();
  CHECK(check_error(client.post("/docs", "{}"), 405).http.header("Allow") == "GET, HEAD");
  CHECK(client.send({.method = "HEAD", .target = "/docs"}).status == 200);
  check_error(client.get("/docs/page.html"), 404);
  check_error(client.get("/docs/../docs/docs.js"), 404);
}

TEST_CASE("docs: --no-docs leaves the page out") {
  const Installation site({"--no-docs"});
  ApiClient client = site.connect();
  check_error(client.get("/docs"), 404);
  check_error(client.get("/docs/docs.css"), 404);
  CHECK(client.get("/openapi.json").status == 200);
}
