#include "described.hpp"

#include <string>

#include <gatehouse/http_gate/description.hpp>
#include <gatehouse/http_gate/gate.hpp>

#include "operations/pages.hpp"

namespace gatehouse::app {
namespace {

constexpr std::string_view health_schemas = R"json({
  "Alive": {
    "type": "object",
    "properties": {"status": {"type": "string", "enum": ["alive"]}},
    "required": ["status"]
  },
  "Ready": {
    "type": "object",
    "properties": {"status": {"type": "string", "enum": ["ready"]}},
    "required": ["status"]
  },
  "NotReady": {
    "type": "object",
    "properties": {
      "status": {"type": "string", "enum": ["not ready"]},
      "failed": {
        "type": "object",
        "description": "The checks that failed, each with the reason.",
        "additionalProperties": {"type": "string"},
        "examples": [{"storage": "the storage does not answer"}]
      }
    },
    "required": ["status", "failed"]
  }
})json";

constexpr std::string_view alive_item = R"json({
  "summary": "Liveness",
  "description": "Whether the process answers.",
  "get": {
    "operationId": "checkAlive",
    "summary": "See whether the server is alive",
    "description": "See whether the server is alive. It answers without its database.",
    "security": [],
    "responses": {
      "200": {
        "description": "OK",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Alive"}}}
      },
      "400": {"$ref": "#/components/responses/BadRequest"}
    }
  }
})json";

constexpr std::string_view ready_item = R"json({
  "summary": "Readiness",
  "description": "Whether the server can answer requests.",
  "get": {
    "operationId": "checkReady",
    "summary": "See whether the server is ready",
    "description": "See whether the server is ready: load balancers send it requests only then.",
    "security": [],
    "responses": {
      "200": {
        "description": "OK",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Ready"}}}
      },
      "400": {"$ref": "#/components/responses/BadRequest"},
      "503": {
        "description": "The server is not ready.",
        "headers": {
          "Retry-After": {
            "description": "After how many seconds to retry.",
            "schema": {"type": "integer"}
          }
        },
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NotReady"}}}
      }
    }
  }
})json";

}  // namespace

std::vector<std::string_view> operation_names() {
  std::vector<std::string_view> names{"other", "gate"};
  const auto& operations = http::api::Api::operation_names();
  names.insert(names.end(), operations.begin(), operations.end());
  return names;
}

std::vector<http::api::DescribedPath> described_paths() {
  return {{.path = std::string(http::gate::path_template),
           .item = http::gate::describe_path(),
           .schemas = http::gate::describe_schemas()},
          {.path = std::string(Pages::alive),
           .item = std::string(alive_item),
           .schemas = std::string(health_schemas)},
          {.path = std::string(Pages::ready), .item = std::string(ready_item), .schemas = "{}"}};
}

}  // namespace gatehouse::app
