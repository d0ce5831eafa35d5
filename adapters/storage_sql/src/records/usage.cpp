#include "usage.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* select =
    "SELECT id, account_id, project_id, service, event, amount, entry_key, created_at"
    " FROM usage_entries WHERE ";

// The microseconds of a day. A quotient of whole numbers is one in every database, though one that
// is cut: of the times before 1970, those of a day lie with the day after them.
constexpr const char* select_sums =
    "SELECT created_at / 86400000000, CAST(sum(amount) AS BIGINT), count(*) FROM usage_entries"
    " WHERE account_id = :account AND project_id = :project AND service = :service"
    " AND created_at >= :from AND created_at < :until";
constexpr const char* by_day = " GROUP BY created_at / 86400000000 ORDER BY 1";

UsageEntry from_row(const std::string& id, const std::string& account, const std::string& project,
                    const std::string& service, const std::string& event, long long amount,
                    const std::string& key, long long created_at) {
  return {.id = to_id<UsageEntryId>(id),
          .account = to_id<AccountId>(account),
          .project = to_id<ProjectId>(project),
          .service = to_service_code(service),
          .event = event,
          .amount = amount,
          .key = key,
          .created_at = to_time(created_at)};
}

UsageOfDay of_day(long long day, long long amount, long long entries) {
  return {
      .day = std::chrono::sys_days(std::chrono::days(day)), .amount = amount, .entries = entries};
}

}  // namespace

Usage::Usage(Connection& connection)
    : insert_(connection,
              "INSERT INTO usage_entries (id, account_id, project_id, service, event, amount,"
              " entry_key, created_at) VALUES (:id, :account, :project, :service, :event, :amount,"
              " :entry_key, :created_at) ON CONFLICT DO NOTHING"),
      find_(connection, std::string(select) +
                            "account_id = :account AND project_id = :project"
                            " AND service = :service AND entry_key = :entry_key"),
      sums_(connection, std::string(select_sums) + by_day),
      sums_of_event_(connection, std::string(select_sums) + " AND event = :event" + by_day),
      total_(connection,
             "SELECT amount FROM usage_totals"
             " WHERE account_id = :account AND project_id = :project AND service = :service"),
      add_(connection,
           "INSERT INTO usage_totals (account_id, project_id, service, amount) VALUES"
           " (:account, :project, :service, :amount) ON CONFLICT (account_id, project_id, service)"
           " DO UPDATE SET amount = usage_totals.amount + excluded.amount"),
      erase_all_(connection, "usage_entries", "id", "account_id = :account"),
      erase_all_totals_(connection, "usage_totals", "account_id, project_id, service",
                        "account_id = :account"),
      page_(connection, std::string(select) + "id > :after ORDER BY id LIMIT :limit") {}

bool Usage::insert(const UsageEntry& entry) {
  const Text account = column(entry.account);
  const Text project = column(entry.project);
  if (insert_.change(column(entry.id), account, project, entry.service.text(), entry.event,
                     entry.amount, entry.key, column(entry.created_at)) == 0) {
    return false;
  }
  add_.change(account, project, entry.service.text(), entry.amount);
  return true;
}

std::optional<UsageEntry> Usage::find(AccountId account, ProjectId project,
                                      const ServiceCode& service, std::string_view key) const {
  return find_.one(from_row, column(account), column(project), service.text(), Text(key));
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
  const std::size_t entries = erase_all_.erase(limit, column(account));
  return entries + erase_all_totals_.erase(limit - entries, column(account));
}

std::vector<UsageEntry> Usage::page(const Page<UsageEntry>& page) const {
  return page_.all(from_row, page.after ? column(page.after->id) : Text(), column(page.limit));
}

}  // namespace gatehouse::sql
