#include <array>
#include <string>

#include <doctest/doctest.h>

#include "framing.hpp"
#include "request_parser.hpp"

using namespace gatehouse::http;
using namespace gatehouse::http::server;

namespace {

constexpr HeadLimits limits{.target = 100, .header = 1000};

}  // namespace

TEST_CASE("framing: the end of a header is found for every segmentation") {
  const std::string head = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  const std::string text = head + "the body";
  HeadScan scan;
  for (std::size_t size = 0; size < head.size(); ++size) {
    CHECK(scan.scan(std::string_view(text).substr(0, size)) == HeadScan::State::incomplete);
  }
  CHECK(scan.scan(text) == HeadScan::State::complete);
  CHECK(scan.size() == head.size());
}

TEST_CASE("framing: a lone CR or LF is detected before the header is complete") {
  for (const std::string_view text :
       {"GET / HTTP/1.1\n", "GET / HTTP/1.1\rH", "GET / HTTP/1.1\r\r\n", "\n",
        "GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\n\n"}) {
    CAPTURE(text);
    HeadScan scan;
    CHECK(scan.scan(text) == HeadScan::State::malformed);
  }
}

TEST_CASE("framing: targets are split into their components") {
  struct Row {
    std::string_view method, target, path, query;
  };
  for (const Row& row : {
           Row{"GET", "/", "/", ""},
           Row{"GET", "/a/b?c=d", "/a/b", "c=d"},
           Row{"GET", "/a?b?c", "/a", "b?c"},
           Row{"GET", "/a?", "/a", ""},
           Row{"GET", "//a//", "//a//", ""},
           Row{"GET", "/%00%2e/..", "/%00%2e/..", ""},
           Row{"GET", "/a://b", "/a://b", ""},
           Row{"GET", "http://host", "/", ""},
           Row{"GET", "http://host/", "/", ""},
           Row{"GET", "HTTPS://host:1/a?b", "/a", "b"},
           Row{"GET", "http://[::1]:80/a", "/a", ""},
           Row{"GET", "http://host?b", "/", "b"},
           Row{"OPTIONS", "*", "*", ""},
           Row{"OPTIONS", "http://host", "*", ""},
       }) {
    CAPTURE(row.target);
    const auto parts = split_target(row.method, row.target);
    REQUIRE(parts);
    CHECK(parts->path == row.path);
    CHECK(parts->query == row.query);
  }
}

TEST_CASE("framing: targets of an unknown form or with invalid encoding are rejected") {
  for (const std::string_view target : {"",
                                        "*",
                                        "a",
                                        "host:80",
                                        "http://",
                                        "http:///a",
                                        "http://user@host/",
                                        "ftp://host/",
                                        "http:/a",
                                        "://host/",
                                        "/a b",
                                        "/a#b",
                                        "/a\"",
                                        "/a<b>",
                                        "/a\\b",
                                        "/a^",
                                        "/a`",
                                        "/{a}",
                                        "/a|b",
                                        "/\x7f",
                                        "/\x01",
                                        "/\xc3\xa4",
                                        "/a?\xff"}) {
    CAPTURE(target);
    CHECK_FALSE(split_target("GET", target));
  }
  CHECK_FALSE(split_target("GET", std::string_view("/a\0b", 4)));
}

TEST_CASE("framing: a relayed target may contain octets that should be percent-encoded") {
  for (const std::string_view target : {"/a#b", "/a\"", "/a<b>", "/a\\b", "/a^", "/a`", "/{a}",
                                        "/a|b", "/\xc3\xa4", "/a[1]", "http://host/\xff"}) {
    CAPTURE(target);
    CHECK(split_target("GET", target, true));
  }
  const auto parts = split_target("GET", "/\xff?[a]=\xfe?", true);
  REQUIRE(parts);
  CHECK(parts->path == "/\xff");
  CHECK(parts->query == "[a]=\xfe?");
  for (const std::string_view target : {"", "*", "a", "http://user@host/", "http:///a"}) {
    CAPTURE(target);
    CHECK_FALSE(split_target("GET", target, true));
  }
}

TEST_CASE("framing: a request is relayed if its path has the prefix, even when incomplete") {
  const HeadRules rules{.own = {.target = 10, .header = 20},
                        .relayed = {.target = 100, .header = 200},
                        .relayed_prefix = "/gate/"};
  const auto target_limit = [&](std::string_view head) { return rules.of(head).target; };
  for (const std::string_view head :
       {"GET /gate/", "GET /gate/a HTTP/1.1\r\n", "X http://host/gate/a HTTP/1.1\r\nA: b",
        "GET https://host:1/gate/"}) {
    CAPTURE(head);
    CHECK(target_limit(head) == 100);
  }
  for (const std::string_view head :
       {"", "GET", "GET ", "GET /gate", "GET /gat", "GET /Gate/", "GET //gate/", "GET /a/gate/",
        "GET ?/gate/", "GET /\r\n /gate/", "GET http://host", "GET http://host?/gate/",
        "GET ftp://host/gate/"}) {
    CAPTURE(head);
    CHECK(target_limit(head) == 10);
  }
  const HeadRules none{.own = rules.own, .relayed = rules.relayed, .relayed_prefix = {}};
  CHECK(none.of("GET /gate/").target == 10);
}

