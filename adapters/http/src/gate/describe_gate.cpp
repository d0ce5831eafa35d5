#include "gate/describe_gate.hpp"

#include <boost/json/array.hpp>
#include <string_view>

#include <gatehouse/services/access_facts.hpp>

namespace gatehouse::http {
namespace {

namespace json = boost::json;

json::object text_field(std::string_view description) {
  return {{"description", description}, {"schema", {{"type", "string"}}}};
}

json::object path_parameter(std::string_view name) {
  return {{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}};
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

json::object json_content(json::object properties) {
  return {{"application/json",
           {{"schema", {{"type", "object"}, {"properties", std::move(properties)}}}}}};
}

json::object allowed() {
  const json::object text{{"type", "string"}};
  return {{"description", "Allowed. With `Accept: application/json`, the verdict is the body too."},
          {"headers",
           {{"X-Gatehouse-Username", text_field("Of the credential, percent-encoded.")},
            {"X-Gatehouse-Roles", text_field("Its roles, each percent-encoded, commas between.")},
            {"X-Gatehouse-Project", text_field("Name of the project, percent-encoded.")}}},
          {"content", json_content({{"allowed", {{"const", true}}},
                                    {"username", text},
                                    {"roles", {{"type", "array"}, {"items", text}}},
                                    {"project", text},
                                    {"apiProxy", text},
                                    {"scope", {{"enum", {"project", "account"}}}}})}};
}

json::object refused(std::string_view description) {
  return {{"description", description},
          {"headers",
           {{"X-Gatehouse-Reason",
             {{"description", "Why; for the gateway alone."},
              {"schema", {{"type", "string"}, {"enum", reasons()}}}}}}},
          {"content", json_content({{"allowed", {{"const", false}}},
                                    {"reason", {{"type", "string"}, {"enum", reasons()}}},
                                    {"description", {{"type", "string"}}}})}};
}

}  // namespace

json::object describe_gate() {
  json::object get{
      {"operationId", "decideAccess"},
      {"summary", "May this credential use this API proxy from this address now?"},
      {"description", "Asked by gateways. Every method is answered alike, and a path may follow."},
      {"parameters",
       {path_parameter("projectName"), path_parameter("proxyName"),
        header_parameter("X-Real-IP", "Address of the gateway's client."),
        header_parameter("X-Forwarded-For", "Without X-Real-IP: its last address counts.")}},
      {"responses",
       {{"200", allowed()},
        {"401", refused("Unknown user name or wrong password; or no valid gateway token, in which "
                        "case there is no verdict.")},
        {"403", refused("The credential may not.")},
        {"503", {{"$ref", "#/components/responses/503"}}}}},
      {"security", {{{"gateway", json::array{}}, {"credential", json::array{}}}}}};
  return {{"summary", "Decision"},
          {"description", "A decision about a credential, an API proxy and an address."},
          {"get", std::move(get)}};
}

}  // namespace gatehouse::http
