// The envelope, and the parameters that all resources support.
#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>
#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

std::string params_of(const ApiReply& reply) {
  return boost::json::serialize(reply.body.at("meta").at("params"));
}

/// With `indent` spaces per level, measured at the first member of the envelope.
bool is_indented_by(const std::string& text, std::size_t indent) {
  return text.starts_with("{\n" + std::string(indent, ' ') + "\"") &&
         text.find("\n" + std::string(indent * 2, ' ') + "\"params\"") != std::string::npos;
}

}  // namespace

TEST_CASE("envelope: meta.params contains every declared parameter with its parsed value") {
  Tenant tenant(shared_installation());
  CHECK(params_of(tenant.get("/me")) == R"({"indent":0})");
  CHECK(params_of(tenant.get("/me?indent=2")) == R"({"indent":2})");
  CHECK(params_of(tenant.get("/me?other=1")) == R"({"indent":0})");
  CHECK(params_of(tenant.get("/consumers")) == R"({"indent":0})");
  CHECK(params_of(tenant.get("/consumers?limit=7")) == R"({"indent":0,"limit":7})");
  CHECK(params_of(tenant.post("/register", registration_body(tenant.site.fresh_email()))) ==
        R"({"indent":0,"testing":false})");
  CHECK(params_of(
            tenant.post("/register?testing=True", registration_body(tenant.site.fresh_email()))) ==
        R"({"indent":0,"testing":true})");
  CHECK(params_of(tenant.remove("/session/logout?others=True&indent=2")) ==
        R"({"indent":2,"others":true})");
  CHECK(params_of(tenant.remove("/session/logout")) == R"({"indent":0,"others":false})");
}

TEST_CASE("envelope: indent is an integer from 0 to 16 for every resource") {
  Tenant tenant(shared_installation());
  const std::string compact = tenant.get("/me").http.body;
  CHECK(compact.find('\n') == std::string::npos);
  CHECK(compact.find(": ") == std::string::npos);
  for (std::size_t indent = 0; indent <= 16; ++indent) {
    CAPTURE(indent);
    const auto reply = check_success(tenant.get("/me?indent=" + std::to_string(indent)), 200);
    CHECK((indent == 0 ? reply.http.body == compact : is_indented_by(reply.http.body, indent)));
  }
  for (const char* wrong : {"17", "-1", "1.0", "0x2", "two", "", "+2", "%202", "2%20", "1e1",
                            "99999999999999999999", "2&indent=2", "%FF", "%zz", "%00"}) {
    CAPTURE(wrong);
    check_faults(tenant.get(std::string("/me?indent=") + wrong), {"indent"});
    check_faults(tenant.client.options(std::string("/api/v1/me?indent=") + wrong), {"indent"});
  }
  check_faults(tenant.get("/me?indent"), {"indent"});
}

TEST_CASE("envelope: an indented response ends with a newline, and no other has one") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string email = tenant.site.fresh_email();
  const auto ask = [&](const std::string& method, const std::string& target, const char* query) {
    return tenant.client.send(
        {.method = method, .target = target + query, .token = tenant.admin.token});
  };
  for (const std::string target :
       {"/api/v1/me", "/api/v1/admins", "/api/v1/gateways", "/api/v1", "/api/v1/ping",
        "/api/v1/projects/00000000000000000000000000000000", "/apiops/projects/admin/credentials/",
        "/apiops/projects/unknown/credentials/", "/.well-known/jwks.json",
        "/.well-known/openid-configuration"}) {
    for (const std::string method : {"GET", "OPTIONS"}) {
      CAPTURE(target);
      CAPTURE(method);
      const auto plain = ask(method, target, "");
      CHECK(plain.http.body.find('\n') == std::string::npos);
      for (const std::string indent : {"1", "16"}) {
        const auto indented = ask(method, target, ("?indent=" + indent).c_str());
        CHECK(indented.status == plain.status);
        REQUIRE(indented.body.is_object());
        CHECK(indented.http.body.ends_with("\n}\n"));
        if (method == "OPTIONS") continue;
        const auto head = ask("HEAD", target, ("?indent=" + indent).c_str());
        CHECK(head.status == indented.status);
        CHECK(head.http.header("Content-Length") == std::to_string(indented.http.body.size()));
      }
    }
  }
  const auto created = tenant.post("/developers?indent=2", user_body(email));
  CHECK(check_success(created, 201).http.body.ends_with("\n}\n"));
  const auto refused = tenant.post("/developers?indent=2", user_body(email));
  CHECK(check_error(refused, 409).http.body.ends_with("\n}\n"));
}

TEST_CASE("envelope: an error is indented as well") {
  ApiClient client = shared_installation().connect();
  const auto reply = check_error(client.get("/api/v1/me?indent=4"), 401);
  CHECK(reply.http.body.starts_with("{\n    \"title\""));
}

TEST_CASE("envelope: a boolean of the query has six spellings, and others are rejected") {
  Tenant tenant(shared_installation());
  for (const char* truth : {"True", "true", "TRUE", "T", "t", "1"}) {
    const auto reply = tenant.remove(std::string("/session/logout?others=") + truth);
    CHECK_MESSAGE(params_of(reply) == R"({"indent":0,"others":true})", truth);
  }
  for (const char* wrong : {"yes", "no", "2", "tRUE", "", "on", "-1", "01", "None", "%31%00"}) {
    CAPTURE(wrong);
    check_faults(tenant.remove(std::string("/session/logout?others=") + wrong), {"others"});
    const std::string email = tenant.site.fresh_email();
    check_faults(tenant.post(std::string("/register?testing=") + wrong, registration_body(email)),
                 {"testing"});
  }
  for (const char* falsehood : {"False", "false", "FALSE", "F", "f", "0"}) {
    const std::string token = tenant.log_in(tenant.admin);
    const auto reply =
        tenant.client.remove(std::string("/api/v1/session/logout?others=") + falsehood, token);
    CHECK_MESSAGE(params_of(reply) == R"({"indent":0,"others":false})", falsehood);
    check_error(tenant.client.get("/api/v1/me", token), 401);
  }
  check_success(tenant.get("/me"), 200);
}

TEST_CASE("envelope: all invalid parameters are reported at once") {
  Tenant tenant(shared_installation());
  check_faults(tenant.get("/consumers?indent=x&limit=0&after=zz&limit=3"), {"indent", "limit"});
  check_faults(tenant.remove("/session/logout?indent=x&others=x"), {"indent", "others"});
}
