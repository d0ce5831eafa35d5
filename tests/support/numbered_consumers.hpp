/// Something to store, for tests of storages that look at how it is kept.
#pragma once

#include <cstdint>
#include <string>

#include <gatehouse/ports/storage.hpp>

namespace gatehouse::testing {

/// The `number`th consumer of one account.
[[nodiscard]] Consumer consumer(std::uint32_t number);

/// Commits that consumer.
void add(Storage& storage, std::uint32_t number);
[[nodiscard]] bool has(Storage& storage, std::uint32_t number);

/// What `action` says when it throws a PortError; fails the test when it throws none.
[[nodiscard]] std::string refusal(const FunctionRef<void()>& action);

}  // namespace gatehouse::testing
