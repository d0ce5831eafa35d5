#include <gatehouse/base/json.hpp>

#include <algorithm>
#include <charconv>

#include <gatehouse/base/text.hpp>

namespace gatehouse {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// A forward parser. Each function advances past what it reads, or returns false at an unspecified
/// position.
class Cursor {
 public:
  explicit Cursor(std::string_view text) noexcept : text_(text) {}

  [[nodiscard]] bool at_end() const noexcept { return place_ == text_.size(); }
  [[nodiscard]] std::size_t place() const noexcept { return place_; }
  [[nodiscard]] char peek() const noexcept { return at_end() ? '\0' : text_[place_]; }
  [[nodiscard]] std::string_view since(std::size_t begin) const noexcept {
    return text_.substr(begin, place_ - begin);
  }

  bool take(char c) noexcept {
    if (at_end() || text_[place_] != c) return false;
    ++place_;
    return true;
  }

  bool take(std::string_view word) noexcept {
    if (!text_.substr(place_).starts_with(word)) return false;
    place_ += word.size();
    return true;
  }

  void skip_space() noexcept {
    while (!at_end() && std::string_view(" \t\n\r").find(text_[place_]) != std::string_view::npos) {
      ++place_;
    }
  }

  bool read_string(std::string& out) {
    if (!take('"')) return false;
    while (!at_end()) {
      const char c = text_[place_++];
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c != '\\') {
        out += c;
      } else if (!read_escape(out)) {
        return false;
      }
    }
    return false;
  }

  /// `depth` is the depth of the value if it is an object or an array.
  bool skip_value(int depth) {
    std::string unused;
    switch (peek()) {
      case '"': return read_string(unused);
      case '{': return read_members(depth, [](std::string&&, std::string_view) { return true; });
      case '[': return read_items(depth, [](std::string_view) { return true; });
      case 't': return take("true");
      case 'f': return take("false");
      case 'n': return take("null");
      default: return skip_number();
    }
  }

  /// Calls `member(name, value text)`, which returns whether to continue.
  template <class Member>
  bool read_members(int depth, Member member) {
    if (depth > JsonObject::max_depth) return false;
    return read_list('{', '}', [&] {
      std::string name;
      if (!read_string(name)) return false;
      skip_space();
      if (!take(':')) return false;
      skip_space();
      const std::size_t begin = place_;
      return skip_value(depth + 1) && member(std::move(name), since(begin));
    });
  }

  /// Calls `item(text)`, which returns whether to continue.
  template <class Item>
  bool read_items(int depth, Item item) {
    if (depth > JsonObject::max_depth) return false;
    return read_list('[', ']', [&] {
      const std::size_t begin = place_;
      return skip_value(depth + 1) && item(since(begin));
    });
  }

 private:
  template <class Element>
  bool read_list(char open, char close, Element element) {
    if (!take(open)) return false;
    skip_space();
    if (take(close)) return true;
    for (;;) {
      skip_space();
      if (!element()) return false;
      skip_space();
      if (take(close)) return true;
      if (!take(',')) return false;
    }
  }

  bool skip_digits() noexcept {
    const std::size_t begin = place_;
    while (is_digit(peek())) ++place_;
    return place_ > begin;
  }

