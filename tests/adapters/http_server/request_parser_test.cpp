// The memory use of the parser; its syntax is covered by the framing tests and by fuzzing.
#include <request_parser.hpp>

#include <string>

#include <doctest/doctest.h>

namespace gatehouse::http::server {
namespace {

TEST_CASE("parser: a body takes no more memory than its announced length") {
  Request request{};
  std::string body;
  RequestParser parser(request, body, {.target = 1024, .header = 1024, .fields = 8});
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n";
  CHECK_FALSE(parser.read_head(head));
  parser.keep_body(1'000'000);
  for (const std::size_t size : {60'000U, 39'999U, 1U}) {
    const std::string piece(size, 'b');
    CHECK(parser.read_body(piece).used == size);
    CHECK(body.capacity() <= 100'000);
  }
  CHECK(parser.done());
  CHECK(body == std::string(100'000, 'b'));
}

}  // namespace
}  // namespace gatehouse::http::server
