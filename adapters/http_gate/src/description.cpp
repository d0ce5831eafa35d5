#include <gatehouse/http_gate/description.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string_view>

#include <gatehouse/services/api_security/access_facts.hpp>

namespace gatehouse::http::gate {
namespace {

namespace json = boost::json;

json::object text_field(std::string_view description) {
  return {{"description", description}, {"schema", {{"type", "string"}}}};
}

json::object path_parameter(std::string_view name, std::string_view description,
                            std::string_view example) {
  return {{"name", name},
          {"in", "path"},
          {"required", true},
          {"description", description},
          {"schema", {{"type", "string"}}},
          {"example", example}};
}

json::object header_parameter(std::string_view name, std::string_view description) {
  return {{"name", name},
          {"in", "header"},
          {"required", false},
          {"description", description},
          {"schema", {{"type", "string"}}}};
}

json::array reasons() {
  json::array all;
  for (const Refusal refusal :
       {Refusal::wrong_secret, Refusal::disabled, Refusal::expired, Refusal::address_not_allowed,
        Refusal::not_granted, Refusal::grant_expired}) {
    all.emplace_back(name(refusal));
  }
  return all;
}

json::object enumeration(json::array values) {
  return {{"type", "string"}, {"enum", std::move(values)}};
}

/// Content is not described: a body is only sent if the request explicitly accepts JSON (see
/// describe_schemas()), which gateways do not.
json::object allowed() {
  return {{"description",
           "Allowed. With `Accept: application/json`, the body is an `AllowedVerdict`; otherwise "
           "it is empty."},
          {"headers",
           {{"X-Gatehouse-Username", text_field("User name of the credential, percent-encoded.")},
            {"X-Gatehouse-Roles", text_field("Its roles, each percent-encoded, commas between.")},
            {"X-Gatehouse-Project", text_field("Name of the project, percent-encoded.")}}},
          {"x-body-if-accepted", {{"$ref", "#/components/schemas/AllowedVerdict"}}}};
}

json::object refused(std::string_view description, json::array reasons) {
  return {{"description",
           std::string(description) +
               " With `Accept: application/json`, a verdict is a `RefusedVerdict` in the body; "
               "otherwise there is no body."},
          {"headers",
           {{"X-Gatehouse-Reason",
             {{"description", "The reason, for the gateway only."},
              {"schema", enumeration(std::move(reasons))}}}}},
          {"x-body-if-accepted", {{"$ref", "#/components/schemas/RefusedVerdict"}}}};
}

json::array reasons_of_403() {
  json::array all = reasons();
  all.emplace_back("malformed_request");
  return all;
}

json::object unavailable() {
  return {{"description",
           "No verdict: the server is overloaded, or its storage does not answer. There is no "
           "body."},
          {"headers",
           {{"X-Gatehouse-Reason",
             {{"description", "For the gateway only."}, {"schema", enumeration({"unavailable"})}}},
            {"Retry-After", {{"description", "Seconds."}, {"schema", {{"type", "integer"}}}}}}}};
}

}  // namespace

std::string describe_schemas() {
  const json::object text{{"type", "string"}};
  const json::object schemas{{"AllowedVerdict",
                              {{"type", "object"},
                               {"properties",
                                {{"allowed", {{"type", "boolean"}, {"const", true}}},
                                 {"username", text},
                                 {"roles", {{"type", "array"}, {"items", text}}},
                                 {"project", text},
                                 {"apiProxy", text},
                                 {"scope", enumeration({"project", "account"})}}}}},
                             {"RefusedVerdict",
                              {{"type", "object"},
                               {"properties",
                                {{"allowed", {{"type", "boolean"}, {"const", false}}},
                                 {"reason", enumeration(reasons())},
                                 {"description", text}}}}}};
  return json::serialize(schemas);
}

std::string describe_path() {
  json::object get{
      {"operationId", "decideAccess"},
      {"summary", "Decide whether a credential may use an API proxy"},
      {"description", "Called by gateways. All methods are equivalent, and a path may follow."},
      {"parameters",
       {path_parameter("projectName", "Name of the project.", "Web shop"),
        path_parameter("proxyName", "Name of the API proxy.", "catalogue"),
        header_parameter("X-Real-IP",
                         "Address of the gateway's client, unless the gateway's addressField is "
                         "X-Forwarded-For."),
        header_parameter("X-Forwarded-For",
                         "A list whose last address is that of the gateway's client, unless the "
                         "gateway's addressField is X-Real-IP. For a gateway without addressField, "
                         "both fields must agree if both are present.")}},
      {"responses",
       {{"200", allowed()},
        {"401", refused("Unknown user name or wrong password; or no valid gateway token, in which "
                        "case there is no verdict and no reason.",
                        {name(Refusal::wrong_secret)})},
        {"403", refused("Access is denied; or the request is malformed or too large, in "
                        "which case there is no verdict.",
                        reasons_of_403())},
        {"503", unavailable()}}},
      {"security", {{{"gateway", json::array{}}, {"credential", json::array{}}}}}};
  const json::object item{
      {"summary", "Decision"},
      {"description", "A decision about a credential, an API proxy and an address."},
      {"get", std::move(get)}};
  return json::serialize(item);
}

}  // namespace gatehouse::http::gate
