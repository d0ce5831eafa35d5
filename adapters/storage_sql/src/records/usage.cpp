#include "usage.hpp"

namespace gatehouse::sql {
namespace {

// 86'400'000'000 is the number of microseconds in a day. Integer division truncates in every
// database, so times before 1970 are counted to the day after theirs.
constexpr const char* select_sums =
    "SELECT created_at / 86400000000, CAST(sum(amount) AS BIGINT), CAST(sum(times) AS BIGINT),"
    " count(*) FROM usage_entries"
    " WHERE account_id = :account AND project_id = :project AND service = :service"
    " AND created_at >= :from AND created_at < :until";
constexpr const char* by_day = " GROUP BY created_at / 86400000000 ORDER BY 1";

std::string erase_totals(const std::string& condition) {
  return "DELETE FROM usage_totals WHERE (account_id, project_id, service) IN"
         " (SELECT account_id, project_id, service FROM usage_totals WHERE " +
         condition + " LIMIT :limit)";
}

UsageOfDay of_day(long long day, long long amount, long long times, long long entries) {
  return {.day = std::chrono::sys_days(std::chrono::days(day)),
          .amount = amount,
          .entries = entries,
          .times = times};
}

}  // namespace

Usage::Usage(Connection& connection)
    : insert_(connection),
      find_(connection,
            "account_id = :account AND project_id = :project AND service = :service"
            " AND entry_key = :entry_key"),
      sums_(connection, std::string(select_sums) + by_day),
      sums_of_event_(connection, std::string(select_sums) + " AND event = :event" + by_day),
      total_(connection,
             "SELECT amount FROM usage_totals"
             " WHERE account_id = :account AND project_id = :project AND service = :service"),
      add_(connection,
           "INSERT INTO usage_totals (account_id, project_id, service, amount) VALUES"
           " (:account, :project, :service, :amount) ON CONFLICT (account_id, project_id, service)"
           " DO UPDATE SET amount = usage_totals.amount + excluded.amount"),
      erase_all_(connection),
      erase_all_totals_(connection, erase_totals("account_id = :account")),
      erase_of_project_(connection),
      erase_totals_of_project_(connection,
                               erase_totals("account_id = :account AND project_id = :project")) {}

bool Usage::insert(const UsageEntry& entry) {
  if (insert_(entry) == 0) return false;
  add_(entry.account, entry.project, entry.service, entry.amount);
  return true;
}

std::optional<UsageEntry> Usage::find(AccountId account, ProjectId project,
                                      const ServiceCode& service, std::string_view key) const {
  return find_.one(account, project, service, key);
}

std::vector<UsageOfDay> Usage::sums(AccountId account, ProjectId project,
                                    const ServiceCode& service,
                                    const std::optional<std::string>& event, Timestamp from,
                                    Timestamp until) const {
  if (!event) {
    return sums_.all(of_day, column(account), column(project), service.text(), column(from),
                     column(until));
  }
  return sums_of_event_.all(of_day, column(account), column(project), service.text(), column(from),
                            column(until), *event);
}

std::int64_t Usage::total(AccountId account, ProjectId project, const ServiceCode& service) const {
  const auto as_it_is = [](long long amount) { return amount; };
  return total_.one(as_it_is, column(account), column(project), service.text()).value_or(0);
}

std::size_t Usage::erase_all(AccountId account, std::size_t limit) {
  const std::size_t entries = erase_all_(limit, account);
  if (entries == limit) return entries;
  return entries + erase_all_totals_(account, limit - entries);
}

std::size_t Usage::erase_of_project(AccountId account, ProjectId project, std::size_t limit) {
  const std::size_t entries = erase_of_project_(limit, account, project);
  if (entries == limit) return entries;
  return entries + erase_totals_of_project_(account, project, limit - entries);
}

}  // namespace gatehouse::sql
