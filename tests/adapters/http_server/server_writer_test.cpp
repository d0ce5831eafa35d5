#include <chrono>
#include <string>

#include <doctest/doctest.h>

#include "response_writer.hpp"

using namespace gatehouse::http;
using namespace gatehouse::http::server;

namespace {

std::string written(const Response& response, const AnswerForm& form = {}) {
  std::string out;
  write_response(out, response, form, "now");
  return out;
}

}  // namespace

TEST_CASE("writer: responses are written completely") {
  Response response;
  response.status = 201;
  response.body = "{}";
  response.headers.emplace_back("Location", "/a");
  CHECK(written(response) ==
        "HTTP/1.1 201 Created\r\nDate: now\r\nContent-Type: application/json\r\n"
        "Content-Length: 2\r\nLocation: /a\r\n\r\n{}");
  CHECK(written(response, {.to_head = true, .closes = true}) ==
        "HTTP/1.1 201 Created\r\nDate: now\r\nContent-Type: application/json\r\n"
        "Content-Length: 2\r\nConnection: close\r\nLocation: /a\r\n\r\n");
  CHECK(written(Response{}, {.to_http_1_0 = true}) ==
        "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n");
}

TEST_CASE("writer: fields with line breaks and reserved fields are omitted") {
  Response response;
  response.headers = {{"A\r\nB", "c"},
                      {"A", "b\r\nC: d"},
                      {"A", "b\nc"},
                      {"A", std::string("b\0", 2)},
                      {"", "b"},
                      {"A b", "c"},
                      {"content-length", "9"},
                      {"Transfer-Encoding", "chunked"},
                      {"CONNECTION", "close"},
                      {"Date", "never"},
                      {"x-content-type-options", "sniff"},
                      {"Strict-Transport-Security", "max-age=1"},
                      {"Good", "\xc3\xa4\tx"}};
  CHECK_FALSE(is_well_formed(response));
  CHECK(written(response) ==
        "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 0\r\nGood: \xc3\xa4\tx\r\n\r\n");

  response = {};
  response.body.push_back('x');
  response.content_type = "a\r\nb";
  CHECK_FALSE(is_well_formed(response));
  CHECK(written(response).find("Content-Type") == std::string::npos);
}

TEST_CASE("writer: the security fields and those of the handler precede those of the response") {
  Response response;
  response.headers.emplace_back("Location", "/a");
  CHECK(written(response, {.security_fields = "A: b\r\n", .handler_fields = "C: d\r\nE: f\r\n"}) ==
        "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 0\r\nA: b\r\nC: d\r\nE: f\r\n"
        "Location: /a\r\n\r\n");
  CHECK(written(response, {.security_fields = security_fields(std::chrono::seconds(5))}) ==
        "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 0\r\nX-Content-Type-Options: nosniff\r\n"
        "Strict-Transport-Security: max-age=5\r\nLocation: /a\r\n\r\n");
  CHECK(security_fields({}) == "X-Content-Type-Options: nosniff\r\n");
}

TEST_CASE("writer: an invalid status is a server error") {
  for (const unsigned status : {0U, 100U, 199U, 600U, 1000U}) {
    CAPTURE(status);
    Response response;
    response.status = status;
    CHECK_FALSE(is_well_formed(response));
    CHECK(written(response).starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
  }
}

TEST_CASE("writer: dates have the format of RFC 9110") {
  DateText date;
  CHECK(date.at(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(date.at(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(date.at(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
  CHECK(date.at(1709251199) == "Thu, 29 Feb 2024 23:59:59 GMT");
}

TEST_CASE("message: fields are found case-insensitively") {
  Request request;
  request.headers = {{"Accept", "a"}, {"ACCEPT", "b"}, {"X", ""}};
  CHECK(request.header("accept") == "a");
  CHECK(request.count("aCCept") == 2);
  CHECK(request.header("X").empty());
  CHECK(request.count("Accep") == 0);
}

TEST_CASE("message: statuses have their reason phrases") {
  CHECK(reason(200) == "OK");
  CHECK(reason(404) == "Not Found");
  CHECK(reason(507) == "Insufficient Storage");
  CHECK(reason(299) == "Unknown");
}
