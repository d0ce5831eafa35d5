#include "tokens.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>
#include <stdexcept>

#include <gatehouse/base/bytes.hpp>

#include "checks.hpp"
#include "credentials.hpp"

namespace gatehouse::testing {
namespace {

namespace json = boost::json;

std::string described(const ApiReply& reply) {
  return std::to_string(reply.status) + " " + reply.http.body;
}

/// RFC 6749, section 5.2: %x20-21 / %x23-5B / %x5D-7E.
bool is_describable(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

}  // namespace

std::string write_form(const Form& form) {
  std::string text;
  for (const auto& [name, value] : form) {
    if (!text.empty()) text += '&';
    text += segment(name) + "=" + segment(value);
  }
  return text;
}

ApiRequest form_request(const std::string& target, std::string form,
                        const std::string& authorization) {
  return {.method = "POST",
          .target = target,
          .token = authorization,
          .body = std::move(form),
          .headers = {{"Content-Type", "application/x-www-form-urlencoded"}}};
}

ApiRequest exchange_request(const std::string& token) {
  return form_request("/oauth2/token",
                      write_form({{"grant_type", "refresh_token"}, {"refresh_token", token}}));
}

TokenPair check_exchanged(const ApiReply& reply) {
  INFO("answer: " << described(reply));
  CHECK(reply.status == 200);
  CHECK(reply.http.header("Content-Type") == "application/json");
  CHECK(reply.http.header("Cache-Control") == "no-store");
  CHECK(reply.http.header("Pragma") == "no-cache");
  REQUIRE(reply.body.is_object());
  REQUIRE(names(reply.body) ==
          std::set<std::string>{"access_token", "token_type", "expires_in", "refresh_token"});
  CHECK(reply.body.at("token_type") == "Bearer");
  CHECK(reply.body.at("expires_in").is_int64());
  return {std::string(reply.body.at("access_token").as_string()),
          std::string(reply.body.at("refresh_token").as_string())};
}

const ApiReply& check_oauth_refused(const ApiReply& reply, unsigned status,
                                    std::string_view error) {
  INFO("answer: " << described(reply));
  CHECK(reply.status == status);
  CHECK(reply.http.header("Content-Type") == "application/json");
  CHECK(reply.http.header("Cache-Control") == "no-store");
  REQUIRE(reply.body.is_object());
  REQUIRE(names(reply.body) == std::set<std::string>{"error", "error_description"});
  CHECK(reply.body.at("error").as_string() == error);
  const auto& description = reply.body.at("error_description").as_string();
  CHECK(!description.empty());
  CHECK(is_describable(description));
  // A client may authenticate in two ways.
  CHECK(reply.http.count("WWW-Authenticate") == (status == 401 ? 2 : 0));
  CHECK(reply.http.count("Allow") == (status == 405 ? 1 : 0));
  CHECK(reply.http.count("Retry-After") == (status == 503 ? 1 : 0));
  return reply;
}

const ApiReply& check_inactive(const ApiReply& reply) {
  INFO("answer: " << described(reply));
  CHECK(reply.status == 200);
  CHECK(reply.http.header("Cache-Control") == "no-store");
  CHECK(reply.body == json::value{{"active", false}});
  return reply;
}

json::object part_of(const std::string& access_token, std::size_t part) {
  std::string rest = access_token;
  for (std::size_t i = 0; i < part; ++i) rest = rest.substr(rest.find('.') + 1);
  const auto text = from_base64url(rest.substr(0, rest.find('.')));
  if (!text) throw std::runtime_error("no JSON Web Token: " + access_token);
  return json::parse(*text).as_object();
}

std::string key_of(const std::string& access_token) {
  return std::string(part_of(access_token, 0).at("kid").as_string());
}

json::array published_keys(ApiClient& client) {
  const auto reply = client.get("/.well-known/jwks.json");
  if (reply.status != 200) throw std::runtime_error("no keys: " + described(reply));
  return reply.body.at("keys").as_array();
}

std::vector<std::string> published_key_ids(ApiClient& client) {
  std::vector<std::string> ids;
  for (const auto& key : published_keys(client)) ids.emplace_back(key.at("kid").as_string());
  return ids;
}

Provider::Provider(Installation& site) : tenant(site) {
  tenant.furnish();
  issue_service_token();
}

std::string Provider::issue_service_token() {
  const auto reply = tenant.get("/projects/" + tenant.project + "/services-token");
  if (reply.status != 200) throw std::runtime_error("no service token: " + described(reply));
  service_token = reply.text("token");
  return service_token;
}

void Provider::end_service_tokens() {
  const auto reply = tenant.remove("/projects/" + tenant.project + "/services-token");
  if (reply.status != 202) throw std::runtime_error("not ended: " + described(reply));
}

ApiReply Provider::post_form(const std::string& target, const Form& form,
                             const std::string& authorization) {
  return tenant.client.send(form_request(target, write_form(form), authorization));
}

ApiReply Provider::exchange(const std::string& token) {
  return tenant.client.send(exchange_request(token));
}

TokenPair Provider::exchanged(const std::string& token) { return check_exchanged(exchange(token)); }

TokenPair Provider::begin() { return exchanged(tenant.mint_token()); }

ApiReply Provider::introspect(const std::string& token) {
  return post_form("/oauth2/introspect", {{"token", token}}, authorization());
}

bool Provider::is_active(const std::string& token) {
  const auto reply = introspect(token);
  const auto* body = reply.body.if_object();
  if (reply.status != 200 || body == nullptr) throw std::runtime_error(described(reply));
  return body->at("active").as_bool();
}

ApiReply Provider::revoke(const std::string& token) {
  return post_form("/oauth2/revoke", {{"token", token}}, authorization());
}

std::string Provider::usage_path() const {
  return "/projects/" + tenant.project + "/services/" + tenant.service + "/usage";
}

ApiRequest Provider::usage_request(std::int64_t amount, const std::string& key,
                                   const std::string& event) const {
  return {.method = "POST",
          .target = "/api/v1" + usage_path(),
          .token = authorization(),
          .body = json::serialize(json::object{{"amount", amount}, {"event", event}}),
          .headers = {{"Idempotency-Key", key}}};
}

ApiReply Provider::use(std::int64_t amount, const std::string& key, const std::string& event) {
  return tenant.client.send(usage_request(amount, key, event));
}

std::int64_t Provider::items_used() {
  const auto reply = tenant.get("/projects/" + tenant.project + "/services/" + tenant.service);
  return check_success(reply, 200).content().at("itemUsed").as_int64();
}

ApiReply Provider::limit(const std::string& path, const std::string& body) {
  return tenant.client.put("/api/v1/admin/limits/" + path, body, tenant.site.root().token);
}

std::string Provider::attachment_limits() const {
  return "accounts/" + tenant.account + "/projects/" + tenant.project + "/services/" +
         tenant.service;
}

}  // namespace gatehouse::testing
