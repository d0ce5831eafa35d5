// Bodies that are not JSON objects.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "described_operations.hpp"
#include "good_request.hpp"
#include "harness/checks.hpp"
#include "harness/credentials.hpp"

using namespace gatehouse::testing;

namespace {

std::string repeated(const std::string& text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

/// An unknown member with that many levels below the top.
std::string nested(std::size_t levels) {
  return R"({"unknown":)" + repeated("[", levels) + repeated("]", levels) + "}";
}

std::vector<std::string> malformed_texts() {
  std::vector<std::string> all{
      " ",
      "{",
      "}",
      "{}}",
      "{} {}",
      "{}x",
      "x{}",
      "{,}",
      "{\"a\"}",
      "{\"a\":}",
      "{\"a\":1",
      "{\"a\":1,,}",
      "{\"a\" 1}",
      "{\"a\":1 \"b\":2}",
      "{'a':1}",
      "{a:1}",
      "{\"a\":'b'}",
      "// comment\n{}",
      "/* comment */{}",
      "{}// comment",
      "\xEF\xBB\xBF\xEF\xBB\xBF{}",
      "{}\xEF\xBB\xBF",
      "{\"a\":NaN}",
      "{\"a\":Infinity}",
      "{\"a\":-Infinity}",
      "{\"a\":01}",
      "{\"a\":+1}",
      "{\"a\":.5}",
      "{\"a\":1.}",
      "{\"a\":1e}",
      "{\"a\":0x1}",
      "{\"a\":--1}",
      "{\"a\":tru}",
      "{\"a\":True}",
      "{\"a\":None}",
      "{\"a\":undefined}",
      // Strings.
      R"({"a":")",
      R"({"a":"\)",
      R"({"a":"\x41"})",
      R"({"a":"\u12"})",
      R"({"a":"\u12G4"})",
      R"({"a":"\ud800"})",
      R"({"a":"\udc00"})",
      R"({"a":"\ud800\u0041"})",
      R"({"a":"\ud800\ud800"})",
      "{\"a\":\"\n\"}",
      "{\"a\":\"\x01\"}",
      "{\"a\":\"\t\"}",
      std::string("{\"a\":\"\0\"}", 9),
      std::string("{}\0", 3),
      // Invalid UTF-8: stray, truncated, overlong, a surrogate, beyond the last code point.
      "{\"a\":\"\xFF\"}",
      "{\"a\":\"\x80\"}",
      "{\"a\":\"\xC3\"}",
      "{\"a\":\"\xC0\xAF\"}",
      "{\"a\":\"\xE0\x80\xAF\"}",
      "{\"a\":\"\xED\xA0\x80\"}",
      "{\"a\":\"\xF4\x90\x80\x80\"}",
      "{\"\xFF\":1}",
      // Duplicate names.
      R"({"a":1,"a":1})",
      R"({"a":1,"\u0061":2})",
      R"({"x":{"a":1,"a":1}})",
      R"({"":1,"":2})",
      // Other encodings.
      std::string("{\0}\0", 4),
      std::string("\0{\0}", 4),
  };
  all.push_back(std::string(65'536, '['));
  all.push_back(repeated("{\"a\":", 13'000));
  all.push_back("{\"a\":\"" + std::string(65'000, 'a'));
  all.push_back("{\"a\":" + std::string(65'000, '-'));
  all.push_back(nested(33));
  all.push_back(nested(1000));
  return all;
}

}  // namespace

TEST_CASE("malformed: invalid JSON is 400 with the position, and has no effect") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const DescribedOperation& operation : described_operations(tenant.client)) {
    if (operation.shape == Shape::form) continue;
    const GoodRequest good = good_request(tenant, operation);
    const std::string before = tenant.sight();
    ApiRequest request = good.request;
    for (const std::string& text : malformed_texts()) {
      INFO(operation.name() << " with " << text.substr(0, 60));
      request.body = text;
      const auto reply = tenant.client.send(request);
      check_error_at(request.target, reply, 400);
      CHECK(reply.faults().empty());
      CHECK(reply.http.body.find("octet") != std::string::npos);
      // The input may contain a secret and must not be repeated.
      CHECK(reply.http.body.size() < 400);
    }
    CHECK_MESSAGE(tenant.sight() == before, operation.name());
    good.check_accepted(good.send(tenant.client));
  }
}

TEST_CASE("malformed: JSON of the wrong type, object or array, is 400") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const DescribedOperation& operation : described_operations(tenant.client)) {
    if (operation.shape == Shape::form) continue;
    const GoodRequest good = good_request(tenant, operation);
    ApiRequest request = good.request;
    const bool is_object = operation.shape == Shape::object;
    for (const char* text :
         {"null", "true", "0", "1e9", "\"a\"", "[]", "[{}]", " [ ] ", "{}", "[null]", "[[]]",
          "{\"credentialAccessList\":{}}", "{\"apiProxies\":\"a\"}"}) {
      if (text[0] == '{' && is_object) continue;
      // An empty array has no effect.
      const bool is_empty_array = std::string(text) == "[]" || std::string(text) == " [ ] ";
      if (is_empty_array && !is_object) continue;
      INFO(operation.name() << " with " << text);
      request.body = text;
      check_error_at(request.target, tenant.client.send(request), 400);
    }
    good.check_accepted(good.send(tenant.client));
  }
}

TEST_CASE("malformed: the reported position is correct") {
  ApiClient client = shared_installation().connect();
  const auto place = [&](const std::string& body) {
    const auto reply = client.post("/api/v1/session", body);
    const std::string text(reply.body.at("description").as_string());
    const std::string before = "octet ";
    return std::stoul(text.substr(text.find(before) + before.size()));
  };
  CHECK(place("{\"email\":\"a\"} x") == 14);
  CHECK(place("{\"email\":?}") == 9);
  CHECK(place("{\"email\":\"a\"") == 12);
}

TEST_CASE("malformed: unusual but valid JSON is accepted") {
  Tenant tenant(shared_installation());
  for (const std::string& body :
       {std::string(" \r\n\t{ } \n"), std::string("{\"a\":[1,2,],}"), nested(31),
        std::string(R"({"a":"\ud83d\ude00\u0000\"\/"})"), std::string("{\"a\":1e-9999}"),
        std::string("{\"a\":-0.0e+0}"), "{\"a\":" + std::string(60'000, '9') + "}",
        std::string("{\"\xF0\x9F\x98\x80\":\"\xF4\x8F\xBF\xBF\"}")}) {
    CAPTURE(body.substr(0, 60));
    check_success(tenant.post("/consumers", body), 201);
  }
}
