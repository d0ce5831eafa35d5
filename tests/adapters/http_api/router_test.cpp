// The mapping of paths to rows of the table.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "router.hpp"

namespace gatehouse::testing {
namespace {

using http::api::all_resources;
using http::api::ResourceRow;
using http::api::Route;
using http::api::Router;

/// The template of the row that the path leads to; empty for an unknown path.
std::string found(const Router& router, const std::string& path) {
  const Route* route = router.find(path);
  return route == nullptr ? std::string() : std::string(route->row->path);
}

TEST_CASE("router: rows are found with and without a closing slash, however they are written") {
  const std::vector<ResourceRow> rows{
      {.path = "/a"}, {.path = "/a/{x}"}, {.path = "/a/{x}/b/"}, {.path = "/a/fixed/"}};
  const Router router(rows);
  for (const std::string slash : {"", "/"}) {
    CHECK(found(router, "/a" + slash) == "/a");
    CHECK(found(router, "/a/1" + slash) == "/a/{x}");
    CHECK(found(router, "/a/1/b" + slash) == "/a/{x}/b/");
    CHECK(found(router, "/a/fixed" + slash) == "/a/fixed/");
    CHECK(Router::values(*router.find("/a/1%2F2/b" + slash), "/a/1%2F2/b" + slash) ==
          std::vector<std::string>{"1/2"});
  }
}

TEST_CASE("router: further slashes are not collapsed, and a value is never empty") {
  const std::vector<ResourceRow> rows{{.path = "/a"}, {.path = "/a/{x}"}, {.path = "/a/{x}/b/"}};
  const Router router(rows);
  for (const char* wrong : {"", "/", "//", "//a", "/a//", "//a/", "/a//b", "/a/1//", "/a//1",
                            "/a/1//b", "/a/1/b//", "/a//b/", "a", "a/"}) {
    CAPTURE(wrong);
    CHECK(found(router, wrong).empty());
  }
}

TEST_CASE("router: the root has one spelling, and * is no spelling of it") {
  const std::vector<ResourceRow> rows{{.path = "/"}, {.path = "/a"}};
  const Router router(rows);
  CHECK(found(router, "/") == "/");
  for (const char* wrong : {"", "*", "//", "a"}) {
    CAPTURE(wrong);
    CHECK(found(router, wrong).empty());
  }
}

TEST_CASE("router: no row of the API hides another one with or without a closing slash") {
  const Router router(all_resources());
  for (const ResourceRow& row : all_resources()) {
    std::string path(row.path);
    // A value that is no literal of the table.
    std::replace(path.begin(), path.end(), '{', '-');
    std::replace(path.begin(), path.end(), '}', '-');
    if (path == "/") continue;
    if (path.ends_with('/')) path.pop_back();
    CAPTURE(path);
    CHECK(found(router, path) == row.path);
    CHECK(found(router, path + "/") == row.path);
    CHECK(found(router, path + "//").empty());
  }
}

}  // namespace
}  // namespace gatehouse::testing
