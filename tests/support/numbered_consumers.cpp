#include "numbered_consumers.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <iostream>
#include <stdexcept>
#include <vector>

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

void add_in_processes(FunctionRef<std::unique_ptr<Storage>()> open) {
  std::vector<pid_t> children;
  for (std::uint32_t i = 0; i < 6; ++i) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      int code = 1;
      try {
        const std::unique_ptr<Storage> storage = open();
        add(*storage, i);
        code = 0;
      } catch (const std::exception& error) {
        std::cerr << error.what() << std::endl;
      }
      ::_exit(code);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
  }
}

void check_swallowed_failure(Storage& storage) {
  Session session;
  session.digest.bytes = {1, 2, 3};
  session.user = UserId({7});
  const auto work = [&](Transaction& tx) -> Result<Done> {
    if (!tx.consumers().insert(consumer(1))) return Unexpected(conflict("there already"));
    tx.sessions().insert(session);
    CHECK_THROWS_AS(tx.sessions().insert(session), PortError);
    CHECK_THROWS_AS(tx.sessions().erase(session.digest), PortError);
    return Done{};
  };
  CHECK_THROWS_AS((void)storage.transact(work), PortError);
  CHECK_FALSE(has(storage, 1));
  add(storage, 1);
  CHECK(has(storage, 1));
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