TEST_CASE("framing: Content-Length consists of digits only") {
  for (const std::string_view value : {"", " ", "-1", "+1", "0x10", "1,1", "1, 1", "1 1", "1.0",
                                       "a", "18446744073709551616", "99999999999999999999999"}) {
    CAPTURE(value);
    CHECK(Framing().content_length(value));
  }
  for (const std::string_view value : {"0", "7", "007", "18446744073709551615"}) {
    CAPTURE(value);
    CHECK_FALSE(Framing().content_length(value));
  }
}

TEST_CASE("framing: Host must be a valid host") {
  for (const std::string_view value : {"", "a", "a.b:80", "127.0.0.1", "[::1]:8080", "a_b"}) {
    CAPTURE(value);
    CHECK_FALSE(Framing().host(value));
  }
  for (const std::string_view value :
       {"a b", "a/b", "user@a", "a?b", "a#b", "a\\b", "\xc3\xa4", "a<"}) {
    CAPTURE(value);
    CHECK(Framing().host(value));
  }
}

TEST_CASE("framing: errors at the beginning of a header are detected before its end") {
  const auto status = [](std::string_view text) {
    const auto refusal = check_size(text, limits);
    return refusal ? refusal->status : 0;
  };
  CHECK(status("GET /") == 0);
  CHECK(status("\x16\x03\x01") == 400);
  CHECK(status(" GET /") == 400);
  CHECK(status(std::string(101, 'A')) == 400);
  CHECK(status(std::string(101, 'A') + " / HTTP/1.1\r\n") == 400);
  CHECK(status("GET " + std::string(100, '/')) == 0);
  CHECK(status("GET " + std::string(101, '/')) == 414);
  CHECK(status("GET / HTTP/1.1\r\nA: " + std::string(981, 'a')) == 0);
  CHECK(status("GET / HTTP/1.1\r\nA: " + std::string(982, 'a')) == 431);
}

TEST_CASE("framing: only a well-formed version is reported as unsupported") {
  for (const std::string_view line :
       {"GET / HTTP/2.0\r\n", "PRI * HTTP/2.0\r\n\r\n", "GET / HTTP/1.2", "GET / HTTP/0.9\r\n",
        "GET / HTTP/9.9\r\n"}) {
    CAPTURE(line);
    CHECK(refuse_version(line).status == 505);
  }
  for (const std::string_view line :
       {"GET /\r\n", "GET / http/1.1\r\n", "GET / HTTP/1.1 \r\n", "GET / HTTP/11\r\n",
        "GET /a b HTTP/1.1\r\n", "GET / HTTP/2\r\n", "GET / HTTP/1.10\r\n", "GET / XXXX/1.1\r\n"}) {
    CAPTURE(line);
    CHECK(refuse_version(line).status == 400);
  }
}

TEST_CASE("framing: chunk extensions are parsed strictly") {
  CHECK_FALSE(check_chunk_extension(""));
  CHECK_FALSE(check_chunk_extension(";a=b;c=\"d e\""));
  CHECK(check_chunk_extension(" ;a"));
  CHECK(check_chunk_extension(";a=\"\n\""));
  CHECK(check_chunk_extension(";" + std::string(2000, 'a')));
}

TEST_CASE("framing: a chunked body is independent of its segmentation") {
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string chunks =
      "5\r\nhello\r\n1;a=b\r\n \r\n0005;c=\"d\"\r\nworld\r\n00\r\nTrailer: x\r\nOther: y\r\n\r\n";
  for (std::size_t cut = 1; cut < chunks.size(); ++cut) {
    CAPTURE(cut);
    Request request;
    std::string body;
    RequestParser parser(request, body, limits);
    REQUIRE_FALSE(parser.read_head(head));
    parser.keep_body(11);
    const auto first = parser.read_body(std::string_view(chunks).substr(0, cut));
    REQUIRE_FALSE(first.refusal);
    const auto second = parser.read_body(std::string_view(chunks).substr(first.used));
    REQUIRE_FALSE(second.refusal);
    CHECK(parser.done());
    CHECK(first.used + second.used == chunks.size());
    CHECK(body == "hello world");
    CHECK(request.headers.size() == 2);
  }
}

TEST_CASE("framing: a chunked body may arrive octet by octet, even the shortest one") {
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string_view chunks :
       {"0\r\n\r\n", "00\r\n\r\n", "0;a\r\n\r\n", "0\r\nA: b\r\n\r\n", "1\r\n0\r\n0\r\n\r\n"}) {
    CAPTURE(chunks);
    Request request;
    std::string body;
    RequestParser parser(request, body, limits);
    REQUIRE_FALSE(parser.read_head(head));
    parser.keep_body(1);
    std::size_t used = 0;
    for (std::size_t shown = 1; shown <= chunks.size(); ++shown) {
      REQUIRE_FALSE(parser.done());
      const auto progress = parser.read_body(chunks.substr(used, shown - used));
      REQUIRE_FALSE(progress.refusal);
      used += progress.used;
    }
    CHECK(parser.done());
    CHECK(used == chunks.size());
  }
}
