#include <gatehouse/schema/field.hpp>

namespace gatehouse::schema {

std::string_view name(Type type) noexcept {
  switch (type) {
    case Type::string: return "string";
    case Type::integer: return "int";
    case Type::boolean: return "bool";
    case Type::list: return "list";
    case Type::counts: return "object";
  }
  return "unknown";
}

std::string_view pattern(Format format) noexcept {
  switch (format) {
    case Format::line: return R"(^[^\u0000-\u001F\u007F-\u009F]*$)";
    case Format::text: return R"(^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$)";
    case Format::opaque:
    case Format::secret: return R"(^[^\u0000]*$)";
    case Format::username: return R"(^[^:\u0000-\u001F\u007F-\u009F]*$)";
    case Format::phone: return "^([0-9]{11})?$";
    case Format::id: return id_pattern;
    case Format::service_code: return service_code_pattern;
    case Format::ip_range: return "^[0-9A-Fa-f.:/]+$";
    case Format::email:
    case Format::date_time:
    case Format::word:
    case Format::object: break;
  }
  return {};
}

}  // namespace gatehouse::schema
