/// A structured value from external input (JSON, a form, a configuration) that is not validated
/// yet. Names are unique within an object.
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
// Not a std::pair, which clang 14 cannot instantiate with an incomplete class.
struct NamedValue;
using List = std::vector<Value>;
/// Members in the order of input.
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

/// Returns the member with the name, or null.
[[nodiscard]] Value* find(Object& object, std::string_view name) noexcept;

/// Returns "a string", "null", ... for messages.
[[nodiscard]] std::string_view describe_type(const Value& value) noexcept;

}  // namespace gatehouse::schema
