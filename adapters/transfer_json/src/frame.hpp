/// The first and the last line.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <tuple>

#include "json_lines.hpp"

namespace gatehouse::transfer {

/// How many records there are of each of RecordKinds.
using Counts = std::array<std::uint64_t, std::tuple_size_v<RecordKinds>>;

[[nodiscard]] inline std::string first_line(const std::string& created) {
  return line_of(json::object{{"gatehouse", "export"}, {"format", format}, {"created", created}});
}

[[nodiscard]] inline std::string last_line(const Counts& counts, const std::string& sha256) {
  json::object by_type;
  [&]<class... Kinds>(const std::tuple<Kinds...>*) {
    auto count = counts.begin();
    (by_type.emplace(type_name<Kinds>, *count++), ...);
  }(static_cast<const RecordKinds*>(nullptr));
  return line_of(json::object{{"gatehouse", "end"}, {"counts", by_type}, {"sha256", sha256}});
}

}  // namespace gatehouse::transfer
