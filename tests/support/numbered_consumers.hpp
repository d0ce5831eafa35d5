/// Something to store, for tests of storages that look at how it is kept.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <gatehouse/ports/storage.hpp>

namespace gatehouse::testing {

/// The `number`th consumer of one account.
[[nodiscard]] Consumer consumer(std::uint32_t number);

/// Commits that consumer.
void add(Storage& storage, std::uint32_t number);
[[nodiscard]] bool has(Storage& storage, std::uint32_t number);

/// Each of six processes opens a storage and commits a consumer, all at the same time; fails the
/// test when one of them cannot. Numbers from 0 to 5.
void add_in_processes(FunctionRef<std::unique_ptr<Storage>()> open);

/// What `action` says when it throws a PortError; fails the test when it throws none.
[[nodiscard]] std::string refusal(const FunctionRef<void()>& action);

/// Fails the test unless a transaction is not committed whose work goes on after a statement has
/// failed: the first consumer is then not there.
void check_swallowed_failure(Storage& storage);

}  // namespace gatehouse::testing
