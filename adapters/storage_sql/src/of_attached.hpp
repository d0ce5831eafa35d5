/// Operations shared by all tables whose rows belong to a service and a consumer attached to a
/// project.
#pragma once

#include "record_statements.hpp"

namespace gatehouse::sql {

template <class Record>
class OfAttached {
 public:
  explicit OfAttached(Connection& connection)
      : erase_of_service_(connection, of_service),
        erase_of_consumer_(connection, std::string(of_service) + " AND consumer_id = :consumer"),
        next_service_(connection, "SELECT service FROM " + table_name<Record>() +
                                      " WHERE account_id = :account AND project_id = :project"
                                      " AND service > :service ORDER BY service LIMIT 1") {}

  std::size_t erase_of_service(AccountId account, ProjectId project, const ServiceCode& service,
                               std::size_t limit) {
    return erase_of_service_(limit, account, project, service);
  }

  /// The index is ordered by service, so the services are searched one after the other, with one
  /// descent for each service that has rows in the project.
  std::size_t erase_of_consumer(AccountId account, ProjectId project, ConsumerId consumer,
                                std::size_t limit) {
    const auto as_it_is = [](const Text& service) { return service; };
    std::size_t erased = 0;
    std::optional<Text> service = Text();
    while (erased < limit &&
           (service = next_service_.one(as_it_is, column(account), column(project), *service))) {
      erased += erase_of_consumer_(limit - erased, account, project, *service, consumer);
    }
    return erased;
  }

 private:
  static constexpr const char* of_service =
      "account_id = :account AND project_id = :project AND service = :service";

  EraseSome<Record, AccountId, ProjectId, ServiceCode> erase_of_service_;
  EraseSome<Record, AccountId, ProjectId, Text, ConsumerId> erase_of_consumer_;
  Statement<InOf<AccountId, ProjectId, Text>, Out<Text>> next_service_;
};

}  // namespace gatehouse::sql
