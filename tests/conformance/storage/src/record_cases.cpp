// Cases for every kind of record, and each of its fields, from the descriptions in
// gatehouse/records.

#include <string>
#include <vector>

#include <gatehouse/records/difference.hpp>

#include "every_record.hpp"
#include "world.hpp"

namespace gatehouse::conformance {
namespace {

class RecordsFixture : public Fixture {
 public:
  /// Returns the result of `work(tx)` in a transaction that is rolled back.
  template <class Work>
  std::string try_out(Work&& work) {
    std::string answer;
    const Result<Done> done = storage().transact([&](Transaction& tx) -> Result<Done> {
      answer = work(tx);
      return Unexpected(conflict("tried out"));
    });
    REQUIRE_FALSE(done.has_value());
    return answer;
  }

  /// One record of each kind.
  const World world = make_world(make);
};

template <class Record>
std::vector<Record> all_of(const Transaction& tx) {
  return Scan::through(tx).page(Page<Record>{.after = {}, .limit = many});
}

/// The names of the fields in which the only record of its kind differs from `expected`.
template <class Record>
std::string wrong_fields(const Transaction& tx, const Record& expected) {
  const std::vector<Record> found = all_of<Record>(tx);
  if (found.size() != 1) return std::to_string(found.size()) + " records";
  std::string names;
  for (const auto& each : records::difference(expected, found.front())) {
    names.append(each.field) += ' ';
  }
  // A difference leaves these out.
  records::each_field<Record>([&](auto field) {
    if constexpr (field.value.is_stamp) {
      const bool is_right = field.value.of(expected) == field.value.of(found.front());
      if (!is_right) names.append(field.value.name) += ' ';
    }
  });
  return names;
}

/// Calls `visit(varied, name)` with variants of the record that differ in one field each.
template <class Record, class Visit>
void each_variant(const Record& record, Visit visit) {
  records::each_field<Record>([&](auto field) {
    Record varied = record;
    vary(field.value.of(varied));
    visit(varied, field.value.name);
  });
}

/// The record with other values in all of its ordinary fields.
template <class Record>
Record with_other_contents(Record record) {
  records::each_field<Record>([&](auto field) {
    if constexpr (field.value.change == records::Change::ordinary) vary(field.value.of(record));
  });
  return record;
}

template <class Record>
constexpr bool has_owner() {
  bool owned = false;
  records::each_field<Record>([&](auto field) { owned |= field.value.is_owner; });
  return owned;
}

template <class Record>
concept HasUpdate = requires(Transaction& tx, const Record& record) {
  replace(tx, record);
};

template <class Record>
Record with_another_owner(Record record) {
  records::each_field<Record>([&](auto field) {
    if constexpr (field.value.is_owner) vary(field.value.of(record));
  });
  return record;
}

template <class Record>
bool is_owned_by(const Record& record, AccountId account) {
  bool owned = false;
  records::each_field<Record>([&](auto field) {
    if constexpr (field.value.is_owner) owned = field.value.of(record) == account;
  });
  return owned;
}

}  // namespace

TEST_CASE_FIXTURE(RecordsFixture,
                  "[ST-150] every field of every kind is returned as it was stored") {
  records::each_kind([&]<class Record>(records::KindOf<Record>) {
    CAPTURE(records::description<Record>.name);
    each_variant(sample_of<Record>(world), [&](const Record& varied, std::string_view name) {
      CAPTURE(name);
      CHECK(try_out([&](Transaction& tx) {
              put(tx, varied);
              return wrong_fields(tx, varied);
            }) == "");
    });
  });
}

TEST_CASE_FIXTURE(RecordsFixture, "[ST-22] an update replaces exactly the ordinary fields") {
  records::each_kind([&]<class Record>(records::KindOf<Record>) {
    if constexpr (HasUpdate<Record>) {
      CAPTURE(records::description<Record>.name);
      const Record stored = sample_of<Record>(world);
      each_variant(stored, [&](const Record& varied, std::string_view name) {
        CAPTURE(name);
        CHECK(try_out([&](Transaction& tx) {
                put(tx, stored);
                const bool done = replace(tx, varied);
                return wrong_fields(tx, done ? records::updated(stored, varied) : stored);
              }) == "");
      });
      const Record changed = with_other_contents(stored);
      CHECK(try_out([&](Transaction& tx) {
              put(tx, stored);
              return replace(tx, changed) ? wrong_fields(tx, changed) : "not updated";
            }) == "");
    }
  });
}

TEST_CASE_FIXTURE(RecordsFixture, "[ST-14] an update of another tenant's record changes nothing") {
  records::each_kind([&]<class Record>(records::KindOf<Record>) {
    if constexpr (HasUpdate<Record> && has_owner<Record>()) {
      CAPTURE(records::description<Record>.name);
      const Record stored = sample_of<Record>(world);
      const Record other = with_another_owner(with_other_contents(stored));
      CHECK(try_out([&](Transaction& tx) {
              put(tx, stored);
              return replace(tx, other) ? "updated" : wrong_fields(tx, stored);
            }) == "");
    }
  });
}

TEST_CASE_FIXTURE(RecordsFixture, "[ST-32] lookups by another tenant find no record of any kind") {
  records::each_kind([&]<class Record>(records::KindOf<Record>) {
    if constexpr (requires(const Transaction& tx, const Record& record) { is_found(tx, record); }) {
      CAPTURE(records::description<Record>.name);
      const Record stored = sample_of<Record>(world);
      CHECK(try_out([&](Transaction& tx) -> std::string {
              put(tx, stored);
              if (!is_found(tx, stored)) return "not found by its own account";
              return is_found(tx, with_another_owner(stored)) ? "found by another" : "";
            }) == "");
    }
  });
}

TEST_CASE_FIXTURE(RecordsFixture,
                  "the collections of accounts hold every record with an owner, except accounts") {
  CHECK(try_out([&](Transaction& tx) {
          REQUIRE(insert(tx, world));
          tx.each_of_accounts(
              [&](auto& records) { (void)records().erase_all(world.account.id, many); });
          std::string left;
          records::each_kind([&]<class Record>(records::KindOf<Record>) {
            if constexpr (!std::is_same_v<Record, Account> && has_owner<Record>()) {
              for (const Record& record : all_of<Record>(tx)) {
                if (!is_owned_by(record, world.account.id)) continue;
                left.append(records::description<Record>.name) += ' ';
              }
            }
          });
          return left;
        }) == "");
}

}  // namespace gatehouse::conformance
