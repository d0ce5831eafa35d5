/// What an application says of a request and its answer, for counts and logs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

#include <gatehouse/base/invariant.hpp>

namespace gatehouse::http {

/// A text that lives as long as the program, or an id of 16 octets, which is written as 32 hex
/// digits by what logs it, so that nothing is allocated for a label that is not logged.
using LabelId = std::array<std::uint8_t, 16>;
using LabelValue = std::variant<std::string_view, LabelId>;

struct Label {
  /// Lives as long as the program.
  std::string_view name;
  LabelValue value;
};

/// A few labels with different names. The server carries them from the handler to the observers
/// and knows none of them.
class Labels {
 public:
  static constexpr std::size_t capacity = 2;

  /// Adds a label; one with that name must not be there.
  void add(std::string_view name, const LabelValue& value) noexcept {
    invariant(count_ < capacity && find(name) == nullptr);
    labels_[count_++] = {name, value};
  }

  [[nodiscard]] const Label* begin() const noexcept { return labels_.data(); }
  [[nodiscard]] const Label* end() const noexcept { return labels_.data() + count_; }

  /// Null when there is no label with that name.
  [[nodiscard]] const LabelValue* find(std::string_view name) const noexcept {
    for (const Label& label : *this) {
      if (label.name == name) return &label.value;
    }
    return nullptr;
  }
  /// The text with that name; empty without such a label.
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
