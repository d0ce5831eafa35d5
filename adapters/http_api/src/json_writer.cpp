#include "json_writer.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstddef>
#include <utility>

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

class Indenter {
 public:
  explicit Indenter(std::string& text, std::size_t indent, std::size_t depth = 0)
      : indent_(indent), depth_(depth), text_(text) {}

  void write(const json::object& object) {
    if (object.empty()) {
      text_ += "{}";
      return;
    }
    write_all('{', '}', object, [this](const json::key_value_pair& member) {
      text_ += json::serialize(member.key());
      text_ += ": ";
      write(member.value());
    });
  }

  void write(const json::value& value) {
    if (const auto* object = value.if_object()) {
      write(*object);
    } else if (const auto* array = value.if_array(); array != nullptr && !array->empty()) {
      write_all('[', ']', *array, [this](const json::value& item) { write(item); });
    } else {
      text_ += json::serialize(value);
    }
  }

 private:
  template <class Container, class WriteOne>
  void write_all(char begin, char end, const Container& container, WriteOne write_one) {
    text_ += begin;
    ++depth_;
    bool first = true;
    for (const auto& item : container) {
      if (!first) text_ += ',';
      first = false;
      new_line();
      write_one(item);
    }
    --depth_;
    new_line();
    text_ += end;
  }

  void new_line() {
    text_ += '\n';
    text_.append(depth_ * indent_, ' ');
  }

  std::size_t indent_;
  std::size_t depth_;
  std::string& text_;
};

/// Whether JSON requires an escape for the character (RFC 8259, section 7).
constexpr bool is_escaped(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
  if (std::any_of(text.begin(), text.end(), is_escaped)) {
    out += json::serialize(json::string_view(text));
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

std::string write_json(const json::object& object, int indent) {
  if (indent == 0) return json::serialize(object);
  std::string text;
  Indenter(text, static_cast<std::size_t>(indent)).write(object);
  return text += '\n';
}

std::string indented_json(std::string compact, int indent) {
  if (indent == 0) return compact;
  return write_json(json::parse(compact).as_object(), indent);
}

void JsonListWriter::begin(std::string& out, std::string_view before, std::string_view name) {
  out += '{';
  add_members(out, before);
  separate(out, is_first_member_, 1);
  append_json_text(out, name);
  out += indent_ == 0 ? ":[" : ": [";
}

void JsonListWriter::add(std::string& out, std::string_view item) {
  constexpr std::size_t depth_of_items = 2;
  separate(out, is_first_item_, depth_of_items);
  if (indent_ == 0) {
    out += item;
  } else {
    Indenter(out, indent_, depth_of_items).write(json::parse(item));
  }
}

void JsonListWriter::end(std::string& out, std::string_view after) {
  if (!is_first_item_ && indent_ > 0) out.append(1, '\n').append(indent_, ' ');
  out += ']';
  add_members(out, after);
  if (indent_ > 0) out += '\n';
  out += '}';
  if (indent_ > 0) out += '\n';
}

void JsonListWriter::add_members(std::string& out, std::string_view object) {
  if (indent_ == 0) {
    const std::string_view members = object.substr(1, object.size() - 2);
    if (members.empty()) return;
    separate(out, is_first_member_, 1);
    out += members;
    return;
  }
  const json::value parsed = json::parse(object);
  for (const auto& member : parsed.as_object()) {
    separate(out, is_first_member_, 1);
    append_json_text(out, std::string_view(member.key().data(), member.key().size()));
    out += ": ";
    Indenter(out, indent_, 1).write(member.value());
  }
}

void JsonListWriter::separate(std::string& out, bool& is_first, std::size_t depth) const {
  if (!std::exchange(is_first, false)) out += ',';
  if (indent_ > 0) out.append(1, '\n').append(depth * indent_, ' ');
}

}  // namespace gatehouse::http::api
