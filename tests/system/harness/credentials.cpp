#include "credentials.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/beast/core/detail/base64.hpp>
#include <boost/json/serialize.hpp>
#include <cctype>
#include <cstdint>
#include <map>
#include <stdexcept>

#include "checks.hpp"
#include "tokens.hpp"

namespace gatehouse::testing {
namespace {

namespace json = boost::json;

ApiReply expect(unsigned status, ApiReply reply) {
  if (reply.status == status) return reply;
  throw std::runtime_error("not " + std::to_string(status) + " but " +
                           std::to_string(reply.status) + ": " + reply.http.body);
}

std::string_view error_of(unsigned status) {
  static const std::map<unsigned, std::string_view> errors{
      {400, "bad_request"},
      {401, "unauthorized_client"},
      {404, "not_found"},
      {405, "method_not_allowed"},
      {411, "length_required"},
      {413, "content_too_large"},
      {414, "uri_too_long"},
      {415, "unsupported_media_type"},
      {431, "request_header_fields_too_large"},
      {503, "temporarily_unavailable"},
  };
  return errors.at(status);
}

/// For requests without further expectations.
std::string_view oauth_error_of(unsigned status) {
  if (status == 401) return "invalid_client";
  return status == 503 ? "temporarily_unavailable" : "invalid_request";
}

void check_common(const ApiReply& reply, unsigned status) {
  CHECK(reply.status == status);
  CHECK(reply.http.header("Content-Type") == "application/json");
  CHECK(reply.http.header("Cache-Control") == "no-store");
  REQUIRE(reply.body.is_object());
}

bool is_success(const json::value& body) {
  return body.at("status") == "SUCCESS" && body.at("success") == true;
}

/// Checks the result of a write in an account without environments.
void check_deployed(const json::value& result) {
  REQUIRE(names(result) == std::set<std::string>{"success", "message", "responseTime",
                                                 "environmentResults", "detailList"});
  CHECK(result.at("success") == true);
  CHECK(!result.at("message").as_string().empty());
  CHECK(result.at("responseTime").to_number<std::int64_t>() >= 0);
  CHECK(result.at("environmentResults").as_array().empty());
  CHECK(result.at("detailList").as_array().empty());
}

}  // namespace

std::string segment(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (std::isalnum(octet) != 0) {
      encoded += c;
    } else {
      encoded += {'%', digits[octet >> 4U], digits[octet & 0x0FU]};
    }
  }
  return encoded;
}

std::string basic(std::string_view username, std::string_view password) {
  namespace base64 = boost::beast::detail::base64;
  const std::string shown = std::string(username) + ":" + std::string(password);
  std::string encoded(base64::encoded_size(shown.size()), '\0');
  encoded.resize(base64::encode(encoded.data(), shown.data(), shown.size()));
  return "Basic " + encoded;
}

std::string credential_body(const std::string& username, const std::string& password) {
  return json::serialize(json::object{
      {"username", username}, {"password", password}, {"email", "somebody@example.org"}});
}
std::string password_body(const std::string& password) {
  return json::serialize(json::object{{"password", password}});
}
std::string access_body(const std::string& name, const std::string& type) {
  return json::serialize(json::array{json::object{{"name", name}, {"type", type}}});
}
std::string names_body(const std::string& name) {
  json::array names;
  names.emplace_back(name);
  return json::serialize(names);
}

const ApiReply& check_done(const ApiReply& reply) {
  INFO("answer: " << reply.status << " " << reply.http.body);
  check_common(reply, 200);
  REQUIRE(names(reply.body) == std::set<std::string>{"status", "success", "deploymentResult"});
  CHECK(is_success(reply.body));
  check_deployed(reply.body.at("deploymentResult"));
  return reply;
}

json::array check_listed(const ApiReply& reply) {
  INFO("answer: " << reply.status << " " << reply.http.body);
  check_common(reply, 200);
  std::set<std::string> members = names(reply.body);
  members.erase("next");
  // Lists contain the number of all items, and a single credential does not.
  const bool is_counted = members.erase("totalCount") > 0;
  REQUIRE(members == std::set<std::string>{"status", "success", "resultList", "resultCount"});
  CHECK(is_success(reply.body));
  json::array items = reply.body.at("resultList").as_array();
  CHECK(reply.body.at("resultCount").to_number<std::size_t>() == items.size());
  if (is_counted) {
    CHECK(reply.body.at("totalCount").to_number<std::size_t>() >= items.size());
  }
  return items;
}

