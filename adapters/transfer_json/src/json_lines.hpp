/// Conversion of records to lines of JSON and back.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <string_view>

#include "json_values.hpp"
#include "record_fields.hpp"

namespace gatehouse::transfer {

/// The line of an object, with its line feed.
[[nodiscard]] inline std::string line_of(const json::object& object) {
  std::string line = json::serialize(object);
  line.push_back('\n');
  return line;
}

/// The line of a record in that format.
template <class Record>
[[nodiscard]] std::string line_of(const Record& record, std::int64_t format) {
  json::object object;
  object.emplace("type", records::description<typename DescribedBy<Record>::Record>.name);
  each_field(record, format, [&](std::string_view name, const auto& member) {
    object.emplace(name, to_json(member));
  });
  return line_of(object);
}

/// Reads the fields of a line of that format. Throws Fault when a field is missing, malformed or
/// unknown.
template <class Record>
[[nodiscard]] Record record_of(const json::object& object, std::int64_t format) {
  Record record{};
  std::size_t known = 1;  // the field `type`
  each_field(record, format, [&](std::string_view name, auto&& member) {
    const json::value* value = object.if_contains(name);
    if (value == nullptr) throw Fault("has no field \"" + std::string(name) + "\"");
    try {
      from_json(*value, member);
    } catch (const Fault& fault) {
      throw Fault("\"" + std::string(name) + "\" " + fault.what());
    }
    ++known;
  });
  if (object.size() != known) throw Fault("has a field that this version does not know");
  return record;
}

}  // namespace gatehouse::transfer
