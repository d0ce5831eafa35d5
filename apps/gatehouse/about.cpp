#include <iostream>

#include <gatehouse/http_api/api.hpp>

#include "commands.hpp"
#include "described.hpp"
#include "version.hpp"

namespace gatehouse::app {

int print_openapi() {
  std::cout << http::api::openapi_document(described_paths(), version);
  return 0;
}

int print_version() {
  std::cout << "gatehouse " << version << '\n';
  return 0;
}

}  // namespace gatehouse::app
