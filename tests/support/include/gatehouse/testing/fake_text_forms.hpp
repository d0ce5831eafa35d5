/// Fake text normalisation without dependencies.
#pragma once

#include <gatehouse/ports/text_forms.hpp>

namespace gatehouse::testing {

/// Supports three letters of Unicode: `é`, its capital `É`, and the two code points U+0065 U+0301,
/// which are `é` decomposed. The domain `é.example` is `xn--9ca.example`; other domains are only
/// converted to lower case in ASCII, and U+200B is invisible. This is sufficient to test whether
/// names are compared in one form.
class FakeTextForms final : public TextForms {
 public:
  [[nodiscard]] std::optional<std::string> email_key(std::string_view address) const override;
  [[nodiscard]] std::optional<std::string> ascii_domain(std::string_view domain) const override;
  [[nodiscard]] std::string compose(std::string_view text) const override;
  [[nodiscard]] Secret compose(const Secret& text) const override;
  [[nodiscard]] std::string fold(std::string_view text) const override;
  [[nodiscard]] Secret decompose(const Secret& text) const override;
};

}  // namespace gatehouse::testing
