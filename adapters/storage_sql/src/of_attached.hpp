/// What all tables do alike whose rows are of a service and a consumer that are attached to a
/// project.
#pragma once

#include <gatehouse/storage_sql/statement.hpp>

#include <optional>
#include <string>

#include "columns.hpp"
#include "erasing.hpp"

namespace gatehouse::sql {

class OfAttached {
 public:
  /// `key` is the table's primary key.
  OfAttached(Connection& connection, const std::string& table, const std::string& key)
      : erase_of_service_(connection, table, key, std::string(of_service)),
        erase_of_consumer_(connection, table, key,
                           std::string(of_service) + " AND consumer_id = :consumer"),
        next_service_(connection, "SELECT service FROM " + table +
                                      " WHERE account_id = :account AND project_id = :project"
                                      " AND service > :service ORDER BY service LIMIT 1") {}

  std::size_t erase_of_service(AccountId account, ProjectId project, const ServiceCode& service,
                               std::size_t limit) {
    return erase_of_service_.erase(limit, column(account), column(project), service.text());
  }

  /// The index goes by the service, so one service is looked through after the other: a descent for
  /// each that has rows in the project.
  std::size_t erase_of_consumer(AccountId account, ProjectId project, ConsumerId consumer,
                                std::size_t limit) {
    const auto as_it_is = [](const Text& service) { return service; };
    std::size_t erased = 0;
    std::optional<Text> service = Text();
    while (erased < limit &&
           (service = next_service_.one(as_it_is, column(account), column(project), *service))) {
      erased += erase_of_consumer_.erase(limit - erased, column(account), column(project), *service,
                                         column(consumer));
    }
    return erased;
  }

 private:
  using Text = std::string;

  static constexpr const char* of_service =
      "account_id = :account AND project_id = :project AND service = :service";

  ErasingStatement<Text, Text, Text> erase_of_service_;
  ErasingStatement<Text, Text, Text, Text> erase_of_consumer_;
  Statement<In<Text, Text, Text>, Out<Text>> next_service_;
};

}  // namespace gatehouse::sql
