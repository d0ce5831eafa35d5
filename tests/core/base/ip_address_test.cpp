#include <gatehouse/base/ip_address.hpp>

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse {
namespace {

std::string hex(std::string_view text) {
  const auto address = IpAddress::parse(text);
  return address ? to_hex(address->bytes()) : "refused";
}

bool holds(const std::string& range, const std::string& address) {
  return IpRange::parse(range).value().contains(IpAddress::parse(address).value());
}

TEST_CASE("ip addresses: an IPv4 address consists of four decimal numbers") {
  const std::string mapped = "00000000000000000000ffff";
  CHECK(hex("0.0.0.0") == mapped + "00000000");
  CHECK(hex("192.0.2.1") == mapped + "c0000201");
  CHECK(hex("255.255.255.255") == mapped + "ffffffff");
  CHECK(hex("100.10.1.0") == mapped + "640a0100");
  CHECK(IpAddress::parse("192.0.2.1")->is_v4());
}

TEST_CASE("ip addresses: the notations of RFC 4291 and RFC 5952 are parsed") {
  const std::pair<std::string, std::string> forms[] = {
      {"::", "00000000000000000000000000000000"},
      {"::1", "00000000000000000000000000000001"},
      {"1::", "00010000000000000000000000000000"},
      {"ABCD:EF01:2345:6789:ABCD:EF01:2345:6789", "abcdef0123456789abcdef0123456789"},
      {"2001:DB8:0:0:8:800:200C:417A", "20010db80000000000080800200c417a"},
      {"2001:DB8::8:800:200C:417A", "20010db80000000000080800200c417a"},
      {"FF01:0:0:0:0:0:0:101", "ff010000000000000000000000000101"},
      {"FF01::101", "ff010000000000000000000000000101"},
      {"0:0:0:0:0:0:13.1.68.3", "0000000000000000000000000d014403"},
      {"::13.1.68.3", "0000000000000000000000000d014403"},
      {"::FFFF:129.144.52.38", "00000000000000000000ffff81903426"},
      {"2001:db8:0:0:1:0:0:1", "20010db8000000000001000000000001"},
      {"2001:0db8::0001", "20010db8000000000000000000000001"},
      {"2001:db8::1:0:0:1", "20010db8000000000001000000000001"},
      {"2001:db8:0:1:1:1:1:1", "20010db8000000010001000100010001"},
      {"2001:db8::1:1:1:1:1", "20010db8000000010001000100010001"},
      {"1:2:3:4:5:6:7::", "00010002000300040005000600070000"},
      {"::2:3:4:5:6:7:8", "00000002000300040005000600070008"},
      {"64:ff9b::192.0.2.33", "0064ff9b0000000000000000c0000221"},
      {"1:2:3:4:5::1.2.3.4", "00010002000300040005000001020304"},
  };
  for (const auto& [text, bytes] : forms) {
    const auto& captured = text;
    CAPTURE(captured);
    CHECK(hex(text) == bytes);
  }
}

TEST_CASE("ip addresses: an IPv4-mapped address equals the IPv4 address it contains") {
  const auto v4 = IpAddress::parse("192.0.2.1");
  for (const std::string same :
       {"::ffff:192.0.2.1", "::FFFF:c000:201", "0:0:0:0:0:ffff:192.0.2.1", "0::0:FFFF:C000:0201"}) {
    CAPTURE(same);
    CHECK(IpAddress::parse(same) == v4);
    CHECK(IpAddress::parse(same)->is_v4());
  }
  for (const std::string other : {"::192.0.2.1", "::ffff:0:192.0.2.1", "64:ff9b::192.0.2.1",
                                  "::fffe:192.0.2.1", "1::ffff:192.0.2.1", "::1:ffff:192.0.2.1"}) {
    CAPTURE(other);
    CHECK(IpAddress::parse(other) != v4);
    CHECK_FALSE(IpAddress::parse(other)->is_v4());
  }
}

constexpr auto malformed = std::to_array<std::string_view>({
    "",
    " ",
    "1",
    "1.2",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.",
    ".1.2.3",
    "1..2.3",
    "1.2.3.256",
    "1.2.3.999",
    "1.2.3.1000",
    "01.2.3.4",
    "1.2.3.00",
    "001.2.3.4",
    "0x1.2.3.4",
    "1.2.3.-4",
    "1.2.3.+4",
    "+1.2.3.4",
    " 1.2.3.4",
    "1.2.3.4 ",
    "1.2.3.4\n",
    "1.2.3.4/32",
    "1.2.3.4:80",
    "1,2,3,4",
    "a.b.c.d",
    "3232235777",
    "localhost",
    ":",
    ":::",
    "::::",
    "1:",
    ":1",
    "1:2",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:",
    ":2:3:4:5:6:7:8",
    "1::2::3",
    "1:2:3:4:5:6:7:8::",
    "::1:2:3:4:5:6:7:8",
    "1::2:3:4:5:6:7:8",
    "1:2:3:4::5:6:7:8",
    "::12345",
    "::g",
    "::-1",
    "::+1",
    "::0x1",
    ":: 1",
    "::1 ",
    " ::1",
    "[::1]",
    "fe80::1%eth0",
    "::1%0",
    "::1/128",
    "::1.2.3",
    "::1.2.3.4.5",
    "::1.2.3.256",
    "::01.2.3.4",
    "1.2.3.4::",
    "1.2.3.4::1",
    "::1.2.3.4:5",
    "1:2:3:4:5:6:7:1.2.3.4",
    "1:2:3:4:5:1.2.3.4",
    "1:2:3:4:5:6::1.2.3.4",
    "::ffff:1.2.3.4:1.2.3.4",
    "1::2:",
    ":1::2",
    "1:::2",
    "::1:",
    "\xEF\xBC\x91.2.3.4",
    "12345::",
    "::ffff:1.2.3.4 ",
});

TEST_CASE("ip addresses: any other text is rejected") {
  for (const std::string_view bad : malformed) {
    CAPTURE(bad);
    CHECK(hex(bad) == "refused");
  }
  CHECK_FALSE(IpAddress::parse(std::string_view("1.2.3.4\0", 8)).has_value());
  CHECK_FALSE(IpAddress::parse(std::string(100'000, ':')).has_value());
  CHECK_FALSE(IpAddress::parse(std::string(100'000, '1')).has_value());
}

TEST_CASE("ip ranges: an address is a range of one address, and every range keeps its text") {
  for (const std::string text : {"192.0.2.1", "2001:DB8::0001", "::ffff:192.0.2.1", "10.0.0.0/8",
                                 "2001:db8::/32", "123.123.123", "::/0", "0.0.0.0/0", "10"}) {
    CAPTURE(text);
    CHECK(IpRange::parse(text).value().text() == text);
  }
  CHECK(holds("192.0.2.1", "192.0.2.1"));
  CHECK(holds("192.0.2.1", "::ffff:192.0.2.1"));
  CHECK(holds("::ffff:192.0.2.1", "192.0.2.1"));
  CHECK_FALSE(holds("192.0.2.1", "192.0.2.2"));
  CHECK_FALSE(holds("192.0.2.1", "::192.0.2.1"));
  CHECK(holds("2001:db8::1", "2001:DB8:0:0::1"));
}

TEST_CASE("ip ranges: a prefix length may be zero up to the number of bits of an address") {
  CHECK(holds("10.0.0.0/8", "10.255.255.255"));
  CHECK_FALSE(holds("10.0.0.0/8", "11.0.0.0"));
  CHECK_FALSE(holds("10.0.0.0/8", "9.255.255.255"));
  CHECK(holds("10.0.0.0/15", "10.1.255.255"));
  CHECK_FALSE(holds("10.0.0.0/15", "10.2.0.0"));
  CHECK(holds("192.0.2.128/25", "192.0.2.128"));
  CHECK_FALSE(holds("192.0.2.128/25", "192.0.2.127"));
  CHECK(holds("192.0.2.2/31", "192.0.2.3"));
  CHECK_FALSE(holds("192.0.2.2/31", "192.0.2.4"));
  CHECK(holds("192.0.2.2/32", "192.0.2.2"));
  CHECK_FALSE(holds("192.0.2.2/32", "192.0.2.3"));
  CHECK(holds("0.0.0.0/0", "255.255.255.255"));
  CHECK(holds("2001:db8::/32", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"));
  CHECK_FALSE(holds("2001:db8::/32", "2001:db9::"));
  CHECK(holds("2001:db8:8000::/33", "2001:db8:ffff::"));
  CHECK_FALSE(holds("2001:db8:8000::/33", "2001:db8:7fff::"));
  CHECK(holds("::2/127", "::3"));
  CHECK_FALSE(holds("::2/127", "::1"));
  CHECK_FALSE(holds("::2/128", "::3"));
}

TEST_CASE("ip ranges: an IPv6 range contains no IPv4 address, and an IPv4 range no IPv6 address") {
  CHECK(holds("::/0", "2001:db8::1"));
  CHECK(holds("::/0", "::1.2.3.4"));
  CHECK_FALSE(holds("::/0", "1.2.3.4"));
  CHECK_FALSE(holds("::/0", "::ffff:1.2.3.4"));
  CHECK_FALSE(holds("::/1", "1.2.3.4"));
  CHECK_FALSE(holds("::/80", "1.2.3.4"));
  CHECK_FALSE(holds("::fffe:0:0/95", "1.2.3.4"));
  CHECK(holds("::fffe:0:0/95", "::fffe:1.2.3.4"));
  CHECK_FALSE(holds("0.0.0.0/0", "::"));
  CHECK_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
  // Written as mapped addresses, it is an IPv4 range.
  CHECK(holds("::ffff:0:0/96", "1.2.3.4"));
  CHECK(holds("::ffff:10.0.0.0/104", "10.1.2.3"));
  CHECK_FALSE(holds("::ffff:10.0.0.0/104", "11.1.2.3"));
}

TEST_CASE("ip ranges: one to three numbers are a prefix of IPv4 addresses") {
  CHECK(holds("123.123.123", "123.123.123.0"));
  CHECK(holds("123.123.123", "123.123.123.255"));
  CHECK_FALSE(holds("123.123.123", "123.123.124.0"));
  CHECK(holds("10.1", "10.1.255.255"));
  CHECK_FALSE(holds("10.1", "10.10.0.0"));
  CHECK(holds("10", "10.1.2.3"));
  CHECK_FALSE(holds("10", "100.0.0.0"));
  CHECK_FALSE(holds("1", "10.0.0.0"));
  CHECK(holds("0", "0.1.2.3"));
  CHECK_FALSE(holds("10", "::10.0.0.0"));
}

TEST_CASE("ip ranges: any other text and a prefix with host bits set are rejected") {
  for (const std::string bad : {"",
                                "/",
                                "/8",
                                "10/8",
                                "10.0.0/24",
                                "10.0.0.0/",
                                "10.0.0.0/33",
                                "10.0.0.0/-1",
                                "10.0.0.0/+8",
                                "10.0.0.0/08",
                                "10.0.0.0/ 8",
                                "10.0.0.0/8 ",
                                "10.0.0.0/8/8",
                                "10.0.0.0/a",
                                "10.0.0.0/255.0.0.0",
                                "10.0.0.0/4294967304",
                                "10.0.0.1/8",
                                "10.0.0.1/31",
                                "128.0.0.0/0",
                                "::/129",
                                "::/",
                                "::/1000",
                                "::1/127",
                                "2001:db8::1/32",
                                "::ffff:10.0.0.1/104",
                                "::ffff:0:0/95",
                                "::ffff:1.2.3.4/32",
                                "10.",
                                "10.0.",
                                "10.0.0.",
                                ".10",
                                "10..0",
                                "256",
                                "10.256",
                                "010",
                                "10.00",
                                "10.*",
                                "10.0.0.*",
                                "10.0.0.0-10.0.0.9",
                                "10.0.0.x",
                                "a",
                                "*",
                                "2001:db8",
                                "2001:db8:",
                                "fe80::1%eth0/64",
                                "[::1]/128",
                                "10.0.0.0\\8",
                                " 10",
                                "10 "}) {
    CAPTURE(bad);
    CHECK_FALSE(IpRange::parse(bad).has_value());
  }
}

TEST_CASE(
    "ip ranges: an empty list allows every address, and a list does not allow unknown addresses") {
  const auto address = IpAddress::parse("10.1.2.3");
  const std::vector<IpRange> ranges{*IpRange::parse("192.0.2.1"), *IpRange::parse("10.1")};
  CHECK(allows({}, address));
  CHECK(allows({}, std::nullopt));
  CHECK(allows(ranges, address));
  CHECK_FALSE(allows(ranges, std::nullopt));
  CHECK_FALSE(allows(ranges, IpAddress::parse("10.2.0.0")));
  CHECK_FALSE(allows({*IpRange::parse("0.0.0.0/0"), *IpRange::parse("::/0")}, std::nullopt));
}

}  // namespace
}  // namespace gatehouse
