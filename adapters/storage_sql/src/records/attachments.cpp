#include "attachments.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {

Attachments::Attachments(Connection& connection)
    : insert_(connection,
              "INSERT INTO attachments (id, account_id, project_id, service, name, description,"
              " item_used, created_at) VALUES (:id, :account, :project, :service, :name,"
              " :description, :item_used, :created_at) ON CONFLICT DO NOTHING"),
      find_(connection,
            "SELECT id, name, description, item_used, created_at FROM attachments"
            " WHERE account_id = :account AND project_id = :project AND service = :service"),
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
      erase_all_(connection, "attachments", "id", "account_id = :account"),
      page_(connection,
            "SELECT id, account_id, project_id, service, name, description, item_used,"
            " created_at FROM attachments WHERE id > :after ORDER BY id LIMIT :limit") {}

bool Attachments::insert(const Attachment& attachment) {
  return insert_.change(column(attachment.id), column(attachment.account),
                        column(attachment.project), attachment.service.text(), attachment.name,
                        attachment.description, attachment.item_used,
                        column(attachment.created_at)) > 0;
}

std::optional<Attachment> Attachments::find(AccountId account, ProjectId project,
                                            const ServiceCode& service) const {
  return find_.one(
      [&](const std::string& id, const std::string& name, const std::string& description,
          long long item_used, long long created_at) {
        return Attachment{.id = to_id<AttachmentId>(id),
                          .account = account,
                          .project = project,
                          .service = service,
                          .name = name,
                          .description = description,
                          .item_used = item_used,
                          .created_at = to_time(created_at)};
      },
      column(account), column(project), service.text());
}

std::vector<ServiceCode> Attachments::codes(AccountId account, ProjectId project) const {
  return codes_of_project_.all(to_service_code, column(account), column(project));
}

std::vector<std::pair<ProjectId, ServiceCode>> Attachments::codes(AccountId account,
                                                                  ProjectId first,
                                                                  ProjectId last) const {
  return codes_.all(
      [](const std::string& project, const std::string& service) {
        return std::pair(to_id<ProjectId>(project), to_service_code(service));
      },
      column(account), column(first), column(last));
}

bool Attachments::take_items(AccountId account, ProjectId project, const ServiceCode& service,
                             std::int64_t amount, std::int64_t limit) {
  // The difference cannot overflow, as a sum in the database could.
  return amount <= limit && take_items_.change(amount, column(account), column(project),
                                               service.text(), limit - amount) > 0;
}

bool Attachments::erase(AccountId account, ProjectId project, const ServiceCode& service) {
  return erase_.change(column(account), column(project), service.text()) > 0;
}

std::size_t Attachments::erase_all(AccountId account, std::size_t limit) {
  return erase_all_.erase(limit, column(account));
}

std::vector<Attachment> Attachments::page(const Page<Attachment>& page) const {
  return page_.all(
      [](const Text& id, const Text& account, const Text& project, const Text& service,
         const Text& name, const Text& description, long long item_used, long long created_at) {
        return Attachment{.id = to_id<AttachmentId>(id),
                          .account = to_id<AccountId>(account),
                          .project = to_id<ProjectId>(project),
                          .service = to_service_code(service),
                          .name = name,
                          .description = description,
                          .item_used = item_used,
                          .created_at = to_time(created_at)};
      },
      page.after ? column(page.after->id) : Text(), column(page.limit));
}

}  // namespace gatehouse::sql
