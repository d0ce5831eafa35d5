#include "checks.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string_view>

namespace gatehouse::testing {
namespace {

namespace json = boost::json;

bool is_said(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() && !value->get_string().empty();
}

/// The errors listed in docs/reference/http-api.md.
bool is_documented(unsigned status, std::string_view code) {
  static const std::map<unsigned, std::set<std::string_view>> codes{
      {400, {"invalid_argument", "failed_precondition", "bad_request"}},
      {401, {"unauthenticated"}},
      {402, {"limit_exceeded"}},
      {403, {"permission_denied"}},
      {404, {"not_found"}},
      {405, {"method_not_allowed"}},
      {408, {"request_timeout"}},
      {409, {"already_exists", "conflict", "request_repeated"}},
      {411, {"length_required"}},
      {413, {"content_too_large"}},
      {414, {"uri_too_long"}},
      {415, {"unsupported_media_type"}},
      {422, {"idempotency_key_reused"}},
      {424, {"dependency_failed"}},
      {429, {"too_many_requests"}},
      {431, {"request_header_fields_too_large"}},
      {503, {"service_unavailable"}},
  };
  const auto found = codes.find(status);
  return found != codes.end() && found->second.contains(code);
}

void check_common(const ApiReply& reply, unsigned status) {
  CHECK(reply.status == status);
  CHECK(reply.http.header("Content-Type") == "application/json");
  CHECK(reply.http.header("Cache-Control") == "no-store");
}

}  // namespace

const ApiReply& check_success(const ApiReply& reply, unsigned status) {
  INFO("answer: " << reply.status << " " << reply.http.body);
  check_common(reply, status);
  const auto* envelope = reply.body.if_object();
  REQUIRE(envelope != nullptr);
  REQUIRE(names(*envelope) == std::set<std::string>{"content", "meta"});
  const auto* meta = envelope->at("meta").if_object();
  REQUIRE(meta != nullptr);
  REQUIRE(meta->contains("params"));
  CHECK(meta->at("params").is_object());
  CHECK(meta->size() == (meta->contains("next") ? 2 : 1));
  return reply;
}

const ApiReply& check_error(const ApiReply& reply, unsigned status) {
  INFO("answer: " << reply.status << " " << reply.http.body);
  check_common(reply, status);
  const auto* error = reply.body.if_object();
  REQUIRE(error != nullptr);
  for (const char* name : {"title", "description", "code"}) CHECK(is_said(*error, name));
  if (is_said(*error, "code")) CHECK(is_documented(reply.status, error->at("code").as_string()));
  if (const auto* fields = error->if_contains("fields")) {
    CHECK(error->size() == 4);
    REQUIRE(fields->is_object());
    CHECK(!fields->get_object().empty());
    for (const auto& fault : fields->get_object()) {
      const auto name = fault.key();
      const auto& why = fault.value();
      CHECK_MESSAGE((why.is_string() && !why.get_string().empty()), std::string(name));
    }
  } else {
    CHECK(error->size() == 3);
  }
  CHECK(reply.http.count("WWW-Authenticate") == (status == 401 ? 1 : 0));
  CHECK(reply.http.count("Allow") == (status == 405 ? 1 : 0));
  CHECK(reply.http.count("Retry-After") == (status == 429 || status == 503 ? 1 : 0));
  return reply;
}

const ApiReply& check_faults(const ApiReply& reply, const std::set<std::string>& fields) {
  check_error(reply, 400);
  INFO("answer: " << reply.http.body);
  CHECK(reply.faults() == fields);
  return reply;
}

}  // namespace gatehouse::testing
