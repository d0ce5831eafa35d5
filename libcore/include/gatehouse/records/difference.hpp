/// Differences between two states of a record, for audits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/scope.hpp>
#include <gatehouse/model/signing_key.hpp>
#include <gatehouse/records/kind.hpp>
#include <gatehouse/records/text_value.hpp>

namespace gatehouse::records {

struct FieldDifference {
  /// The field's name.
  std::string_view field;
  /// As text; empty if there was no value. Both are empty unless the field is open.
  std::optional<std::string> before{};
  std::optional<std::string> after{};
  /// Whether the field may be shown.
  Disclosure disclosure = Disclosure::open;

  friend bool operator==(const FieldDifference&, const FieldDifference&) = default;
};

/// Formats values as text: times in UTC (RFC 3339), and lists with one item per line.
[[nodiscard]] inline std::string shown(const std::string& text) { return text; }
[[nodiscard]] std::string shown(std::int64_t number);
[[nodiscard]] std::string shown(bool value);
[[nodiscard]] std::string shown(Timestamp time);
[[nodiscard]] std::string shown(const PublicKey& key);

template <HasText T>
[[nodiscard]] std::string shown(const T& value) {
  return TextValue<T>::write(value);
}

template <class Address>
[[nodiscard]] std::string shown(const KeyOfEmail<Address>& key) {
  return key.text();
}

template <IsList T>
[[nodiscard]] std::string shown(const T& list) {
  std::string lines;
  for (const auto& item : list) lines.append(shown(item)) += '\n';
  return lines;
}

template <class T>
[[nodiscard]] std::optional<std::string> shown(const std::optional<T>& value) {
  return value ? std::optional(shown(*value)) : std::nullopt;
}

/// Empty stands for every project.
[[nodiscard]] inline std::optional<std::string> shown(const Scope& scope) {
  return shown(scope.project());
}

/// Whether two values are identical byte for byte. (The operator of addresses compares only keys.)
template <class T>
[[nodiscard]] bool is_same_value(const T& a, const T& b) {
  return a == b;
}
[[nodiscard]] inline bool is_same_value(const Email& a, const Email& b) {
  return a.text() == b.text();
}
template <class Address>
[[nodiscard]] bool is_same_value(const KeyOfEmail<Address>& a, const KeyOfEmail<Address>& b) {
  return a.text() == b.text();
}

/// Returns the fields in which two states of a record differ, in the order of the description. The
/// time of the latest change is not among them.
template <class Record>
[[nodiscard]] std::vector<FieldDifference> difference(const Record& before, const Record& after) {
  std::vector<FieldDifference> differences;
  each_field<Record>([&](auto field) {
    if constexpr (!field.value.is_stamp) {
      const auto& a = field.value.of(before);
      const auto& b = field.value.of(after);
      if (is_same_value(a, b)) return;
      FieldDifference& found = differences.emplace_back(FieldDifference{.field = field.value.name});
      found.disclosure = field.value.disclosure;
      if constexpr (field.value.disclosure == Disclosure::open) {
        found.before = shown(a);
        found.after = shown(b);
      }
    }
  });
  return differences;
}

/// Sets the time of the latest change, unless the record is as it was before.
template <class Record>
void stamp_change(const Record& before, Record& after, Timestamp now) {
  if (!difference(before, after).empty()) after.updated_at = now;
}

}  // namespace gatehouse::records
