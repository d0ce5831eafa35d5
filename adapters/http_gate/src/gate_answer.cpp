#include "gate_answer.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <gatehouse/base/text.hpp>

#include <gatehouse/http_gate/gate.hpp>

namespace gatehouse::http::gate {
namespace {

namespace json = boost::json;

std::string_view describe(Refusal refusal) noexcept {
  switch (refusal) {
    case Refusal::wrong_secret: return "User name or password is wrong.";
    case Refusal::disabled: return "The credential is disabled.";
    case Refusal::expired: return "The credential has expired.";
    case Refusal::address_not_allowed: return "The credential may not be used from this address.";
    case Refusal::not_granted: return "The credential has no access to this API proxy.";
    case Refusal::grant_expired: return "The credential's access to this API proxy has expired.";
  }
  return "";
}

Response empty_answer(unsigned status) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

/// `make` returns the body, and is called only if the request wants one.
template <class Make>
Response answer_with(const Request& request, unsigned status, Make make) {
  Response response = empty_answer(status);
  if (wants_json(request)) response.body = json::serialize(make());
  return response;
}

std::string joined(const std::vector<std::string>& roles) {
  std::string text;
  for (const std::string& role : roles) {
    if (!text.empty()) text += ',';
    text += field_text(role);
  }
  return text;
}

Response allow(const Request& request, const ProtectedName& name, const Verdict& verdict) {
  Response response = answer_with(request, 200, [&] {
    return json::object{{"allowed", true},
                        {"username", verdict.username},
                        {"roles", json::array(verdict.roles.begin(), verdict.roles.end())},
                        {"project", name.project},
                        {"apiProxy", name.proxy},
                        {"scope", verdict.scope.is_everywhere() ? "account" : "project"}};
  });
  response.headers.emplace_back("X-Gatehouse-Username", field_text(verdict.username));
  response.headers.emplace_back("X-Gatehouse-Roles", joined(verdict.roles));
  response.headers.emplace_back("X-Gatehouse-Project", field_text(name.project));
  return response;
}

}  // namespace

Response answer_verdict(const Request& request, const ProtectedName& name, const Verdict& verdict) {
  if (verdict.is_allowed()) {
    Response allowed = allow(request, name, verdict);
    allowed.labels.extra.add(verdict_label, "allowed");
    return allowed;
  }
  const Refusal refusal = *verdict.refusal;
  Response response = answer_with(request, refusal == Refusal::wrong_secret ? 401 : 403, [&] {
    return json::object{{"allowed", false},
                        {"reason", gatehouse::name(refusal)},
                        {"description", describe(refusal)}};
  });
  response.headers.emplace_back("X-Gatehouse-Reason", gatehouse::name(refusal));
  response.labels.extra.add(verdict_label, gatehouse::name(refusal));
  if (refusal == Refusal::wrong_secret) {
    response.headers.emplace_back("WWW-Authenticate",
                                  "Basic realm=\"gatehouse\", charset=\"UTF-8\"");
  }
  return response;
}

Response refuse_at_gate(unsigned status) {
  const bool is_ours = status == 500 || status == 503;
  Response response = empty_answer(is_ours ? status : 403);
  response.headers.emplace_back("X-Gatehouse-Reason",
                                is_ours ? "unavailable" : "malformed_request");
  if (status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

Response answer_stranger(const Request& request) {
  Response response = answer_with(request, 401, [] {
    return json::object{{"description", "This needs the token of a gateway: X-Gatehouse-Gateway."}};
  });
  response.headers.emplace_back("WWW-Authenticate", "Gatehouse-Gateway realm=\"gatehouse\"");
  return response;
}

}  // namespace gatehouse::http::gate
