#include "numbered_consumers.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

namespace gatehouse::testing {
namespace {

template <class AnyId>
AnyId numbered_id(std::uint32_t number) {
  typename AnyId::Bytes bytes{};
  for (std::size_t i = 0; i < 4; ++i) {
    bytes.at(i) = static_cast<std::uint8_t>(number >> (24 - 8 * i));
  }
  return AnyId(bytes);
}

}  // namespace

Consumer consumer(std::uint32_t number) {
  return {.id = numbered_id<ConsumerId>(number),
          .account = numbered_id<AccountId>(1),
          .created_at = Timestamp(Duration(number))};
}

void add(Storage& storage, std::uint32_t number) {
  const Result<Done> done = storage.transact([&](Transaction& tx) -> Result<Done> {
    if (!tx.consumers().insert(consumer(number))) return Unexpected(conflict("there already"));
    return Done{};
  });
  if (!done) throw std::logic_error(done.error().detail);
}

bool has(Storage& storage, std::uint32_t number) {
  const Consumer wanted = consumer(number);
  return storage
      .read([&](const Transaction& tx) { return tx.consumers().find(wanted.account, wanted.id); })
      .has_value();
}

std::string refusal(const FunctionRef<void()>& action) {
  try {
    action();
  } catch (const PortError& error) {
    return error.what();
  }
  FAIL("no PortError was thrown");
  return {};
}

}  // namespace gatehouse::testing
