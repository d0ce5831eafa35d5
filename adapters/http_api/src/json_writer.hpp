/// JSON objects to text.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::http::api {

/// With `indent` 0 on one line; otherwise each member on its own, `indent` spaces deeper per level.
[[nodiscard]] std::string write_json(const boost::json::object& object, int indent);

/// An object with a list among its members, written one after the other; as write_json() writes it.
class JsonListWriter {
 public:
  explicit JsonListWriter(int indent) : indent_(static_cast<std::size_t>(indent)) {}

  /// The members before the list, and its name; the list's items, which may be written before that
  /// to another text; and the members after it.
  void begin(std::string& out, const boost::json::object& before, std::string_view name);
  void add(std::string& out, const boost::json::object& item);
  void end(std::string& out, const boost::json::object& after);

 private:
  void separate(std::string& out, bool& is_first, std::size_t depth) const;
  void add_members(std::string& out, const boost::json::object& members);

  std::size_t indent_;
  bool is_first_member_ = true;
  bool is_first_item_ = true;
};

}  // namespace gatehouse::http::api
