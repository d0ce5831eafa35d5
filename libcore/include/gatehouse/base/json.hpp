/// JSON (RFC 8259) as far as JSON Web Tokens and key sets need it: objects whose members are texts,
/// integers and arrays of objects. Here because core has the standard library and nothing else;
/// bodies of requests are read by the HTTP adapter's library.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse {

/// An object that was read whole and found well-formed, whatever its members are.
class JsonObject {
 public:
  /// Objects and arrays within each other, the object itself included.
  static constexpr int max_depth = 16;

  /// Nothing when the text is no object, or anything follows it; when it is not valid UTF-8, nests
  /// deeper than max_depth, or names a member twice, which two readers may take differently.
  [[nodiscard]] static std::optional<JsonObject> parse(std::string_view text);

  [[nodiscard]] bool has(std::string_view name) const noexcept;
  /// Nothing when there is no such member, or it is something else. (So for those below.)
  [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
  /// A number without fraction and exponent, of 64 bits.
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const;
  /// An array of nothing but objects.
  [[nodiscard]] std::optional<std::vector<JsonObject>> objects(std::string_view name) const;

 private:
  /// The text of the member's value; empty when there is none with that name.
  [[nodiscard]] std::string_view value(std::string_view name) const noexcept;

  /// Names, and the texts of their values.
  std::vector<std::pair<std::string, std::string>> members_;
};

/// Writes an object, member by member, without white space.
class JsonWriter {
 public:
  JsonWriter& add(std::string_view name, std::string_view text);
  JsonWriter& add(std::string_view name, std::int64_t number);
  /// Each of them the text of an object.
  JsonWriter& add(std::string_view name, const std::vector<std::string>& objects);

  /// The object.
  [[nodiscard]] std::string finish() &&;

 private:
  void begin(std::string_view name);

  std::string text_ = "{";
};

}  // namespace gatehouse
