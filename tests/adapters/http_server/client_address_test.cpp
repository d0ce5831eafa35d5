// The client address of requests that pass trusted proxies.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/http_server/node.hpp>

#include "client_address.hpp"
#include "server_fixture.hpp"

using namespace gatehouse;
using namespace gatehouse::http;
using namespace gatehouse::http::testing;
using server::client_behind_proxies;
using server::format;

namespace {

const std::vector<IpRange> trusted{*IpRange::parse("10.0.0.0/8"),
                                   *IpRange::parse("2001:db8:1::/48"),
                                   *IpRange::parse("127.0.0.1")};

std::string text_of(const std::optional<IpAddress>& address) {
  return address ? format(*address) : "unknown";
}

using Fields = std::vector<HeaderView>;

std::string client(const Fields& fields) { return text_of(client_behind_proxies(trusted, fields)); }

std::string client_by(std::string_view forwarded_for) {
  return client({{"X-Forwarded-For", forwarded_for}});
}

std::string client_by_forwarded(std::string_view forwarded) {
  return client({{"Forwarded", forwarded}});
}

class Remotes final : public Observer {
 public:
  void on_answer(const Exchange& exchange) noexcept override {
    const std::lock_guard lock(mutex_);
    seen_.emplace_back(exchange.remote);
  }
  std::vector<std::string> seen() {
    const std::lock_guard lock(mutex_);
    return seen_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> seen_;
};

std::vector<std::string> remotes_of(std::vector<IpRange> proxies, const std::string& requests,
                                    std::size_t count) {
  TestHandler handler;
  Remotes remotes;
  ServerOptions options = test_options();
  options.trusted_proxies = std::move(proxies);
  Server server(options);
  server.start(Mux(handler), {&remotes});
  HttpClient client(server.port());
  client.send(requests);
  for (std::size_t i = 0; i < count; ++i) (void)client.read();
  return remotes.seen();
}

}  // namespace

TEST_CASE("client address: an address may have a port, and IPv6 brackets") {
  const std::vector<std::pair<std::string_view, std::string_view>> good{
      {"192.0.2.1", "192.0.2.1"},
      {"192.0.2.1:5678", "192.0.2.1"},
      {"192.0.2.1:0", "192.0.2.1"},
      {"192.0.2.1:65535", "192.0.2.1"},
      {"2001:db8::1", "2001:db8::1"},
      {"2001:DB8:0:0::1", "2001:db8::1"},
      {"[2001:db8::1]", "2001:db8::1"},
      {"[2001:db8::1]:443", "2001:db8::1"},
      {"::ffff:192.0.2.1", "192.0.2.1"},
      {"[::ffff:192.0.2.1]:80", "192.0.2.1"},
      {"[::ffff:c000:201]", "192.0.2.1"},
      // The last group is not a port.
      {"2001:db8::1:5678", "2001:db8::1:5678"}};
  for (const auto& [text, address] : good) {
    const auto& captured = text;
    CAPTURE(captured);
    CHECK(text_of(parse_node(text)) == address);
  }
  for (const std::string_view text : {"",
                                      " ",
                                      "unknown",
                                      "_hidden",
                                      "192.0.2",
                                      "192.0.2.1:",
                                      "192.0.2.1:65536",
                                      "192.0.2.1:-1",
                                      "192.0.2.1:+80",
                                      "192.0.2.1:000080",
                                      "192.0.2.1:8a",
                                      "192.0.2.1 :80",
                                      " 192.0.2.1",
                                      "[192.0.2.1]",
                                      "[192.0.2.1]:80",
                                      "192.0.2.256",
                                      "192.0.2.1/32",
                                      "[2001:db8::1",
                                      "[",
                                      "[]",
                                      "[]:80",
                                      "2001:db8::1]",
                                      "[2001:db8::1]80",
                                      "[2001:db8::1]:",
                                      "[2001:db8::1]:x",
                                      "[2001:db8::1]:80:80",
                                      "[[2001:db8::1]]",
                                      "fe80::1%eth0",
                                      "[fe80::1%25eth0]",
                                      ":",
                                      ":80",
                                      "a:80",
                                      "2001:db8::g",
                                      "1.2.3.4.5",
                                      "0x7f.0.0.1",
                                      "127.1:80",
                                      "\"192.0.2.1\""}) {
    CAPTURE(text);
    CHECK(text_of(parse_node(text)) == "unknown");
  }
}

TEST_CASE("client address: it is the rightmost untrusted address in X-Forwarded-For") {
  CHECK(client_by("192.0.2.1") == "192.0.2.1");
  CHECK(client_by("203.0.113.9, 192.0.2.1") == "192.0.2.1");
  CHECK(client_by("203.0.113.9,192.0.2.1, 10.1.2.3,2001:db8:1::7") == "192.0.2.1");
  CHECK(client_by("203.0.113.9, [2001:db8:2::1]:4711\t, 10.1.2.3:80") == "2001:db8:2::1");
  CHECK(client_by("::ffff:192.0.2.1, ::ffff:10.1.2.3") == "192.0.2.1");
  // Addresses forged by a client are further to the left.
  CHECK(client_by("nonsense, \"quoted, 192.0.2.1") == "192.0.2.1");
  CHECK(client({{"X-Forwarded-For", "203.0.113.9"}, {"x-forwarded-for", "192.0.2.1"}}) ==
        "192.0.2.1");
  CHECK(client({{"X-Forwarded-For", "203.0.113.9, 192.0.2.1"},
                {"Accept", "*/*"},
                {"X-FORWARDED-FOR", "10.1.2.3"}}) == "192.0.2.1");
}

TEST_CASE("client address: if all addresses are trusted, it is the leftmost one") {
  CHECK(client_by("10.0.0.1, 10.0.0.2") == "10.0.0.1");
  CHECK(client({{"X-Forwarded-For", "10.0.0.1"}, {"X-Forwarded-For", "10.0.0.2"}}) == "10.0.0.1");
}

TEST_CASE("client address: it is unknown if a trusted proxy sends no address") {
  CHECK(client({}) == "unknown");
  CHECK(client({{"X-Real-IP", "192.0.2.1"}}) == "unknown");
  for (const std::string_view value :
       {"", ",", "192.0.2.1,", "192.0.2.1, ", "192.0.2.1, unknown", "192.0.2.1, x, 10.0.0.1",
        "192.0.2.1, , 10.0.0.1", "192.0.2.1 10.0.0.1", "192.0.2.1; 10.0.0.1"}) {
    CAPTURE(value);
    CHECK(client_by(value) == "unknown");
  }
  CHECK(client({{"X-Forwarded-For", "192.0.2.1"}, {"X-Forwarded-For", ""}}) == "unknown");
}

TEST_CASE("client address: Forwarded is parsed according to RFC 7239") {
  CHECK(client_by_forwarded("for=192.0.2.1") == "192.0.2.1");
  CHECK(client_by_forwarded("For=\"192.0.2.1:4711\"") == "192.0.2.1");
  CHECK(client_by_forwarded("for=\"[2001:db8:cafe::17]:4711\"") == "2001:db8:cafe::17");
  CHECK(client_by_forwarded("proto=http;for=192.0.2.1;by=10.0.0.1; host=\"a,b;c\\\"d\"") ==
        "192.0.2.1");
  CHECK(client_by_forwarded("for=203.0.113.9, for=192.0.2.1 ;proto=https,for=10.1.2.3") ==
        "192.0.2.1");
  CHECK(client({{"Forwarded", "for=203.0.113.9"}, {"forwarded", "for=192.0.2.1"}}) == "192.0.2.1");
  // A field forged by a client is further to the left.
  CHECK(client({{"Forwarded", "for=\"swallow"}, {"Forwarded", "for=192.0.2.1"}}) == "192.0.2.1");
}

TEST_CASE("client address: a malformed Forwarded field is ignored") {
  for (const std::string_view value :
       {"", "for", "for=", "=192.0.2.1", "for=192.0.2.1,", "for=192.0.2.1;", ",for=192.0.2.1",
        "for=192.0.2.1;;proto=http", "for = 192.0.2.1", "for=192.0.2.1;for=192.0.2.2",
        "for=[2001:db8::1]", "for=2001:db8::1", "for=\"192.0.2.1", "for=\"192.0.2.1\"x",
        "for=\"192.0.2.1\\", "for=unknown", "for=_hidden", "by=192.0.2.1", "192.0.2.1",
        // A quotation mark of the client must not hide the part that the proxy appends.
        "for=203.0.113.9;x=\", for=192.0.2.1", "for=203.0.113.9;x=\", for=\"192.0.2.1:80\"",
        "for=192.0.2.1, for=unknown, for=10.0.0.1"}) {
    CAPTURE(value);
    CHECK(client_by_forwarded(value) == "unknown");
  }
}

TEST_CASE("client address: it is unknown if two fields yield different addresses") {
  CHECK(client({{"X-Forwarded-For", "192.0.2.1"}, {"Forwarded", "for=192.0.2.1"}}) == "192.0.2.1");
  CHECK(client({{"X-Forwarded-For", "192.0.2.1"}, {"Forwarded", "for=192.0.2.2"}}) == "unknown");
  CHECK(client({{"X-Forwarded-For", "192.0.2.1"}, {"Forwarded", ""}}) == "unknown");
  CHECK(client({{"X-Forwarded-For", ""}, {"Forwarded", "for=192.0.2.1"}}) == "unknown");
}

TEST_CASE("client address: parsing a long field takes linear time") {
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "10.0.0.1,";
  CHECK(client_by(many + "10.0.0.1") == "10.0.0.1");
  CHECK(client_by_forwarded("for=192.0.2.1;x=\"" + std::string(60'000, '\\') + "\"") ==
        "192.0.2.1");
}

TEST_CASE(
    "trusted proxies: observers get the client address of a request, and the peer if malformed") {
  const std::string requests = get("/", "X-Forwarded-For: 192.0.2.1\r\n") + get("/") +
                               get("/early", "Forwarded: for=\"[2001:db8::1]:1\"\r\n") +
                               post("/echo", "body", "X-Forwarded-For: 192.0.2.2:99\r\n") +
                               get("/", "X-Forwarded-For: nonsense\r\n") + "nonsense\r\n\r\n";
  CHECK(remotes_of({*IpRange::parse("127.0.0.0/8")}, requests, 6) ==
        std::vector<std::string>{"192.0.2.1", "127.0.0.1", "2001:db8::1", "192.0.2.2", "127.0.0.1",
                                 "127.0.0.1"});
}

TEST_CASE("trusted proxies: forwarding fields of other peers are ignored") {
  const std::string request =
      get("/", "X-Forwarded-For: 192.0.2.1\r\nForwarded: for=192.0.2.1\r\n");
  CHECK(remotes_of({}, request, 1) == std::vector<std::string>{"127.0.0.1"});
  CHECK(remotes_of({*IpRange::parse("127.0.0.2")}, request, 1) ==
        std::vector<std::string>{"127.0.0.1"});
}
