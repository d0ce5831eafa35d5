/// Normalization of text that people type, for comparison (RFC 8264, RFC 8265, RFC 5890).
///
/// Different keyboards produce different spellings of one name: composed or decomposed letters,
/// upper or lower case, a domain in its own script or in ASCII. Names are compared in a form that
/// is the same for all of these spellings. ASCII text only needs lower case, so only other text is
/// passed to this port. All text is valid UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>

namespace gatehouse {

/// Thread-safe. The results are stored, so they must be the same for the same text in every call
/// and program.
class TextForms {
 public:
  virtual ~TextForms() = default;

  /// Returns the form in which an e-mail address is compared: its local part in lower case,
  /// according to the Unicode Standard (section 3.13), and in Normalization Form C; its domain as
  /// A-labels (RFC 5890). Case is lowered and not folded: U+017F remains different from `s`. The
  /// function is idempotent.
  ///
  /// Returns nothing for an address with invisible characters (controls, formats, fillers, spaces,
  /// unassigned code points), which a person could not tell from another address, and for an
  /// address whose domain is not valid by IDNA2008 (RFC 5891).
  [[nodiscard]] virtual std::optional<std::string> email_key(std::string_view address) const = 0;

  /// Returns the domain as A-labels in lower case, or nothing if it is not valid by IDNA2008.
  [[nodiscard]] virtual std::optional<std::string> ascii_domain(std::string_view domain) const = 0;

  /// Normalization Form C (UAX #15): composed.
  [[nodiscard]] virtual std::string compose(std::string_view text) const = 0;
  [[nodiscard]] virtual Secret compose(const Secret& text) const = 0;
  /// Normalization Form D: decomposed.
  /// The form in which parts of texts are searched: the full case folding of the Unicode Standard
  /// (section 3.13), composed. It is never stored.
  [[nodiscard]] virtual std::string fold(std::string_view text) const = 0;
  [[nodiscard]] virtual Secret decompose(const Secret& text) const = 0;
};

}  // namespace gatehouse
