#include "json_reader.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

/// Builds the value from the parser's events, with a stack of open containers.
class ValueBuilder {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  [[nodiscard]] schema::Value take() { return std::move(root_); }
  /// The first duplicate name in an object; empty if there is none.
  [[nodiscard]] const std::string& duplicate() const { return duplicate_; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }

  bool on_object_begin(json::error_code&) { return open(schema::Object{}); }
  bool on_object_end(std::size_t, json::error_code& ec) {
    const auto& object = std::get<schema::Object>(open_.back().value.data);
    std::vector<std::string_view> names;
    names.reserve(object.size());
    for (const auto& [name, value] : object) names.push_back(name);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) {
      duplicate_ = *twice;
      ec = json::error::syntax;
      return false;
    }
    return close();
  }
  bool on_array_begin(json::error_code&) { return open(schema::List{}); }
  bool on_array_end(std::size_t, json::error_code&) { return close(); }

  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    open_.back().name = std::exchange(text_, {});
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    return add({std::exchange(text_, {})});
  }

  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code&) { return add({number}); }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code&) {
    return add({static_cast<double>(number)});
  }
  bool on_double(double number, json::string_view, json::error_code&) { return add({number}); }
  bool on_bool(bool value, json::error_code&) { return add({value}); }
  bool on_null(json::error_code&) { return add({schema::Null{}}); }

  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  struct Open {
    schema::Value value;
    /// The name of the next member, if this is an object.
    std::string name;
  };

  template <class Container>
  bool open(Container container) {
    open_.push_back({{std::move(container)}, {}});
    return true;
  }

  bool close() {
    schema::Value value = std::move(open_.back().value);
    open_.pop_back();
    return add(std::move(value));
  }

  bool add(schema::Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return true;
    }
    Open& parent = open_.back();
    if (auto* object = std::get_if<schema::Object>(&parent.value.data)) {
      object->push_back({std::exchange(parent.name, {}), std::move(value)});
    } else {
      std::get<schema::List>(parent.value.data).push_back(std::move(value));
    }
    return true;
  }

  schema::Value root_;
  std::vector<Open> open_;
  std::string text_;
  std::string duplicate_;
};

json::parse_options options() {
  json::parse_options chosen;
  chosen.max_depth = max_json_depth;
  chosen.allow_trailing_commas = true;
  return chosen;
}

Error malformed(std::size_t position, const std::string& what) {
  return invalid_argument("The body is not well-formed JSON: " + what + " at octet " +
                          std::to_string(position) + ".");
}

}  // namespace

/// A byte order mark, which some editors and clients write before UTF-8 (RFC 8259, section 8.1).
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

Result<schema::Value> read_json(std::string_view whole) {
  const std::size_t skipped = whole.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  const std::string_view text = whole.substr(skipped);
  json::basic_parser<ValueBuilder> parser(options());
  json::error_code ec;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), ec);
  if (!parser.handler().duplicate().empty()) {
    return Unexpected(
        malformed(skipped + read,
                  "an object has the name \"" + parser.handler().duplicate() + "\" twice, ending"));
  }
  if (ec) return Unexpected(malformed(skipped + read, ec.message()));
  constexpr std::string_view white_space = " \t\r\n";
  const std::size_t rest = text.find_first_not_of(white_space, read);
  if (rest != std::string_view::npos) return Unexpected(malformed(skipped + rest, "extra data"));
  return parser.handler().take();
}

}  // namespace gatehouse::http::api
