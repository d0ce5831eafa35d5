/// JSON (RFC 8259) to the extent that JSON Web Tokens and key sets require: objects whose members
/// are strings, integers and arrays of objects. It exists because core depends only on the standard
/// library; request bodies are parsed by the library of the HTTP adapter.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse {

/// A completely parsed, well-formed object with members of any type.
class JsonObject {
 public:
  /// Maximum nesting depth of objects and arrays, including the object itself.
  static constexpr int max_depth = 16;

  /// Returns nothing if the text is not exactly one object, is not valid UTF-8, nests deeper than
  /// max_depth, or contains duplicate names, which parsers interpret differently.
  [[nodiscard]] static std::optional<JsonObject> parse(std::string_view text);

  /// The names of all members, in their order. They refer to this object.
  [[nodiscard]] std::vector<std::string_view> names() const;
  [[nodiscard]] bool has(std::string_view name) const noexcept;
  /// Returns nothing if the member does not exist or has another type; likewise for the functions
  /// below.
  [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
  /// A 64-bit number without fraction and exponent.
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const;
  /// An array that contains only objects.
  [[nodiscard]] std::optional<std::vector<JsonObject>> objects(std::string_view name) const;

 private:
  /// The JSON text of the member's value; empty if the member does not exist.
  [[nodiscard]] std::string_view value(std::string_view name) const noexcept;

  /// Names with the JSON texts of their values.
  std::vector<std::pair<std::string, std::string>> members_;
};

/// Writes an object, member by member, without white space.
class JsonWriter {
 public:
  JsonWriter& add(std::string_view name, std::string_view text);
  JsonWriter& add(std::string_view name, std::int64_t number);
  /// Each element is the JSON text of an object.
  JsonWriter& add(std::string_view name, const std::vector<std::string>& objects);

  /// Returns the JSON text of the object.
  [[nodiscard]] std::string finish() &&;

 private:
  void begin(std::string_view name);

  std::string text_ = "{";
};

}  // namespace gatehouse
