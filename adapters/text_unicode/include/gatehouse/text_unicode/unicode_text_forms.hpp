/// Forms of text by GNU libunistring (the Unicode Standard) and GNU libidn2 (IDNA2008, UTS #46).
#pragma once

#include <gatehouse/ports/text_forms.hpp>

namespace gatehouse {

/// Greek capitals are lowered in words of their own, as dots and not letters part them: `ΝΙΚΟΣ.Α`
/// is `νικος.α`. Domains are mapped as UTS #46 says, and not transitionally: `ß` stays.
class UnicodeTextForms final : public TextForms {
 public:
  [[nodiscard]] std::optional<std::string> email_key(std::string_view address) const override;
  [[nodiscard]] std::optional<std::string> ascii_domain(std::string_view domain) const override;
  [[nodiscard]] std::string compose(std::string_view text) const override;
  [[nodiscard]] Secret compose(const Secret& text) const override;
  [[nodiscard]] Secret decompose(const Secret& text) const override;
};

}  // namespace gatehouse
