// Requests with ambiguous framing and input that is not HTTP: each is answered and the connection
// is closed, so that nothing after it is interpreted as a request.
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "server_fixture.hpp"

using namespace gatehouse::http;
using namespace gatehouse::http::testing;
using namespace std::string_literals;

namespace {

struct Row {
  std::string_view what;
  std::string request;
  unsigned status = 400;
};

const std::string smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

std::string posted(const std::string& fields, const std::string& rest) {
  return "POST /echo HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n" + rest;
}

std::string chunked(const std::string& rest) {
  return posted("Transfer-Encoding: chunked\r\n", rest);
}

void check_all(std::initializer_list<Row> rows) {
  TestServer it;
  for (const auto& row : rows) {
    CAPTURE(row.what);
    auto client = it.connect();
    client.send(row.request);
    const auto answer = client.read();
    CHECK(answer.status == row.status);
    CHECK(answer.header("Connection") == "close");
    CHECK(client.is_closed_by_server());
  }
  CHECK(it.handler.handled == 0);
  CHECK(it.connect().exchange(get("/")).status == 200);
}

}  // namespace

TEST_CASE("malformed: ambiguous lengths are refused and the connection is closed") {
  check_all({
      {"two lengths that differ",
       posted("Content-Length: 5\r\nContent-Length: 6\r\n", "hello" + smuggled)},
      {"two lengths that agree",
       posted("Content-Length: 5\r\nContent-Length: 5\r\n", "hello" + smuggled)},
      {"a list of lengths", posted("Content-Length: 5,5\r\n", "hello" + smuggled)},
      {"a list with blanks", posted("Content-Length: 5, 5\r\n", "hello" + smuggled)},
      {"length, then chunked",
       posted("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + smuggled)},
      {"chunked, then length",
       posted("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" + smuggled)},
      {"length 0 and chunked",
       posted("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + smuggled)},
      {"negative length", posted("Content-Length: -1\r\n", smuggled)},
      {"length with plus", posted("Content-Length: +5\r\n", "hello" + smuggled)},
      {"hexadecimal length", posted("Content-Length: 0x5\r\n", "hello" + smuggled)},
      {"fractional length", posted("Content-Length: 5.0\r\n", "hello" + smuggled)},
      {"empty length", posted("Content-Length:\r\n", smuggled)},
      {"blank length", posted("Content-Length:   \r\n", smuggled)},
      {"length in words", posted("Content-Length: five\r\n", "hello" + smuggled)},
      {"length with a blank inside", posted("Content-Length: 1 0\r\n", "hello" + smuggled)},
      {"length that overflows", posted("Content-Length: 18446744073709551621\r\n", "hello")},
      {"length of many digits", posted("Content-Length: " + std::string(100, '9') + "\r\n", "")},
      {"coding unknown", posted("Transfer-Encoding: gzip\r\n", smuggled)},
      {"coding unknown, with length",
       posted("Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n", "hello" + smuggled)},
      {"gzip, chunked", posted("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n" + smuggled)},
      {"chunked, identity",
       posted("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n" + smuggled)},
      {"identity", posted("Transfer-Encoding: identity\r\n", smuggled)},
      {"chunked twice in a field",
       posted("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n" + smuggled)},
      {"chunked in two fields",
       posted("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
              "0\r\n\r\n" + smuggled)},
      {"chunked and identity in two fields",
       posted("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
              "0\r\n\r\n" + smuggled)},
      {"chunked in quotes", posted("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n" + smuggled)},
      {"chunked with a parameter",
       posted("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n" + smuggled)},
      {"chunked after a vertical tab",
       posted("Transfer-Encoding: \vchunked\r\n", "0\r\n\r\n" + smuggled)},
      {"chunked with a comma", posted("Transfer-Encoding: chunked,\r\n", "0\r\n\r\n" + smuggled)},
      {"empty coding", posted("Transfer-Encoding:\r\n", smuggled)},
      {"chunked in HTTP/1.0",
       "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled},
  });
}

TEST_CASE("malformed: fields are refused and the connection is closed") {
  check_all({
      {"space before the colon", posted("Content-Length : 5\r\n", "hello" + smuggled)},
      {"tab before the colon", posted("Transfer-Encoding\t: chunked\r\n", "0\r\n\r\n" + smuggled)},
      {"space before the name", posted(" Content-Length: 5\r\n", "hello" + smuggled)},
      {"fold", posted("X: a\r\n b\r\n", smuggled)},
      {"fold with a tab", posted("X: a\r\n\tb\r\n", smuggled)},
      {"fold before the value", posted("X:\r\n b\r\n", smuggled)},
      {"fold of blanks", posted("X: a\r\n \r\n", smuggled)},
      {"fold of the length", posted("Content-Length:\r\n 5\r\n", "hello" + smuggled)},
      {"fold of the coding", posted("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n" + smuggled)},
      {"fold in the first line", "GET / HTTP/1.1\r\n Host: x\r\n\r\n"},
      {"bare LF after the request line", "GET / HTTP/1.1\nHost: x\r\n\r\n"},
      {"bare LF after a field", "GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n"},
      {"bare LF at the end", "GET / HTTP/1.1\r\nHost: x\r\n\n" + smuggled},
      {"bare LFs alone", "GET / HTTP/1.1\nHost: x\n\n"},
      {"bare CR after a field", "GET / HTTP/1.1\r\nHost: x\rA: b\r\n\r\n"},
      {"bare CRs alone", "GET / HTTP/1.1\rHost: x\r\r"},
      {"CR CR LF", "GET / HTTP/1.1\r\nHost: x\r\r\n\r\n"},
      {"NUL in a value", posted("X: a\0b\r\n"s, "")},
      {"NUL in a name", posted("X\0: a\r\n"s, "")},
      {"control in a value", posted("X: a\x01"
                                    "b\r\n",
                                    "")},
      {"DEL in a value", posted("X: a\x7f\r\n", "")},
      {"control in a name", posted("X\x02: a\r\n", "")},
      {"not ASCII in a name", posted("X\xc3\xa4: a\r\n", "")},
      {"empty name", posted(": a\r\n", "")},
      {"no colon", posted("Content-Length 5\r\n", "hello")},
      {"quote in a name", posted("\"X\": a\r\n", "")},
      {"no Host", "GET / HTTP/1.1\r\nA: b\r\n\r\n"},
      {"no fields", "GET / HTTP/1.1\r\n\r\n"},
      {"two Hosts", get("/", "Host: y\r\n")},
      {"two Hosts that agree", get("/", "host: x\r\n")},
      {"Host with a path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n"},
      {"Host with user", "GET / HTTP/1.1\r\nHost: u@x\r\n\r\n"},
      {"list of Hosts", "GET / HTTP/1.1\r\nHost: x, y\r\n\r\n"},
      {"two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: x\r\nHost: x\r\n\r\n"},
      {"connection that is no list", get("/", "Connection: clo se\r\n")},
  });
}

TEST_CASE("malformed: request lines are refused and the connection is closed") {
  const std::string rest = "\r\nHost: x\r\n\r\n";
  check_all({
      {"no version", "GET /" + rest},
      {"nothing but a method", "GET" + rest},
      {"two spaces", "GET  / HTTP/1.1" + rest},
      {"two spaces before the version", "GET /  HTTP/1.1" + rest},
      {"tab", "GET\t/ HTTP/1.1" + rest},
      {"space at the end", "GET / HTTP/1.1 " + rest},
      {"more at the end", "GET / HTTP/1.1 x" + rest},
      {"space in the target", "GET /a b HTTP/1.1" + rest},
      {"fragment", "GET /a#b HTTP/1.1" + rest},
      {"quote in the target", "GET /\" HTTP/1.1" + rest},
      {"less-than in the target", "GET /<a> HTTP/1.1" + rest},
      {"backslash in the target", "GET /a\\b HTTP/1.1" + rest},
      {"not ASCII in the target", "GET /\xc3\xa4 HTTP/1.1" + rest},
      {"NUL in the target", "GET /\0 HTTP/1.1"s + rest},
      {"DEL in the target", "GET /\x7f HTTP/1.1" + rest},
      {"relative target", "GET a HTTP/1.1" + rest},
      {"empty target", "GET  HTTP/1.1" + rest},
      {"asterisk without OPTIONS", "GET * HTTP/1.1" + rest},
      {"authority", "CONNECT x:443 HTTP/1.1" + rest},
      {"other scheme", "GET ftp://x/ HTTP/1.1" + rest},
      {"user in the authority", "GET http://u:p@x/ HTTP/1.1" + rest},
      {"method with a parenthesis", "G(T / HTTP/1.1" + rest},
      {"empty method", " / HTTP/1.1" + rest},
      {"space first", " GET / HTTP/1.1" + rest},
      {"NUL first", "\0GET / HTTP/1.1"s + rest},
      {"two empty lines first", "\r\n\r\nGET / HTTP/1.1" + rest},
      {"LF first", "\nGET / HTTP/1.1" + rest},
      {"TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s},
      {"version in lower case", "GET / http/1.1" + rest},
      {"version without a point", "GET / HTTP/11" + rest},
      {"version of three digits", "GET / HTTP/1.10" + rest},
      {"other protocol", "GET / ICY/1.1" + rest},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"HTTP/2.0", "GET / HTTP/2.0" + rest, 505},
      {"HTTP/1.2", "GET / HTTP/1.2" + rest, 505},
      {"HTTP/0.9", "GET / HTTP/0.9" + rest, 505},
  });
}

TEST_CASE("malformed: chunked bodies are refused and the connection is closed") {
  check_all({
      {"prefix 0x", chunked("0x5\r\nhello\r\n0\r\n\r\n" + smuggled)},
      {"minus", chunked("-5\r\nhello\r\n0\r\n\r\n" + smuggled)},
      {"plus", chunked("+5\r\nhello\r\n0\r\n\r\n" + smuggled)},
      {"space before the size", chunked(" 5\r\nhello\r\n0\r\n\r\n" + smuggled)},
      {"space after the size", chunked("5 \r\nhello\r\n0\r\n\r\n" + smuggled)},
      {"tab after the size", chunked("5\t;a\r\nhello\r\n0\r\n\r\n" + smuggled)},
      {"no size", chunked("\r\nhello\r\n0\r\n\r\n" + smuggled)},
      {"no digit", chunked("g\r\nhello\r\n0\r\n\r\n" + smuggled)},
      {"size that overflows", chunked("10000000000000005\r\nhello\r\n0\r\n\r\n" + smuggled)},
      {"size without an end", chunked(std::string(2000, '0'))},
      {"bare LF after the size", chunked("5\nhello\r\n0\r\n\r\n" + smuggled)},
      {"bare LFs", chunked("5\nhello\n0\n\n" + smuggled)},
      {"bare CR after the size", chunked("5\rhello\r\n0\r\n\r\n" + smuggled)},
      {"data longer than its size", chunked("4\r\nhello\r\n0\r\n\r\n" + smuggled)},
      {"data shorter than its size", chunked("6\r\nhello\r\n0\r\n\r\n" + smuggled)},
      {"bare LF after the data", chunked("5\r\nhello\n0\r\n\r\n" + smuggled)},
      {"NUL for the end of data", chunked("5\r\nhello\0\0000\r\n\r\n"s)},
      {"extension without a semicolon", chunked("5 a\r\nhello\r\n0\r\n\r\n")},
      {"extension with LF in quotes", chunked("5;a=\"\n\"\r\nhello\r\n0\r\n\r\n")},
      {"extension without a name", chunked("5;\r\nhello\r\n0\r\n\r\n")},
      {"extension too long", chunked("5;a=" + std::string(2000, 'a') + "\r\nhello\r\n0\r\n\r\n")},
      {"extension without an end", chunked("5;a=" + std::string(2000, 'a'))},
      {"trailer without a colon", chunked("0\r\nTrailer\r\n\r\n" + smuggled)},
      {"trailer with space before the colon", chunked("0\r\nA : b\r\n\r\n" + smuggled)},
      {"trailer folded", chunked("0\r\nA: b\r\n c\r\n\r\n" + smuggled)},
      {"trailer with bare LF", chunked("0\r\nA: b\n\r\n\r\n" + smuggled)},
      {"trailer that ends with bare LF", chunked("0\r\n\n" + smuggled)},
      {"length in the trailer", chunked("0\r\nContent-Length: 5\r\n\r\n" + smuggled)},
      {"trailer too large", chunked("0\r\nA: " + std::string(17'000, 'a') + "\r\n\r\n"), 431},
      {"many trailers",
       chunked("0\r\n" +
               [] {
                 std::string fields;
                 for (int i = 0; i < 101; ++i) fields += "A: b\r\n";
                 return fields;
               }() +
               "\r\n"),
       431},
  });
}

TEST_CASE("malformed: many small extensions are refused at low cost") {
  std::string chunks;
  for (int i = 0; i < 40; ++i) chunks += "1;a=" + std::string(900, 'a') + "\r\nx\r\n";
  check_all({{"extensions", chunked(chunks + "0\r\n\r\n")}});
}

TEST_CASE("malformed: the response is labelled with the path if the request line was valid") {
  TestServer it;
  CHECK(it.connect().exchange("GET /a HTTP/1.1\r\n\r\n").body == "/a: there is no Host");
  CHECK(it.connect().exchange("GET /a HTTP/3.0\r\n\r\n").body.starts_with(": "));
}

TEST_CASE("malformed: a malformed request after a valid one does not inherit its path") {
  TestServer it;
  auto client = it.connect();
  client.send(get("/echo") + "nonsense\r\n\r\n");
  CHECK(client.read().status == 200);
  const auto refused = client.read();
  CHECK(refused.status == 400);
  CHECK(refused.body.starts_with(": "));
  CHECK(client.is_closed_by_server());
}
