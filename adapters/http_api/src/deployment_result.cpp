#include "deployment_result.hpp"

#include <boost/json/array.hpp>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

struct DescribedMember {
  std::string_view name;
  json::object schema;
};

/// Returns the schema of an object that has all of the members.
json::object describe_whole(std::initializer_list<DescribedMember> members) {
  json::object properties;
  json::array required;
  for (const DescribedMember& member : members) {
    properties[member.name] = member.schema;
    required.emplace_back(member.name);
  }
  return {
      {"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
}

json::object array_of(json::object item) { return {{"type", "array"}, {"items", std::move(item)}}; }

}  // namespace

json::object deployment_result(std::chrono::milliseconds took) {
  return {{"success", true},
          {"message", "The change is in effect. The account has no environments to deploy it to."},
          {"responseTime", took.count()},
          {"environmentResults", json::array{}},
          {"detailList", json::array{}}};
}

json::object describe_deployment_result() {
  const json::object text{{"type", "string"}};
  const json::object truth{{"type", "boolean"}};
  const json::object time{{"type", "integer"}, {"format", "int64"}, {"description", "In ms."}};
  return describe_whole({{"success", truth},
                         {"message", text},
                         {"responseTime", time},
                         {"environmentResults",
                          array_of(describe_whole(
                              {{"environmentName", text}, {"success", truth}, {"message", text}}))},
                         {"detailList", array_of(describe_whole({{"envName", text},
                                                                 {"podName", text},
                                                                 {"podIp", text},
                                                                 {"success", truth},
                                                                 {"detail", text},
                                                                 {"responseTime", time}}))}});
}

}  // namespace gatehouse::http::api
