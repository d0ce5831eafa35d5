/// Normalization of names that people type, for comparison (see ports/text_forms.hpp).
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

/// Returns the address in the form used for lookups. An address without a comparison form matches
/// only itself, byte for byte.
[[nodiscard]] Email as_looked_up(const Email& email, const TextForms* forms);

/// Returns the address in the form used for storage. Fails with invalid_argument for an address
/// with invisible characters or an invalid domain.
[[nodiscard]] Result<Email> as_kept(const Email& email, const TextForms* forms);

/// Like above, but an address equal to `before` is accepted without checks.
[[nodiscard]] Result<Email> as_kept(const Email& email, const Email& before,
                                    const TextForms* forms);

/// Returns the user name of a credential in the form used for storage.
[[nodiscard]] std::string as_kept(std::string_view username, const TextForms* forms);

/// Finds the account's credential by user name: by an exact match, or else by the stored form.
[[nodiscard]] std::optional<Credential> find_by_username(const Transaction& tx, AccountId account,
                                                         std::string_view username,
                                                         const TextForms* forms);

}  // namespace gatehouse
