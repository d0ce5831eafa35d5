#include "unheeded_limits.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace gatehouse::schema {
namespace {

/// A field that sets a limit, and prefixes of unknown names that are likely meant for it.
struct Limit {
  std::string_view field;
  /// Synonyms of this limit, also from other APIs.
  std::array<std::string_view, 6> others{};
  /// Names of unsupported limits.
  std::array<std::string_view, 2> missing{};
};

constexpr auto limits = std::to_array<Limit>({
    {"expireDate", {"expir", "validto", "validuntil", "notafter"}},
    {"expireTime", {"expir", "validto", "validuntil", "notafter"}, {"method"}},
    {"ipList", {"ip", "allowedip", "allowip", "whitelist"}, {"environment", "iplistby"}},
    {"enabled", {"enable", "disable", "isenable", "isdisable", "isactive", "inactive"}},
    {"addressField"},
    {"projectLimit"},
    {"userLimit"},
    {"itemLimit"},
    {"credentialLimit"},
});

/// Reduces a name to its letters and digits in lower case, which unifies its spellings.
std::string plain(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters += c;
  }
  return letters;
}

/// Whether the names differ by one inserted, removed or replaced letter, or by two transposed ones.
bool are_one_slip_apart(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin());
  a.remove_prefix(static_cast<std::size_t>(in_a - a.begin()));
  b.remove_prefix(static_cast<std::size_t>(in_b - b.begin()));
  if (b.empty()) return true;
  if (a.size() < b.size()) return a == b.substr(1);
  const bool is_swapped = a.size() >= 2 && a[0] == b[1] && a[1] == b[0];
  return a.substr(1) == b.substr(1) || (is_swapped && a.substr(2) == b.substr(2));
}

template <std::size_t count>
bool begins_with_one_of(const std::array<std::string_view, count>& beginnings,
                        std::string_view name) {
  return std::ranges::any_of(
      beginnings, [name](std::string_view b) { return !b.empty() && name.starts_with(b); });
}

/// Whether the value is no restriction for any limit.
bool is_nothing(const Value& value) {
  const auto* list = std::get_if<List>(&value.data);
  const auto* object = std::get_if<Object>(&value.data);
  return value.is_null() || (list != nullptr && list->empty()) ||
         (object != nullptr && object->empty());
}

}  // namespace

void refuse_unheeded_limits(const Object& body, std::string_view field, std::string_view alias,
                            bool is_given, std::vector<FieldFault>& faults) {
  constexpr std::size_t longest = 40;
  const auto* const limit = std::ranges::find(limits, field, &Limit::field);
  if (limit == limits.end()) return;
  for (const auto& [name, value] : body) {
    if (name == field || name == alias || name.size() > longest || is_nothing(value)) continue;
    const std::string letters = plain(name);
    const bool is_slip = are_one_slip_apart(letters, plain(field)) ||
                         (!alias.empty() && are_one_slip_apart(letters, plain(alias)));
    const bool is_other = is_slip || begins_with_one_of(limit->others, letters);
    if (begins_with_one_of(limit->missing, letters)) {
      faults.push_back({name, "is not supported, and ignoring it would grant more"});
    } else if (is_other && !is_given) {
      faults.push_back({name, "is not a field: use " + std::string(field)});
    }
  }
}

}  // namespace gatehouse::schema
