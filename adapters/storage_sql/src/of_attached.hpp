/// What all tables do alike whose rows are of a service and a consumer that are attached to a
/// project.
#pragma once

#include <gatehouse/storage_sql/statement.hpp>

#include <string>

#include "columns.hpp"

namespace gatehouse::sql {

class OfAttached {
 public:
  OfAttached(Connection& connection, const std::string& table)
      : erase_of_service_(connection, "DELETE FROM " + table +
                                          " WHERE account_id = :account"
                                          " AND project_id = :project AND service = :service"),
        erase_of_consumer_(connection,
                           "DELETE FROM " + table +
                               " WHERE account_id = :account"
                               " AND project_id = :project AND consumer_id = :consumer") {}

  std::size_t erase_of_service(AccountId account, ProjectId project, const ServiceCode& service) {
    return erase_of_service_.change(column(account), column(project), service.text());
  }
  std::size_t erase_of_consumer(AccountId account, ProjectId project, ConsumerId consumer) {
    return erase_of_consumer_.change(column(account), column(project), column(consumer));
  }

 private:
  using Text = std::string;

  Statement<In<Text, Text, Text>> erase_of_service_;
  Statement<In<Text, Text, Text>> erase_of_consumer_;
};

}  // namespace gatehouse::sql
