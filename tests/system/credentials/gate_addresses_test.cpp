// The address of a gateway's client, as reported by the gateway.
#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"

using namespace gatehouse::testing;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// Creates u1, which may be used from these addresses.
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

  /// The address field of the gateway's record; "null" if it names none.
  void name_field(const std::string& json) {
    check_success(
        tenant.put("/gateways/" + gateway_id, R"({"name":"edge","addressField":)" + json + "}"),
        202);
  }

  std::string from(const Fields& fields) { return verdict({.headers = fields}); }
  std::string from(const std::string& address) { return from(Fields{{"X-Real-IP", address}}); }
};

const char* const refused = "address_not_allowed";

}  // namespace

TEST_CASE("gate addresses: exact addresses, ranges and prefixes of IPv4 addresses") {
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
    "gate addresses: an IPv4-mapped address is the IPv4 address, which no IPv6 range contains") {
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

TEST_CASE("gate addresses: an address may have a port, and IPv6 brackets") {
  Addresses estate({"10.0.0.1", "2001:db8::1"});
  for (const char* address :
       {"10.0.0.1:5678", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:443", "[2001:DB8:0::1]:1",
        "::ffff:10.0.0.1", "[::ffff:10.0.0.1]", "[::ffff:a00:1]:80"}) {
    CAPTURE(address);
    CHECK(estate.from(address) == "allowed");
    CHECK(estate.from(Fields{{"X-Forwarded-For", "192.0.2.1, " + std::string(address)}}) ==
          "allowed");
  }
  for (const char* address : {"10.0.0.2:5678", "[2001:db8::2]", "[2001:db8::2]:443"}) {
    CAPTURE(address);
    CHECK(estate.from(address) == refused);
  }
}

TEST_CASE("gate addresses: two conflicting fields are refused, with and without a list") {
  Addresses estate({"0.0.0.0/0", "::/0"});
  for (const bool has_list : {true, false}) {
    CAPTURE(has_list);
    if (!has_list) estate.allow({});
    const auto both = [&](const char* real_ip, const char* forwarded_for) {
      return estate.from({{"X-Real-IP", real_ip}, {"X-Forwarded-For", forwarded_for}});
    };
    CHECK(both("10.0.0.1", "10.0.0.2") == refused);
    CHECK(both("10.0.0.1", "10.0.0.1, 10.0.0.2") == refused);
    CHECK(both("10.0.0.1", "") == refused);
    CHECK(both("", "10.0.0.1") == refused);
    CHECK(both("", "") == refused);
    CHECK(both("x", "x") == refused);
    CHECK(both("10.0.0.1", "unknown") == refused);
    CHECK(estate.from({{"X-Forwarded-For", "10.0.0.1"},
                       {"X-Real-IP", "10.0.0.1"},
                       {"X-Forwarded-For", "10.0.0.2"}}) == refused);
    // The same address in another notation.
    CHECK(both("10.0.0.1", "10.0.0.2, 10.0.0.1") == "allowed");
    CHECK(both("10.0.0.1:80", "[::ffff:10.0.0.1]:443") == "allowed");
  }
}

TEST_CASE("gate addresses: only the field named in the gateway's record is used") {
  Addresses estate({"10.0.0.1"});
  const Fields client_wrote_real_ip{{"X-Real-IP", "10.0.0.1"}, {"X-Forwarded-For", "10.0.0.2"}};
  const Fields client_wrote_forwarded_for{{"X-Forwarded-For", "10.0.0.1"},
                                          {"X-Real-IP", "10.0.0.2"}};
  estate.name_field(R"("X-Forwarded-For")");
  CHECK(estate.from(client_wrote_real_ip) == refused);
  CHECK(estate.from(client_wrote_forwarded_for) == "allowed");
  CHECK(estate.from("10.0.0.1") == refused);
  CHECK(estate.from(
            {{"X-Real-IP", "x"}, {"X-Real-IP", ""}, {"X-Forwarded-For", "10.0.0.2, 10.0.0.1"}}) ==
        "allowed");
  CHECK(estate.from(Fields{{"X-Forwarded-For", "10.0.0.1, 10.0.0.2"}}) == refused);

  estate.name_field(R"("X-Real-IP")");
  CHECK(estate.from(client_wrote_real_ip) == "allowed");
  CHECK(estate.from(client_wrote_forwarded_for) == refused);
  CHECK(estate.from(Fields{{"X-Forwarded-For", "10.0.0.1"}}) == refused);
  CHECK(estate.from({{"X-Real-IP", "10.0.0.1"}, {"X-Forwarded-For", "x"}}) == "allowed");
  CHECK(estate.from({{"X-Real-IP", "10.0.0.1"}, {"X-Real-IP", "10.0.0.1"}}) == refused);
  CHECK(estate.from("10.0.0.1, 10.0.0.1") == refused);

  estate.name_field("null");
  CHECK(estate.from(client_wrote_real_ip) == refused);
  CHECK(estate.from("10.0.0.1") == "allowed");
}

TEST_CASE("gateways: the address field is one of two names, or null") {
  Estate estate(shared_installation());
  Tenant& tenant = estate.tenant;
  const auto body = [&](const std::string& field) {
    return R"({"name":")" + tenant.site.fresh_code() + R"(","addressField":)" + field + "}";
  };
  const auto made = tenant.post("/gateways", body(R"("X-Real-IP")"));
  const std::string one = "/gateways/" + made.text("id");
  CHECK(made.text("addressField") == "X-Real-IP");
  CHECK(tenant.get(one).text("addressField") == "X-Real-IP");
  CHECK(tenant.get(one).content().as_object().at("token").is_null());
  CHECK(tenant.put(one, body(R"("X-Forwarded-For")")).text("addressField") == "X-Forwarded-For");
  // A full replacement: an omitted field is cleared.
  CHECK(tenant.put(one, name_body(tenant.site.fresh_code()))
            .content()
            .as_object()
            .at("addressField")
            .is_null());
  CHECK(tenant.post("/gateways", body("null")).http.status == 201);
  for (const char* bad : {R"("")", R"("Forwarded")", R"("x-real-ip")", "1", "true", "[]", "{}"}) {
    CAPTURE(bad);
    CHECK(tenant.post("/gateways", body(bad)).http.status == 400);
    CHECK(tenant.put(one, body(bad)).http.status == 400);
  }
}

TEST_CASE("gate addresses: without X-Real-IP the last one of X-Forwarded-For is used") {
  Addresses estate({"10.0.0.1"});
  CHECK(estate.from(Fields{{"X-Forwarded-For", "10.0.0.1"}}) == "allowed");
  CHECK(estate.from(Fields{{"X-Forwarded-For", "10.0.0.2, 10.0.0.1"}}) == "allowed");
  CHECK(estate.from(Fields{{"X-Forwarded-For", "unknown,10.0.0.1"}}) == "allowed");
  CHECK(estate.from(Fields{{"X-Forwarded-For", "10.0.0.1, 10.0.0.2"}}) == refused);
  CHECK(estate.from({{"X-Forwarded-For", "10.0.0.1"}, {"X-Forwarded-For", "10.0.0.2"}}) == refused);
  CHECK(estate.from({{"X-Forwarded-For", "10.0.0.2"}, {"x-forwarded-for", "10.0.0.1"}}) ==
        "allowed");
}

TEST_CASE("gate addresses: a malformed address is refused, with and without a list") {
  Addresses estate({"0.0.0.0/0", "::/0"});
  for (const bool has_list : {true, false}) {
    CAPTURE(has_list);
    if (!has_list) estate.allow({});
    for (const char* address : {"",           "x",          "10.0.0",         "10.0.0.256",
                                "10.0.0.01",  "10.0.0.1:",  "10.0.0.1:65536", "10.0.0.1:x",
                                "[10.0.0.1]", "[::1",       "[::1]80",        "[::1]:",
                                "::1%eth0",   "[::1%eth0]", "10.0.0.1/32",    "10.0.0.1, 10.0.0.1",
                                "0x0a.0.0.1", "167772161",  "1:2:3:4:5:6:7",  "1:2:3:4:5:6:7:8:9",
                                ":::",        "1::2::3",    "::ffff:10.0.0"}) {
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

TEST_CASE("gate addresses: an unknown address is refused only if there is a list") {
  Addresses estate({"127.0.0.0/8"});
  CHECK(estate.from(Fields{}) == refused);
  // Other fields with addresses are ignored.
  CHECK(estate.from({{"Forwarded", "for=127.0.0.1"}, {"X-Client-IP", "127.0.0.1"}}) == refused);
  estate.allow({});
  CHECK(estate.from(Fields{}) == "allowed");
}
