#include <gatehouse/storage_sql/statement.hpp>

#include <algorithm>
#include <cctype>

namespace gatehouse::sql {
namespace detail {

void give_back(std::string& text) noexcept {
  constexpr std::size_t small = 1024;
  if (text.capacity() > small) std::string().swap(text);
}

std::vector<std::string> parameter_names(const std::string& sql) {
  std::vector<std::string> names;
  bool quoted = false;
  for (auto at = sql.begin(); at != sql.end(); ++at) {
    if (*at == '\'') quoted = !quoted;
    if (quoted || *at != ':') continue;
    const auto end = std::find_if_not(
        at + 1, sql.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
    std::string name(at + 1, end);
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(std::move(name));
    }
    at = end - 1;
  }
  return names;
}

StatementBase::StatementBase(Connection& connection, std::string sql)
    : connection_(connection), sql_(std::move(sql)) {}

void StatementBase::prepare(
    FunctionRef<void(soci::statement&, const std::vector<std::string>&)> bind) {
  if (connection_.failed) throw PortError("the transaction has failed already");
  try {
    auto statement = std::make_unique<soci::statement>(connection_.session);
    statement->alloc();
    statement->prepare(sql_);
    bind(*statement, parameter_names(sql_));
    statement->define_and_bind();
    statement_ = std::move(statement);
  } catch (const soci::soci_error& error) {
    connection_.failed = true;
    std::rethrow_exception(connection_.dialect.translate(error));
  }
}

bool StatementBase::execute() {
  if (connection_.failed) throw PortError("the transaction has failed already");
  try {
    has_row_ = statement_->execute(true);
    return has_row_;
  } catch (const soci::soci_error& error) {
    connection_.failed = true;
    std::rethrow_exception(connection_.dialect.translate(error));
  }
}

bool StatementBase::fetch() {
  try {
    has_row_ = false;
    has_row_ = statement_->fetch();
    return has_row_;
  } catch (const soci::soci_error& error) {
    connection_.failed = true;
    std::rethrow_exception(connection_.dialect.translate(error));
  }
}

void StatementBase::finish() noexcept {
  try {
    while (has_row_) fetch();
  } catch (...) {
    connection_.failed = true;
  }
}

std::size_t StatementBase::affected_rows() {
  const long long rows = statement_->get_affected_rows();
  return rows > 0 ? static_cast<std::size_t>(rows) : 0;
}

}  // namespace detail

Command::Command(Connection& connection, std::string sql)
    : connection_(connection), sql_(std::move(sql)) {}

void Command::run() {
  try {
    if (!statement_) {
      auto statement = std::make_unique<soci::statement>(connection_.session);
      statement->alloc();
      statement->prepare(sql_);
      statement->define_and_bind();
      statement_ = std::move(statement);
    }
    statement_->execute(true);
  } catch (const soci::soci_error& error) {
    std::rethrow_exception(connection_.dialect.translate(error));
  }
}

bool Command::try_run() noexcept {
  try {
    run();
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace gatehouse::sql
