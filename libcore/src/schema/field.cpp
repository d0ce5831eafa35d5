#include <gatehouse/schema/field.hpp>

namespace gatehouse::schema {

std::string_view name(Type type) noexcept {
  switch (type) {
    case Type::string: return "string";
    case Type::integer: return "int";
    case Type::boolean: return "bool";
    case Type::list: return "list";
  }
  return "unknown";
}

}  // namespace gatehouse::schema
