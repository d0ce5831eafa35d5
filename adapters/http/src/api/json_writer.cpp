#include "json_writer.hpp"

#include <boost/json/serialize.hpp>
#include <cstddef>

namespace gatehouse::http {
namespace {

namespace json = boost::json;

class Indenter {
 public:
  explicit Indenter(int indent) : indent_(static_cast<std::size_t>(indent)) {}

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

  [[nodiscard]] std::string take() { return std::move(text_); }

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
  std::size_t depth_ = 0;
  std::string text_;
};

}  // namespace

std::string write_json(const json::object& object, int indent) {
  if (indent == 0) return json::serialize(object);
  Indenter indenter(indent);
  indenter.write(object);
  return indenter.take();
}

}  // namespace gatehouse::http
