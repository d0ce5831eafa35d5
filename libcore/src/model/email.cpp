#include <gatehouse/model/email.hpp>

#include <algorithm>
#include <utility>

#include <gatehouse/base/ascii.hpp>
#include <gatehouse/base/text.hpp>

namespace gatehouse {
namespace {

/// RFC 5321, section 4.5.3.1: maximum octets of the local part, the domain and a label (RFC 1035).
constexpr std::size_t max_local = 64;
constexpr std::size_t max_domain = 255;
constexpr std::size_t max_label = 63;

bool is_alphanumeric(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_non_ascii(char c) noexcept { return static_cast<unsigned char>(c) >= 0x80; }

/// atext of RFC 5322, extended by RFC 6531.
bool is_atext(char c) noexcept {
  constexpr std::string_view symbols = "!#$%&'*+-/=?^_`{|}~";
  return is_alphanumeric(c) || is_non_ascii(c) || symbols.find(c) != std::string_view::npos;
}

bool is_label(std::string_view label) noexcept {
  return !label.empty() && label.size() <= max_label && label.front() != '-' &&
         label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
           return is_alphanumeric(c) || c == '-' || is_non_ascii(c);
         });
}

bool is_atom(std::string_view atom) noexcept {
  return !atom.empty() && std::all_of(atom.begin(), atom.end(), is_atext);
}

template <class Predicate>
bool all_between_dots(std::string_view text, Predicate predicate) {
  for (;;) {
    const std::size_t dot = text.find('.');
    if (!predicate(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

std::optional<Email> Email::parse(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  if (local.size() > max_local || domain.size() > max_domain) return std::nullopt;
  if (!all_between_dots(local, is_atom) || !all_between_dots(domain, is_label)) return std::nullopt;
  if (!count_code_points(text) || has_control_characters(text, false)) return std::nullopt;

  Email email;
  email.text_ = text;
  email.key_ = email.is_ascii() ? to_lower(text) : std::string(text);
  return email;
}

Email Email::with_key(std::string key) const {
  Email email = *this;
  email.key_ = std::move(key);
  return email;
}

bool Email::is_ascii() const noexcept {
  return std::none_of(text_.begin(), text_.end(), is_non_ascii);
}

}  // namespace gatehouse
