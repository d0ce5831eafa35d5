#pragma once

#include <gatehouse/ports/storage/scan.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include <list>
#include <string>

namespace gatehouse::sql {

/// The newest record of each kind, found by the indexes on ids.
class NewestRecords {
 public:
  explicit NewestRecords(Connection& connection);

  [[nodiscard]] Newest find() const;

 private:
  mutable std::list<Statement<In<>, Out<std::string>>> ids_;
  mutable Statement<In<>, Out<long long>> catalogue_;
};

}  // namespace gatehouse::sql
