/// Sample records for tests of how a storage keeps its data.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <gatehouse/ports/storage.hpp>

namespace gatehouse::testing {

/// The consumer of an account with the given number.
[[nodiscard]] Consumer consumer(std::uint32_t number);

/// Commits that consumer.
void add(Storage& storage, std::uint32_t number);
[[nodiscard]] bool has(Storage& storage, std::uint32_t number);

/// Six processes concurrently open a storage and commit a consumer each, with numbers from 0 to 5;
/// fails the test if one of them fails.
void add_in_processes(FunctionRef<std::unique_ptr<Storage>()> open);

/// The message of the PortError that `action` throws; fails the test if it throws no such error.
[[nodiscard]] std::string refusal(const FunctionRef<void()>& action);

/// Fails the test if a transaction is committed whose work continues after a failed statement: the
/// first consumer must not exist then.
void check_swallowed_failure(Storage& storage);

}  // namespace gatehouse::testing
