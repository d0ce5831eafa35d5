/// A structured value that came from outside (JSON, a form, a configuration) and is not yet
/// checked. Names of one object are unique.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gatehouse::schema {

struct Null {
  friend bool operator==(Null, Null) = default;
};

struct Value;
// Not a pair, which clang 14 cannot make of a class that is still incomplete.
struct NamedValue;
using List = std::vector<Value>;
/// In the order in which the members were given.
using Object = std::vector<NamedValue>;

struct Value {
  std::variant<Null, bool, std::int64_t, double, std::string, List, Object> data;

  friend bool operator==(const Value&, const Value&) = default;

  [[nodiscard]] bool is_null() const noexcept { return std::holds_alternative<Null>(data); }
};

struct NamedValue {
  std::string name;
  Value value;

  friend bool operator==(const NamedValue&, const NamedValue&) = default;
};

/// The member with that name, or null.
[[nodiscard]] Value* find(Object& object, std::string_view name) noexcept;

/// "a string", "null", ...: for messages.
[[nodiscard]] std::string_view describe_type(const Value& value) noexcept;

}  // namespace gatehouse::schema