const ApiReply& check_refused(const ApiReply& reply, unsigned status, std::string_view error) {
  INFO("answer: " << reply.status << " " << reply.http.body);
  check_common(reply, status);
  REQUIRE(names(reply.body) ==
          std::set<std::string>{"status", "error", "error_description", "resultMessage"});
  CHECK(reply.body.at("status") == "FAILURE");
  CHECK(reply.body.at("error").as_string() == error);
  CHECK(!reply.body.at("error_description").as_string().empty());
  CHECK(reply.body.at("resultMessage") == reply.body.at("error_description"));
  CHECK(reply.http.count("WWW-Authenticate") == (status == 401 ? 1 : 0));
  CHECK(reply.http.count("Allow") == (status == 405 ? 1 : 0));
  CHECK(reply.http.count("Retry-After") == (status == 503 ? 1 : 0));
  return reply;
}

const ApiReply& check_refused(const ApiReply& reply, unsigned status) {
  return check_refused(reply, status, error_of(status));
}

const ApiReply& check_error_at(std::string_view path, const ApiReply& reply, unsigned status) {
  if (path.starts_with("/apiops/")) return check_refused(reply, status);
  if (path.starts_with("/oauth2/") || path.starts_with("/.well-known/")) {
    return check_oauth_refused(reply, status, oauth_error_of(status));
  }
  return check_error(reply, status);
}

Estate::Estate(Installation& site, std::string name) : tenant(site), project(std::move(name)) {
  project_id = expect(201, tenant.post("/projects", name_body(project))).text("id");
  add_proxy("Calculator");
  gateway = add_gateway();
}

std::string Estate::at(const std::string& project_name, const std::string& path) {
  return "/apiops/projects/" + segment(project_name) + "/" + path;
}

ApiReply Estate::get(const std::string& path) { return send("GET", path); }

ApiReply Estate::send(const std::string& method, const std::string& path,
                      std::optional<std::string> body) {
  return send_as(tenant.admin.token, method, path, std::move(body));
}

ApiReply Estate::send_as(const std::string& token, const std::string& method,
                         const std::string& path, std::optional<std::string> body) {
  return tenant.client.send(
      {.method = method, .target = at(path), .token = token, .body = std::move(body)});
}

ApiReply Estate::send_to(const std::string& project_name, const std::string& method,
                         const std::string& path, std::optional<std::string> body) {
  return tenant.client.send({.method = method,
                             .target = at(project_name, path),
                             .token = tenant.admin.token,
                             .body = std::move(body)});
}

void Estate::add_proxy(const std::string& name) {
  expect(200, send("POST", "apiProxies/", name_body(name)));
}

void Estate::add_credential(const std::string& username, const std::string& proxy) {
  expect(200, send("POST", "credentials/", credential_body(username)));
  expect(200, send("PUT", "credentials/" + segment(username) + "/access/", access_body(proxy)));
}

std::string Estate::add_gateway() {
  const auto reply =
      expect(201, tenant.post("/gateways", name_body("gateway " + tenant.site.fresh_code())));
  gateway_id = reply.text("id");
  return reply.text("token");
}

void Estate::permit(const Person& developer, const std::string& id) {
  expect(202, tenant.put("/projects/" + id + "/members/" + developer.id,
                         R"({"permissions":["MANAGE_API_SECURITY"]})"));
}

ApiReply Estate::ask(const Inquiry& inquiry) {
  ApiRequest request{.method = inquiry.method,
                     .target = "/gate/" + segment(project) + "/" + segment(inquiry.proxy),
                     .token = basic(inquiry.username, inquiry.password),
                     .headers = inquiry.headers};
  request.headers.emplace_back("X-Gatehouse-Gateway", gateway);
  return tenant.client.send(request);
}

std::string Estate::verdict(const Inquiry& inquiry) {
  const auto reply = ask(inquiry);
  if (reply.status == 200) return "allowed";
  return reply.http.header("X-Gatehouse-Reason");
}

}  // namespace gatehouse::testing
