#include "attachments.hpp"

namespace gatehouse::sql {

Attachments::Attachments(Connection& connection)
    : OfProjects(connection),
      insert_(connection),
      find_(connection, "account_id = :account AND project_id = :project AND service = :service"),
      codes_of_project_(connection,
                        "SELECT service FROM attachments WHERE account_id = :account"
                        " AND project_id = :project ORDER BY id"),
      codes_(connection,
             "SELECT project_id, service FROM attachments WHERE account_id = :account"
             " AND project_id >= :first AND project_id <= :last ORDER BY id"),
      take_items_(connection,
                  "UPDATE attachments SET item_used = item_used + :amount"
                  " WHERE account_id = :account AND project_id = :project AND service = :service"
                  " AND item_used <= :most_before"),
      erase_(connection,
             "DELETE FROM attachments WHERE account_id = :account AND project_id = :project"
             " AND service = :service"),
      is_in_use_(connection,
                 "SELECT 1 FROM attachments WHERE service = :service AND NOT EXISTS"
                 " (SELECT 1 FROM erasures e WHERE e.account_id = attachments.account_id"
                 " AND (e.kind = 'account'"
                 " OR (e.kind = 'project' AND e.scope = attachments.project_id))) LIMIT 1") {}

bool Attachments::insert(const Attachment& attachment) { return insert_(attachment) > 0; }

std::optional<Attachment> Attachments::find(AccountId account, ProjectId project,
                                            const ServiceCode& service) const {
  Attachment known{};
  known.account = account;
  known.project = project;
  known.service = service;
  return find_.one(known, account, project, service);
}

std::vector<ServiceCode> Attachments::codes(AccountId account, ProjectId project) const {
  return codes_of_project_.all(to<ServiceCode, Text>, column(account), column(project));
}

std::vector<std::pair<ProjectId, ServiceCode>> Attachments::codes(AccountId account,
                                                                  ProjectId first,
                                                                  ProjectId last) const {
  return codes_.all(
      [](const Text& project, const Text& service) {
        return std::pair(to<ProjectId>(project), to<ServiceCode>(service));
      },
      column(account), column(first), column(last));
}

bool Attachments::take_items(AccountId account, ProjectId project, const ServiceCode& service,
                             std::int64_t amount, std::int64_t limit) {
  // The difference cannot overflow; a sum in the database could.
  return amount <= limit && take_items_(amount, account, project, service, limit - amount) > 0;
}

bool Attachments::erase(AccountId account, ProjectId project, const ServiceCode& service) {
  return erase_(account, project, service) > 0;
}

bool Attachments::is_in_use(const ServiceCode& service) const {
  return is_in_use_.any(column(service));
}

}  // namespace gatehouse::sql
