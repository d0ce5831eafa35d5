#include <iostream>

#include <gatehouse/http/api.hpp>

#include "commands.hpp"
#include "version.hpp"

namespace gatehouse::app {

int print_openapi() {
  std::cout << http::openapi_document();
  return 0;
}

int print_version() {
  std::cout << "gatehouse " << version << '\n';
  return 0;
}

}  // namespace gatehouse::app
