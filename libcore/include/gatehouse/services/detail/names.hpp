/// Names that people type, in the forms in which they are compared (see ports/text_forms.hpp).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/credential.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/ports/storage.hpp>
#include <gatehouse/ports/text_forms.hpp>

namespace gatehouse {

/// The address as it is looked up: one that cannot be compared is only what it is, to the octet.
[[nodiscard]] Email as_looked_up(const Email& email, const TextForms* forms);

/// The address as it is kept. invalid_argument for one with characters that are not seen, or with a
/// domain that cannot be one.
[[nodiscard]] Result<Email> as_kept(const Email& email, const TextForms* forms);

/// The same for a change of `before`, which may stay as it is, whatever it is.
[[nodiscard]] Result<Email> as_kept(const Email& email, const Email& before,
                                    const TextForms* forms);

/// The user name of a credential as it is kept.
[[nodiscard]] std::string as_kept(std::string_view username, const TextForms* forms);

/// The account's credential with that user name: the one that has it to the octet, or else the one
/// that has it in the form in which names are kept.
[[nodiscard]] std::optional<Credential> find_by_username(const Transaction& tx, AccountId account,
                                                         std::string_view username,
                                                         const TextForms* forms);

}  // namespace gatehouse
