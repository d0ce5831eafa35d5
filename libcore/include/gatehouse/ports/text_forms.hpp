/// The forms in which text that people type is compared (RFC 8264, RFC 8265, RFC 5890).
///
/// Two keyboards write one name in several ways: with composed or decomposed letters, in capitals,
/// a domain in its own script or in ASCII. Names are compared in forms that are the same for
/// all of these spellings. ASCII needs no such form but its lower case, so only other text comes
/// here. All text is valid UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>

namespace gatehouse {

/// Any number of threads may call these. Two calls with the same text give the same, and so do two
/// programs, as what they give is kept.
class TextForms {
 public:
  virtual ~TextForms() = default;

  /// The form in which an e-mail address is compared: its local part in lower case, as the Unicode
  /// Standard (section 3.13) lowers it, and in Normalization Form C; its domain as A-labels (RFC
  /// 5890). Case is lowered and not folded: U+017F stays another letter than `s`. The key of a key
  /// is that key.
  ///
  /// Nothing for an address that a person cannot tell from another one, since it holds invisible
  /// characters (controls, formats, fillers, spaces, unassigned ones), and for one whose domain is
  /// not valid by IDNA2008 (RFC 5891).
  [[nodiscard]] virtual std::optional<std::string> email_key(std::string_view address) const = 0;

  /// The domain as A-labels, in lower case; nothing when it is not valid by IDNA2008.
  [[nodiscard]] virtual std::optional<std::string> ascii_domain(std::string_view domain) const = 0;

  /// Normalization Form C (UAX #15): composed.
  [[nodiscard]] virtual std::string compose(std::string_view text) const = 0;
  [[nodiscard]] virtual Secret compose(const Secret& text) const = 0;
  /// Normalization Form D: decomposed.
  [[nodiscard]] virtual Secret decompose(const Secret& text) const = 0;
};

}  // namespace gatehouse
