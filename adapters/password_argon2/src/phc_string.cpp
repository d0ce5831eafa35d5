#include "phc_string.hpp"

#include <algorithm>
#include <charconv>
#include <span>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse::password_argon2 {
namespace {

/// Base64 without padding (RFC 4648, section 4), as in PHC strings.
std::string to_base64(std::span<const std::uint8_t> bytes) {
  std::string text = to_base64url(bytes);
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  return text;
}

/// Returns std::nullopt also when unused bits are not zero, so that each value has one form.
std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text) {
  if (text.find_first_of("-_") != std::string_view::npos) return std::nullopt;
  std::string url_safe(text);
  std::replace(url_safe.begin(), url_safe.end(), '+', '-');
  std::replace(url_safe.begin(), url_safe.end(), '/', '_');
  const auto octets = from_base64url(url_safe);
  if (!octets) return std::nullopt;
  return std::vector<std::uint8_t>(octets->begin(), octets->end());
}

/// Reads a PHC string from left to right.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool next_is(std::string_view expected) const noexcept {
    return rest_.starts_with(expected);
  }

  [[nodiscard]] bool skip(std::string_view expected) {
    if (!next_is(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  /// `<name><decimal>`
  [[nodiscard]] bool number(std::string_view name, std::uint32_t& out) {
    if (!skip(name) || rest_.empty() || (rest_[0] == '0' && is_digit(1))) return false;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), out);
    if (error != std::errc()) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return true;
  }

  /// `$<base64>`, with a number of bytes in the range
  [[nodiscard]] bool bytes(std::size_t min, std::size_t max, std::vector<std::uint8_t>& out) {
    if (!skip("$")) return false;
    const std::string_view field = rest_.substr(0, rest_.find('$'));
    if (field.size() > max * 2) return false;
    auto decoded = from_base64(field);
    if (!decoded || decoded->size() < min || decoded->size() > max) return false;
    out = std::move(*decoded);
    rest_.remove_prefix(field.size());
    return true;
  }

  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

 private:
  [[nodiscard]] bool is_digit(std::size_t at) const noexcept {
    return at < rest_.size() && rest_[at] >= '0' && rest_[at] <= '9';
  }

  std::string_view rest_;
};

std::string_view name(Variant variant) noexcept {
  switch (variant) {
    case Variant::d: return "argon2d";
    case Variant::i: return "argon2i";
    case Variant::id: return "argon2id";
  }
  return "";
}

}  // namespace

std::optional<PhcString> PhcString::parse(std::string_view text) {
  Reader reader(text);
  PhcString phc;
  if (reader.skip("$argon2id$")) {
    phc.variant = Variant::id;
  } else if (reader.skip("$argon2i$")) {
    phc.variant = Variant::i;
  } else if (reader.skip("$argon2d$")) {
    phc.variant = Variant::d;
  } else {
    return std::nullopt;
  }
  // Version 1.0 did not write its number.
  phc.version = version_1_0;
  if (reader.next_is("v=") && (!reader.number("v=", phc.version) || !reader.skip("$"))) {
    return std::nullopt;
  }
  if (phc.version != version_1_0 && phc.version != version_1_3) return std::nullopt;

  if (!reader.number("m=", phc.memory_kib) || !reader.number(",t=", phc.iterations) ||
      !reader.number(",p=", phc.parallelism) || !reader.bytes(min_salt, max_salt, phc.salt) ||
      !reader.bytes(min_hash, max_hash, phc.hash) || !reader.at_end()) {
    return std::nullopt;
  }
  if (phc.iterations == 0 || phc.parallelism == 0 || phc.parallelism > max_lanes ||
      phc.memory_kib < min_kib_per_lane * phc.parallelism) {
    return std::nullopt;
  }
  return phc;
}

std::string PhcString::to_string() const {
  std::string text = "$";
  text.append(name(variant));
  text.append("$v=").append(std::to_string(version));
  text.append("$m=").append(std::to_string(memory_kib));
  text.append(",t=").append(std::to_string(iterations));
  text.append(",p=").append(std::to_string(parallelism));
  text.append("$").append(to_base64(salt));
  text.append("$").append(to_base64(hash));
  return text;
}

}  // namespace gatehouse::password_argon2
