/// Common cases of consumer tokens and token families: records of a service and a consumer that are
/// attached to a project, and that expire.
#pragma once

#include "digests.hpp"
#include "fixture.hpp"

namespace gatehouse::conformance {

struct Tokens {
  using Record = ConsumerToken;
  static Record make(Samples& samples, const Project& project, const ServiceCode& service,
                     const Consumer& consumer) {
    return samples.token(project, service, consumer);
  }
  static ConsumerTokenRecords& of(Transaction& tx) { return tx.consumer_tokens(); }
  static std::optional<Record> find(const Transaction& tx, const Record& record) {
    return tx.consumer_tokens().find(record.digest);
  }
};

struct Families {
  using Record = TokenFamily;
  static Record make(Samples& samples, const Project& project, const ServiceCode& service,
                     const Consumer& consumer) {
    return samples.family(project, service, consumer);
  }
  static TokenFamilyRecords& of(Transaction& tx) { return tx.token_families(); }
  static std::optional<Record> find(const Transaction& tx, const Record& record) {
    return tx.token_families().find(record.id);
  }
};

/// `Kind` is Tokens or Families. The records belong to two consumers and two services in two
/// projects of one account, and one to another account for the same service.
template <class Kind>
class OfAttached : public Fixture {
 public:
  using Record = typename Kind::Record;
  using Found = std::vector<bool>;

  OfAttached() {
    commit([&](Transaction& tx) {
      for (const Record& record : all()) Kind::of(tx).insert(record);
    });
  }

  [[nodiscard]] std::vector<Record> all() const {
    return {plain, other_consumer, other_service, other_project, foreign};
  }

  /// The records of all() that exist.
  [[nodiscard]] Found there() {
    return look([&](auto& tx) {
      Found found;
      for (const Record& record : all()) found.push_back(Kind::find(tx, record) == record);
      return found;
    });
  }

  void expect_erasing_of_service() {
    const auto erase = [&](AccountId of, ProjectId in, const ServiceCode& with) {
      return commit(
          [&](Transaction& tx) { return Kind::of(tx).erase_of_service(of, in, with, many); });
    };
    CHECK(erase(foreign_project.account, project.id, service) == 0);
    CHECK(erase(account, project.id, make.new_code()) == 0);
    CHECK(there() == Found{true, true, true, true, true});
    CHECK(erase(account, project.id, service) == 2);
    CHECK(there() == Found{false, false, true, true, true});
    CHECK(erase(account, project.id, service) == 0);
  }

  void expect_erasing_of_consumer() {
    const auto erase = [&](AccountId of, ProjectId in, ConsumerId who) {
      return commit(
          [&](Transaction& tx) { return Kind::of(tx).erase_of_consumer(of, in, who, many); });
    };
    CHECK(erase(foreign_project.account, project.id, consumer.id) == 0);
    CHECK(erase(account, project.id, make.id<ConsumerId>()) == 0);
    CHECK(there() == Found{true, true, true, true, true});
    CHECK(erase(account, project.id, consumer.id) == 2);
    CHECK(there() == Found{false, true, false, true, true});
    CHECK(erase(account, project.id, consumer.id) == 0);
  }

  void expect_erasing_all() {
    const auto erase_all = [&] {
      return commit([&](Transaction& tx) { return Kind::of(tx).erase_all(account, many); });
    };
    CHECK(erase_all() == 4);
    CHECK(there() == Found{false, false, false, false, true});
    CHECK(erase_all() == 0);
  }

  void expect_erasing_of_expired() {
    expect_expiry(
        [&](std::int64_t expiry) {
          Record record = Kind::make(make, project, service, consumer);
          record.expires_at = at(expiry);
          commit([&](Transaction& tx) { Kind::of(tx).insert(record); });
          return record;
        },
        [&](Timestamp now, std::size_t limit) {
          return commit([&](Transaction& tx) { return Kind::of(tx).erase_expired(now, limit); });
        },
        [&](const Record& record) {
          return look([&](auto& tx) { return Kind::find(tx, record) == record; });
        });
    CHECK(there() == Found{true, true, true, true, true});
  }

  const AccountId account = make.id<AccountId>();
  const Project project = make.project(account);
  const Project sibling = make.project(account);
  const Project foreign_project = make.project(make.id<AccountId>());
  const ServiceCode service = make.new_code();
  const Consumer consumer = make.consumer(account);
  const Consumer colleague = make.consumer(account);

  const Record plain = Kind::make(make, project, service, consumer);
  const Record other_consumer = Kind::make(make, project, service, colleague);
  const Record other_service = Kind::make(make, project, make.new_code(), consumer);
  const Record other_project = Kind::make(make, sibling, service, consumer);
  const Record foreign =
      Kind::make(make, foreign_project, service, make.consumer(foreign_project.account));
};

}  // namespace gatehouse::conformance
