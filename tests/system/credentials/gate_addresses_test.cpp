// Where a gateway's client is, as the gateway says.
#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>
#include <string>
#include <vector>

#include "harness/credentials.hpp"

using namespace gatehouse::testing;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// u1, which may be used from these addresses.
struct Addresses : Estate {
  explicit Addresses(std::vector<std::string> ranges) : Estate(shared_installation()) {
    add_credential("u1");
    allow(std::move(ranges));
  }

  void allow(const std::vector<std::string>& ranges) {
    check_done(send("PUT", "credentials",
                    boost::json::serialize(boost::json::object{
                        {"username", "u1"},
                        {"email", "a@b.c"},
                        {"ipList", boost::json::array(ranges.begin(), ranges.end())}})));
  }

  std::string from(const Fields& fields) { return verdict({.headers = fields}); }
  std::string from(const std::string& address) { return from(Fields{{"X-Real-IP", address}}); }
};

const char* const refused = "address_not_allowed";

}  // namespace

TEST_CASE("gate addresses: exact ones, ranges and beginnings of IPv4 addresses") {
  Addresses estate({"90.0.182.75", "123.123.123", "172.26.0.0/16", "10", "2001:db8::/32", "::1"});
  for (const char* address :
       {"90.0.182.75", "123.123.123.0", "123.123.123.255", "172.26.100.23", "10.255.0.1",
        "2001:db8::", "2001:DB8:ffff::1", "::1", "0:0:0:0:0:0:0:1", " 90.0.182.75 "}) {
    CAPTURE(address);
    CHECK(estate.from(address) == "allowed");
  }
  for (const char* address :
       {"90.0.182.76", "123.123.124.0", "172.27.0.0", "11.0.0.0", "2001:db9::", "::2", "0.0.0.1"}) {
    CAPTURE(address);
    CHECK(estate.from(address) == refused);
  }
}

TEST_CASE(
    "gate addresses: an IPv4 address is the same mapped into IPv6, and no IPv6 range has it") {
  Addresses estate({"10.0.0.1"});
  CHECK(estate.from("::ffff:10.0.0.1") == "allowed");
  CHECK(estate.from("::FFFF:a00:1") == "allowed");
  CHECK(estate.from("::10.0.0.1") == refused);
  estate.allow({"::/0"});
  CHECK(estate.from("::1") == "allowed");
  CHECK(estate.from("10.0.0.1") == refused);
  CHECK(estate.from("::ffff:10.0.0.1") == refused);
  estate.allow({"0.0.0.0/0"});
  CHECK(estate.from("10.0.0.1") == "allowed");
  CHECK(estate.from("::1") == refused);
}

TEST_CASE("gate addresses: X-Real-IP wins, and without it the last of X-Forwarded-For counts") {
  Addresses estate({"10.0.0.1"});
  CHECK(estate.from({{"X-Real-IP", "10.0.0.1"}, {"X-Forwarded-For", "10.0.0.2"}}) == "allowed");
  CHECK(estate.from({{"X-Real-IP", "10.0.0.2"}, {"X-Forwarded-For", "10.0.0.1"}}) == refused);
  CHECK(estate.from(Fields{{"X-Forwarded-For", "10.0.0.1"}}) == "allowed");
  CHECK(estate.from(Fields{{"X-Forwarded-For", "10.0.0.2, 10.0.0.1"}}) == "allowed");
  CHECK(estate.from(Fields{{"X-Forwarded-For", "unknown,10.0.0.1"}}) == "allowed");
  CHECK(estate.from(Fields{{"X-Forwarded-For", "10.0.0.1, 10.0.0.2"}}) == refused);
  CHECK(estate.from({{"X-Forwarded-For", "10.0.0.1"}, {"X-Forwarded-For", "10.0.0.2"}}) == refused);
  CHECK(estate.from({{"X-Forwarded-For", "10.0.0.2"}, {"x-forwarded-for", "10.0.0.1"}}) ==
        "allowed");
}

TEST_CASE("gate addresses: what is malformed is refused, with and without a list of addresses") {
  Addresses estate({"0.0.0.0/0", "::/0"});
  for (const bool has_list : {true, false}) {
    CAPTURE(has_list);
    if (!has_list) estate.allow({});
    for (const char* address :
         {"", "x", "10.0.0", "10.0.0.256", "10.0.0.01", "10.0.0.1:80", "[::1]", "::1%eth0",
          "10.0.0.1/32", "10.0.0.1, 10.0.0.1", "0x0a.0.0.1", "167772161", "1:2:3:4:5:6:7",
          "1:2:3:4:5:6:7:8:9", ":::", "1::2::3", "::ffff:10.0.0"}) {
      CAPTURE(address);
      CHECK(estate.from(address) == refused);
    }
    for (const char* addresses : {"", "10.0.0.1,", "10.0.0.1, x", "10.0.0.1 10.0.0.1"}) {
      CAPTURE(addresses);
      CHECK(estate.from(Fields{{"X-Forwarded-For", addresses}}) == refused);
    }
    CHECK(estate.from({{"X-Real-IP", "10.0.0.1"}, {"X-Real-IP", "10.0.0.1"}}) == refused);
    CHECK(estate.from({{"X-Real-IP", "10.0.0.1"}, {"x-real-ip", "10.0.0.2"}}) == refused);
    CHECK(estate.from("10.0.0.1") == "allowed");
  }
}

TEST_CASE(
    "gate addresses: one that nobody tells is refused where there is a list, and only there") {
  Addresses estate({"127.0.0.0/8"});
  CHECK(estate.from(Fields{}) == refused);
  // Whatever else looks like an address means nothing.
  CHECK(estate.from({{"Forwarded", "for=127.0.0.1"}, {"X-Client-IP", "127.0.0.1"}}) == refused);
  estate.allow({});
  CHECK(estate.from(Fields{}) == "allowed");
}