  bool skip_number() noexcept {
    take('-');
    if (!take('0') && !skip_digits()) return false;
    if (take('.') && !skip_digits()) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      return skip_digits();
    }
    return true;
  }

  bool read_escape(std::string& out) {
    if (at_end()) return false;
    const char c = text_[place_++];
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const std::size_t found = letters.find(c);
    if (found != std::string_view::npos) {
      out += meanings[found];
      return true;
    }
    return c == 'u' && read_code_point(out);
  }

  bool read_code_unit(std::uint32_t& unit) noexcept {
    constexpr std::size_t digits = 4;
    const std::string_view hex = text_.substr(place_, digits);
    const auto* const end = hex.data() + hex.size();
    const auto [rest, error] = std::from_chars(hex.data(), end, unit, 16);
    place_ += hex.size();
    return hex.size() == digits && error == std::errc() && rest == end;
  }

  /// Surrogates are valid only in pairs.
  bool read_code_point(std::string& out) {
    std::uint32_t code = 0;
    if (!read_code_unit(code) || (code >= 0xDC00 && code < 0xE000)) return false;
    if (code >= 0xD800 && code < 0xDC00) {
      std::uint32_t low = 0;
      if (!take("\\u") || !read_code_unit(low) || low < 0xDC00 || low >= 0xE000) return false;
      code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
    }
    append_utf8(code, out);
    return true;
  }

  static void append_utf8(std::uint32_t code, std::string& out) {
    const auto tail = [&](unsigned shift) {
      out += static_cast<char>(0x80U | ((code >> shift) & 0x3FU));
    };
    if (code < 0x80) {
      out += static_cast<char>(code);
    } else if (code < 0x800) {
      out += static_cast<char>(0xC0U | (code >> 6U));
      tail(0);
    } else if (code < 0x10000) {
      out += static_cast<char>(0xE0U | (code >> 12U));
      tail(6);
      tail(0);
    } else {
      out += static_cast<char>(0xF0U | (code >> 18U));
      tail(12);
      tail(6);
      tail(0);
    }
  }

  std::string_view text_;
  std::size_t place_ = 0;
};

void append_escaped(std::string_view text, std::string& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (octet < 0x20) {
      out += "\\u00";
      out += digits[octet >> 4U];
      out += digits[octet & 0xFU];
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

std::optional<JsonObject> JsonObject::parse(std::string_view text) {
  if (!count_code_points(text)) return std::nullopt;
  JsonObject object;
  Cursor cursor(text);
  cursor.skip_space();
  const bool read = cursor.read_members(1, [&](std::string&& name, std::string_view value) {
    if (object.has(name)) return false;
    object.members_.emplace_back(std::move(name), value);
    return true;
  });
  cursor.skip_space();
  if (!read || !cursor.at_end()) return std::nullopt;
  return object;
}

std::vector<std::string_view> JsonObject::names() const {
  std::vector<std::string_view> names;
  names.reserve(members_.size());
  for (const auto& [name, value] : members_) names.emplace_back(name);
  return names;
}

bool JsonObject::has(std::string_view name) const noexcept { return !value(name).empty(); }

std::optional<std::string> JsonObject::text(std::string_view name) const {
  std::string out;
  if (!Cursor(value(name)).read_string(out)) return std::nullopt;
  return out;
}

std::optional<std::int64_t> JsonObject::integer(std::string_view name) const {
  const std::string_view digits = value(name);
  const auto* const end = digits.data() + digits.size();
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(digits.data(), end, number);
  if (digits.empty() || error != std::errc() || rest != end) return std::nullopt;
  return number;
}

std::optional<std::vector<JsonObject>> JsonObject::objects(std::string_view name) const {
  std::vector<JsonObject> all;
  const bool read = Cursor(value(name)).read_items(1, [&](std::string_view item) {
    auto object = parse(item);
    if (object) all.push_back(std::move(*object));
    return object.has_value();
  });
  if (!read) return std::nullopt;
  return all;
}

std::string_view JsonObject::value(std::string_view name) const noexcept {
  const auto found = std::find_if(members_.begin(), members_.end(),
                                  [&](const auto& member) { return member.first == name; });
  return found == members_.end() ? std::string_view() : std::string_view(found->second);
}

void JsonWriter::begin(std::string_view name) {
  if (text_.size() > 1) text_ += ',';
  append_escaped(name, text_);
  text_ += ':';
}

JsonWriter& JsonWriter::add(std::string_view name, std::string_view text) {
  begin(name);
  append_escaped(text, text_);
  return *this;
}

JsonWriter& JsonWriter::add(std::string_view name, std::int64_t number) {
  begin(name);
  text_ += std::to_string(number);
  return *this;
}

JsonWriter& JsonWriter::add(std::string_view name, const std::vector<std::string>& objects) {
  begin(name);
  text_ += '[';
  for (const std::string& object : objects) {
    if (&object != &objects.front()) text_ += ',';
    text_ += object;
  }
  text_ += ']';
  return *this;
}

std::string JsonWriter::finish() && {
  text_ += '}';
  return std::move(text_);
}

}  // namespace gatehouse
