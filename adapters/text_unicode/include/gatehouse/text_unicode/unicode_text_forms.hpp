/// Forms of text by GNU libunistring (the Unicode Standard) and GNU libidn2 (IDNA2008, UTS #46).
#pragma once

#include <gatehouse/ports/text_forms.hpp>

namespace gatehouse {

/// The parts between dots are lowered as separate words, which matters for the Greek final sigma:
/// `ΝΙΚΟΣ.Α` is `νικος.α`. Domains are mapped by UTS #46, non-transitionally: `ß` stays.
class UnicodeTextForms final : public TextForms {
 public:
  [[nodiscard]] std::optional<std::string> email_key(std::string_view address) const override;
  [[nodiscard]] std::optional<std::string> ascii_domain(std::string_view domain) const override;
  [[nodiscard]] std::string compose(std::string_view text) const override;
  [[nodiscard]] Secret compose(const Secret& text) const override;
  [[nodiscard]] std::string fold(std::string_view text) const override;
  [[nodiscard]] Secret decompose(const Secret& text) const override;
};

}  // namespace gatehouse
