/// The first and the last line of an export.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

#include "json_lines.hpp"

namespace gatehouse::transfer {

/// The number of records of each of RecordKinds.
using Counts = std::array<std::uint64_t, std::tuple_size_v<RecordKinds>>;

[[nodiscard]] inline std::string first_line(std::int64_t format, const std::string& created) {
  return line_of(json::object{{"gatehouse", "export"}, {"format", format}, {"created", created}});
}

/// The last line, with counts of the types that the format has.
[[nodiscard]] inline std::string last_line(std::int64_t format, const Counts& counts,
                                           const std::string& sha256) {
  json::object by_type;
  auto count = counts.begin();
  records::each_kind([&]<class Record>(records::KindOf<Record>) {
    constexpr std::string_view name = records::description<Record>.name;
    if (first_format(name) <= format) by_type.emplace(name, *count);
    ++count;
  });
  return line_of(json::object{{"gatehouse", "end"}, {"counts", by_type}, {"sha256", sha256}});
}

}  // namespace gatehouse::transfer
