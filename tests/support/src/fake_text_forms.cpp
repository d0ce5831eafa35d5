#include <gatehouse/testing/fake_text_forms.hpp>

namespace gatehouse::testing {
namespace {

constexpr std::string_view composed = "\u00E9";
constexpr std::string_view capital = "\u00C9";
constexpr std::string_view decomposed = "e\u0301";
constexpr std::string_view invisible = "\u200B";

std::string replace_all(std::string_view text, std::string_view what, std::string_view by) {
  std::string changed(text);
  for (std::size_t at = 0; (at = changed.find(what, at)) != std::string::npos; at += by.size()) {
    changed.replace(at, what.size(), by);
  }
  return changed;
}

std::string lower(std::string_view text) {
  std::string lowered = replace_all(text, capital, composed);
  for (char& c : lowered) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return replace_all(lowered, decomposed, composed);
}

}  // namespace

std::optional<std::string> FakeTextForms::email_key(std::string_view address) const {
  if (address.find(invisible) != std::string_view::npos) return std::nullopt;
  const std::size_t at = address.rfind('@');
  return lower(address.substr(0, at)) + "@" + *ascii_domain(address.substr(at + 1));
}

std::optional<std::string> FakeTextForms::ascii_domain(std::string_view domain) const {
  return replace_all(lower(domain), composed, "xn--9ca");
}

std::string FakeTextForms::compose(std::string_view text) const {
  return replace_all(text, decomposed, composed);
}

Secret FakeTextForms::compose(const Secret& text) const { return Secret(compose(text.reveal())); }

std::string FakeTextForms::fold(std::string_view text) const { return lower(text); }

Secret FakeTextForms::decompose(const Secret& text) const {
  return Secret(replace_all(text.reveal(), composed, decomposed));
}

}  // namespace gatehouse::testing
