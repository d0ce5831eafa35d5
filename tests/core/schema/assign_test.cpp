// The change of a record by a command: which members it sets, and what omitted and null fields
// mean.

#include <optional>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <gatehouse/schema/command.hpp>

namespace gatehouse {
namespace {

using Text = std::optional<std::string>;

struct Record {
  std::string always = "before";
  std::string text = "before";
  std::string text_or_null = "before";
  Text nullable = "before";
  std::string other = "before";

  friend bool operator==(const Record&, const Record&) = default;
};

struct ChangeRecord {
  std::string always = "after";
  Text text{};
  std::optional<Text> text_or_null{};
  std::optional<Text> nullable{};
  std::string other = "after";
};

constexpr schema::Field field(std::string_view name) { return {.name = name, .details = "."}; }

constexpr schema::Field fields[]{field("always"), field("text"), field("textOrNull"),
                                 field("nullable"), field("other")};
constexpr schema::Resource resource{"Record", fields};

}  // namespace

namespace schema {

template <>
inline constexpr auto description<ChangeRecord> = describes<&resource>(
    required("always", &ChangeRecord::always).sets(&Record::always),
    optional("text", &ChangeRecord::text).sets(&Record::text),
    optional("textOrNull", &ChangeRecord::text_or_null).sets(&Record::text_or_null),
    optional("nullable", &ChangeRecord::nullable).sets(&Record::nullable),
    required("other", &ChangeRecord::other));

}  // namespace schema

namespace {

Record changed(const ChangeRecord& command) {
  Record record;
  schema::assign(record, command);
  return record;
}

TEST_CASE("assign: an omitted field leaves the member of the record unchanged") {
  CHECK(changed({}) == Record{.always = "after"});
}

TEST_CASE("assign: a given value replaces that of the record") {
  CHECK(changed({.text = "t", .text_or_null = "n", .nullable = "m"}) ==
        Record{.always = "after", .text = "t", .text_or_null = "n", .nullable = "m"});
}

TEST_CASE("assign: null empties the member, as null if it can be null") {
  CHECK(changed({.text_or_null = Text(), .nullable = Text()}) ==
        Record{.always = "after", .text_or_null = "", .nullable = std::nullopt});
}

TEST_CASE("assign: a member of the command that sets none of the record's changes nothing") {
  CHECK(changed({.other = "given"}).other == "before");
}

}  // namespace
}  // namespace gatehouse
