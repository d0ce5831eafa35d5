#include <gatehouse/storage_sql/statement.hpp>

#include <algorithm>

#include <gatehouse/base/ascii.hpp>

namespace gatehouse::sql {
namespace {

bool is_in_name(char c) noexcept {
  const char lowered = to_lower(c);
  return (lowered >= 'a' && lowered <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

std::vector<ParameterUse> parameter_uses(const std::string& sql) {
  std::vector<ParameterUse> uses;
  char quote = 0;
  for (auto at = sql.begin(); at != sql.end(); ++at) {
    if ((*at == '\'' || *at == '"') && (quote == 0 || quote == *at))
      quote = quote == 0 ? *at : '\0';
    if (quote != 0 || *at != ':') continue;
    // PostgreSQL's cast.
    if (std::next(at) != sql.end() && *std::next(at) == ':') {
      ++at;
      continue;
    }
    const auto end = std::find_if_not(at + 1, sql.end(), is_in_name);
    uses.push_back({.begin = static_cast<std::size_t>(at - sql.begin()),
                    .end = static_cast<std::size_t>(end - sql.begin())});
    at = end - 1;
  }
  return uses;
}

namespace detail {

void give_back(std::string& text) noexcept {
  constexpr std::size_t small = 1024;
  if (text.capacity() > small) std::string().swap(text);
}

std::vector<std::string> parameter_names(const std::string& sql) {
  std::vector<std::string> names;
  for (const ParameterUse& use : parameter_uses(sql)) {
    std::string name = sql.substr(use.begin + 1, use.end - use.begin - 1);
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

StatementBase::StatementBase(Connection& connection, std::string sql)
    : connection_(connection), sql_(std::move(sql)) {}

void StatementBase::prepare(const std::vector<Place>& parameters,
                            const std::vector<Place>& columns) {
  connection_.require_no_failure();
  std::vector<std::string> names = parameter_names(sql_);
  if (names.size() != parameters.size()) throw PortError("a statement's parameters do not fit");
  std::vector<Parameter> named;
  named.reserve(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    named.push_back({.name = std::move(names[i]), .place = parameters[i]});
  }
  try {
    statement_ = connection_.driver.prepare(sql_, named, columns);
  } catch (...) {
    connection_.fail(std::current_exception());
  }
}

bool StatementBase::execute() {
  connection_.require_no_failure();
  try {
    has_row_ = statement_->execute();
    return has_row_;
  } catch (...) {
    connection_.fail(std::current_exception());
  }
}

bool StatementBase::fetch() {
  try {
    has_row_ = false;
    has_row_ = statement_->fetch();
    return has_row_;
  } catch (...) {
    connection_.fail(std::current_exception());
  }
}

void StatementBase::finish() noexcept {
  try {
    while (has_row_) fetch();
  } catch (...) {
    return;  // fetch() has recorded it for the transaction's owner
  }
}

std::size_t StatementBase::affected_rows() {
  const long long rows = statement_->affected_rows();
  return rows > 0 ? static_cast<std::size_t>(rows) : 0;
}

}  // namespace detail

Command::Command(Connection& connection, std::string sql)
    : connection_(connection), sql_(std::move(sql)) {}

void Command::run() {
  if (!statement_) statement_ = connection_.driver.prepare(sql_, {}, {});
  statement_->execute();
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
