/// Properties of the stored data that operators should know.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <gatehouse/ports/storage.hpp>

#include "configuration.hpp"

namespace gatehouse::app {

/// Whether there is a user with the role root. Throws PortError.
[[nodiscard]] bool has_root_user(Storage& storage);

/// Returns a description of the problem if stored passwords were hashed with more memory than
/// `--hashing-memory-kib`, otherwise nothing. Reads the first `most` users and the first `most`
/// credentials in short transactions. Throws PortError.
[[nodiscard]] std::optional<std::string> fault_of_hashing_memory(Storage& storage,
                                                                 const Argon2Options& argon2,
                                                                 std::size_t most);

/// Returns the description for one amount of memory above the budget.
[[nodiscard]] std::string in_words(std::size_t kib, const Argon2Options& argon2);

}  // namespace gatehouse::app
