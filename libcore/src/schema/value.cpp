#include <gatehouse/schema/value.hpp>

#include <algorithm>

namespace gatehouse::schema {

Value* find(Object& object, std::string_view name) noexcept {
  const auto member = std::find_if(object.begin(), object.end(),
                                   [&](const auto& candidate) { return candidate.name == name; });
  return member == object.end() ? nullptr : &member->value;
}

std::string_view describe_type(const Value& value) noexcept {
  struct Name {
    std::string_view operator()(Null) const { return "null"; }
    std::string_view operator()(bool) const { return "a boolean"; }
    std::string_view operator()(std::int64_t) const { return "a number"; }
    std::string_view operator()(double) const { return "a number"; }
    std::string_view operator()(const std::string&) const { return "a string"; }
    std::string_view operator()(const List&) const { return "an array"; }
    std::string_view operator()(const Object&) const { return "an object"; }
  };
  return std::visit(Name{}, value.data);
}

}  // namespace gatehouse::schema
