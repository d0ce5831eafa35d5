#include "database.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

namespace gatehouse::testing {

OtherHand::OtherHand(const std::string& path) {
  if (sqlite3_open(path.c_str(), &connection_) != SQLITE_OK) {
    throw std::runtime_error("cannot open " + path);
  }
}

OtherHand::~OtherHand() { sqlite3_close(connection_); }

void OtherHand::run(const std::string& statements) {
  if (sqlite3_exec(connection_, statements.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(connection_));
  }
}

std::int64_t OtherHand::number(const std::string& query) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection_, query.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(connection_));
  }
  const bool row = sqlite3_step(statement) == SQLITE_ROW;
  const std::int64_t number = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  if (!row) throw std::runtime_error("no row: " + query);
  return number;
}

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
