#include "database.hpp"

#include <stdexcept>

namespace gatehouse::testing {
namespace {

constexpr const char* others =
    "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'";

}  // namespace

std::string Database::servers() const {
  return run(std::string("SELECT coalesce(string_agg(pid::text, ' ' ORDER BY pid), '') ") + others);
}

void Database::end_connections() const {
  run(std::string("SELECT count(pg_terminate_backend(pid, 5000)) ") + others);
}

OtherHand::OtherHand(const Database& database)
    : connection_(PQconnectdb(database.url().c_str()), PQfinish) {}

void OtherHand::run(const std::string& statements) {
  const std::unique_ptr<PGresult, decltype(&PQclear)> answer(
      PQexec(connection_.get(), statements.c_str()), PQclear);
  const ExecStatusType status = PQresultStatus(answer.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(PQerrorMessage(connection_.get()));
  }
}

User some_user() {
  return {.id = UserId({7}),
          .account = AccountId({1}),
          .role = Role::developer,
          .email = *Email::parse("somebody@example.org"),
          .first_name = "0",
          .last_name = "Body",
          .password_hash = "hash",
          .created_at = Timestamp(Duration(1))};
}

Result<Done> insert(Storage& storage, const User& user) {
  return storage.transact([&](Transaction& tx) -> Result<Done> {
    if (!tx.users().insert(user)) return Unexpected(conflict("there already"));
    return Done{};
  });
}

std::string renaming(const User& user, const std::string& name) {
  return "UPDATE users SET first_name = '" + name + "' WHERE id = '" + user.id.to_string() + "'";
}

std::string name_of(Storage& storage, const User& user) {
  return storage.read([&](const Transaction& tx) { return tx.users().find(user.account, user.id); })
      .value()
      .first_name;
}

}  // namespace gatehouse::testing
