#include "described.hpp"

#include <string>

#include <gatehouse/http_gate/description.hpp>
#include <gatehouse/http_gate/gate.hpp>

namespace gatehouse::app {

std::vector<std::string_view> operation_names() {
  std::vector<std::string_view> names{"other", "gate"};
  const auto& operations = http::api::Api::operation_names();
  names.insert(names.end(), operations.begin(), operations.end());
  return names;
}

std::vector<http::api::DescribedPath> described_paths() {
  return {{.path = std::string(http::gate::path_template),
           .item = http::gate::describe_path(),
           .schemas = http::gate::describe_schemas()}};
}

}  // namespace gatehouse::app
