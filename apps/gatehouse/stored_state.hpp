/// What operators should know of what the storage holds.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <gatehouse/ports/storage.hpp>

#include "configuration.hpp"

namespace gatehouse::app {

/// Whether there is a user with the role root. Throws PortError.
[[nodiscard]] bool has_root_user(Storage& storage);

/// What is wrong with `--hashing-memory-kib` for the passwords that are stored: some were hashed
/// with more memory. Looks at the first `most` users and the first `most` credentials, in short
/// reads; nothing when all of those fit. Throws PortError.
[[nodiscard]] std::optional<std::string> fault_of_hashing_memory(Storage& storage,
                                                                 const Argon2Options& argon2,
                                                                 std::size_t most);

/// The same for one amount of memory above the budget.
[[nodiscard]] std::string in_words(std::size_t kib, const Argon2Options& argon2);

}  // namespace gatehouse::app
