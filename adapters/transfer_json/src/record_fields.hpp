/// The fields of records in an export, for both writing and reading.
#pragma once

#include <cstdint>
#include <tuple>
#include <type_traits>

#include "record_formats.hpp"

namespace gatehouse::transfer {

template <class Given>
struct DescribedBy {
  using Record = Given;
};
template <class Described>
struct DescribedBy<AsRead<Described>> {
  using Record = Described;
};

/// Calls `visit(name, member)` with every member of a record, in the order of a line of that
/// format. Fields of former formats are visited for an AsRead.
template <class Given, class Visit>
void each_field(Given& record, std::int64_t format, Visit&& visit) {
  using Record = typename DescribedBy<std::remove_const_t<Given>>::Record;
  records::each_field<Record>([&](auto field) {
    if constexpr (!std::is_same_v<std::remove_const_t<Given>, Record>) {
      const auto former = [&](const auto& each) {
        if (each.before == field.value.name && format <= each.last_format) {
          visit(each.name, record.*each.member);
        }
      };
      std::apply([&](const auto&... each) { (former(each), ...); }, former_fields<Record>);
    }
    constexpr std::int64_t first =
        first_format(records::description<Record>.name, field.value.name);
    if (format >= first) visit(field.value.name, field.value.of(record));
  });
}

}  // namespace gatehouse::transfer
