/// Writes JSON.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::http::api {

/// Appends the text as a JSON string.
void append_json_text(std::string& out, std::string_view text);

/// With `indent` 0, writes the object without line breaks; otherwise one line per member, indented
/// by `indent` spaces per level, with a newline at the end, so that terminals remain readable.
[[nodiscard]] std::string write_json(const boost::json::object& object, int indent);
/// The same for an object that is written without line breaks.
[[nodiscard]] std::string indented_json(std::string compact, int indent);

/// Writes an object with a list as one of its members incrementally, in the form of write_json().
class JsonListWriter {
 public:
  explicit JsonListWriter(int indent) : indent_(static_cast<std::size_t>(indent)) {}

  /// Writes the members before the list and its name; then the list's items, which may be written
  /// to another string earlier; then the members after it. The members are those of an object.
  /// Objects and items are JSON without line breaks.
  void begin(std::string& out, std::string_view before, std::string_view name);
  void add(std::string& out, std::string_view item);
  void end(std::string& out, std::string_view after);

 private:
  void separate(std::string& out, bool& is_first, std::size_t depth) const;
  void add_members(std::string& out, std::string_view object);

  std::size_t indent_;
  bool is_first_member_ = true;
  bool is_first_item_ = true;
};

}  // namespace gatehouse::http::api
