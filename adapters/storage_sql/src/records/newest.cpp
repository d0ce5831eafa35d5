#include "newest.hpp"

#include <algorithm>

#include "../row.hpp"

namespace gatehouse::sql {

NewestRecords::NewestRecords(Connection& connection)
    : catalogue_(connection,
                 "SELECT created_at FROM catalogue ORDER BY created_at DESC, code DESC LIMIT 1") {
  records::each_kind([&]<class Record>(records::KindOf<Record>) {
    if constexpr (requires(const Record& record) { record.id; }) {
      ids_.emplace_back(connection,
                        "SELECT id FROM " + table_name<Record>() + " ORDER BY id DESC LIMIT 1");
    }
  });
}

Newest NewestRecords::find() const {
  Newest newest;
  for (auto& statement : ids_) {
    const auto id = statement.one(
        [](const std::string& text) { return to<Id<struct AnyRecordTag>>(text).bytes(); });
    newest.id = std::max(newest.id, id);
  }
  newest.catalogue_item =
      catalogue_.one([](long long created_at) { return to<Timestamp>(created_at); });
  return newest;
}

}  // namespace gatehouse::sql
