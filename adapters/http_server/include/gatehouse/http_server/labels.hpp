/// Labels that an application attaches to a request and its response, for metrics and logs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

#include <gatehouse/base/invariant.hpp>

namespace gatehouse::http {

/// A value is a string with static storage duration or an id of 16 octets. Loggers format the id as
/// 32 hex digits, so that labels that are not logged need no allocation.
using LabelId = std::array<std::uint8_t, 16>;
using LabelValue = std::variant<std::string_view, LabelId>;

struct Label {
  /// Must have static storage duration.
  std::string_view name;
  LabelValue value;
};

/// A small set of labels with unique names. The server passes them from the handler to the
/// observers without interpreting them.
class Labels {
 public:
  static constexpr std::size_t capacity = 2;

  /// Adds a label. The name must not be in use.
  void add(std::string_view name, const LabelValue& value) noexcept {
    invariant(count_ < capacity && find(name) == nullptr);
    labels_[count_++] = {name, value};
  }

  [[nodiscard]] const Label* begin() const noexcept { return labels_.data(); }
  [[nodiscard]] const Label* end() const noexcept { return labels_.data() + count_; }

  /// Returns null if there is no label with that name.
  [[nodiscard]] const LabelValue* find(std::string_view name) const noexcept {
    for (const Label& label : *this) {
      if (label.name == name) return &label.value;
    }
    return nullptr;
  }
  /// Returns the text of the label with that name, or an empty string.
  [[nodiscard]] std::string_view text(std::string_view name) const noexcept {
    const LabelValue* value = find(name);
    const auto* text = value == nullptr ? nullptr : std::get_if<std::string_view>(value);
    return text == nullptr ? std::string_view() : *text;
  }

 private:
  std::array<Label, capacity> labels_{};
  std::size_t count_ = 0;
};

}  // namespace gatehouse::http
