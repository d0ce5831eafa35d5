/// The first and the last line.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

#include "json_lines.hpp"

namespace gatehouse::transfer {

/// How many records there are of each of RecordKinds.
using Counts = std::array<std::uint64_t, std::tuple_size_v<RecordKinds>>;

[[nodiscard]] inline std::string first_line(std::int64_t format, const std::string& created) {
  return line_of(json::object{{"gatehouse", "export"}, {"format", format}, {"created", created}});
}

/// Of the types that the format has.
[[nodiscard]] inline std::string last_line(std::int64_t format, const Counts& counts,
                                           const std::string& sha256) {
  json::object by_type;
  [&]<class... Kinds>(const std::tuple<Kinds...>*) {
    auto count = counts.begin();
    const auto add = [&](std::string_view type, std::int64_t first) {
      if (first <= format) by_type.emplace(type, *count);
      ++count;
    };
    (add(type_name<Kinds>, first_format<Kinds>), ...);
  }(static_cast<const RecordKinds*>(nullptr));
  return line_of(json::object{{"gatehouse", "end"}, {"counts", by_type}, {"sha256", sha256}});
}

}  // namespace gatehouse::transfer
