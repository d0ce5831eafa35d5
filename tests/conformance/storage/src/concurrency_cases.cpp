#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include "fixture.hpp"
#include "threads.hpp"

namespace gatehouse::conformance {
namespace {

constexpr std::size_t crowd = 16;

/// A one-shot event: one thread waits until another thread has reached a point.
class Milestone {
 public:
  void reach() {
    const std::scoped_lock lock(mutex_);
    reached_ = true;
    changed_.notify_all();
  }

  /// Returns whether the event occurred before the timeout.
  bool wait(std::chrono::milliseconds longest) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, longest, [&] { return reached_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool reached_ = false;
};

constexpr std::chrono::seconds too_long{30};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "[ST-02] concurrent increments of a number are not lost") {
  User counter = make.user(make.id<AccountId>());
  counter.first_name = "0";
  REQUIRE(commit([&](Transaction& tx) { return tx.users().insert(counter); }));
  run_together(8, [&](std::size_t) {
    for (int i = 0; i < 25; ++i) {
      const auto done = persistently([&] {
        return storage().transact([&](Transaction& tx) -> Result<Done> {
          auto user = tx.users().find(counter.account, counter.id);
          if (!user) return Unexpected(not_found("the counter"));
          user->first_name = std::to_string(std::stoi(user->first_name) + 1);
          if (tx.users().update(*user) != Update::done) return Unexpected(conflict("the counter"));
          return Done{};
        });
      });
      if (!done) throw std::runtime_error(done.error().detail);
    }
  });
  CHECK(look([&](auto& tx) { return tx.users().find(counter.account, counter.id); })
            .value()
            .first_name == "200");
}

TEST_CASE_FIXTURE(
    Fixture, "[ST-02] of two records that may be erased only while the other exists, one remains") {
  for (int round = 0; round < 20; ++round) {
    const AccountId account = make.id<AccountId>();
    const std::vector<User> admins = {make.user(account, Role::admin),
                                      make.user(account, Role::admin)};
    REQUIRE(commit([&](Transaction& tx) {
      return tx.users().insert(admins[0]) && tx.users().insert(admins[1]);
    }));
    std::atomic<int> erased = 0;
    run_together(2, [&](std::size_t i) {
      const auto done = persistently([&] {
        return storage().transact([&](Transaction& tx) -> Result<Done> {
          if (tx.users().count(account, Role::admin) < 2) return Unexpected(conflict("the last"));
          tx.users().erase(account, admins[1 - i].id);
          return Done{};
        });
      });
      if (done) ++erased;
    });
    CHECK(erased == 1);
    CHECK(look([&](auto& tx) { return tx.users().count(account, Role::admin); }) == 1);
  }
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-02] exactly one of several concurrent inserts of an address succeeds") {
  const AccountId account = make.id<AccountId>();
  std::vector<User> users;
  std::vector<Registration> registrations;
  for (std::size_t i = 0; i < crowd; ++i) {
    users.push_back(make.user(account));
    users.back().email = email(i % 2 == 0 ? "one@example.org" : "ONE@Example.org");
    registrations.push_back(make.registration());
    registrations.back().email = users.back().email;
  }
  std::atomic<int> inserted_users = 0;
  std::atomic<int> inserted_registrations = 0;
  run_together(crowd, [&](std::size_t i) {
    const auto user = persistently(
        [&] { return commit([&](Transaction& tx) { return tx.users().insert(users[i]); }); });
    if (user) ++inserted_users;
    const auto registration = persistently([&] {
      return commit([&](Transaction& tx) { return tx.registrations().insert(registrations[i]); });
    });
    if (registration) ++inserted_registrations;
  });
  CHECK(inserted_users == 1);
  CHECK(inserted_registrations == 1);
  CHECK(look([&](auto& tx) { return tx.users().count(account, Role::developer); }) == 1);
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-54] projects: concurrent additions of users succeed up to the limit") {
  Project project = make.project(make.id<AccountId>());
  project.user_used = 0;
  REQUIRE(commit([&](Transaction& tx) { return tx.projects().insert(project); }));
  std::atomic<int> taken = 0;
  run_together(crowd, [&](std::size_t) {
    for (int i = 0; i < 10; ++i) {
      const bool one = persistently([&] {
        return commit([&](Transaction& tx) {
          return tx.projects().take_user(project.account, project.id, 50);
        });
      });
      if (one) ++taken;
    }
  });
  CHECK(taken == 50);
  project.user_used = 50;
  CHECK(look([&](auto& tx) { return tx.projects().find(project.account, project.id); }) == project);
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-68] attachments: concurrent uses of items succeed up to the limit") {
  constexpr std::int64_t limit = 100;
  constexpr std::int64_t amount = 3;
  Attachment attachment = make.attachment(make.project(make.id<AccountId>()), make.new_code());
  attachment.item_used = 10;
  REQUIRE(commit([&](Transaction& tx) { return tx.attachments().insert(attachment); }));
  std::atomic<int> taken = 0;
  run_together(crowd, [&](std::size_t) {
    for (int i = 0; i < 5; ++i) {
      const bool some = persistently([&] {
        return commit([&](Transaction& tx) {
          return tx.attachments().take_items(attachment.account, attachment.project,
                                             attachment.service, amount, limit);
        });
      });
      if (some) ++taken;
    }
  });
  CHECK(taken == (limit - attachment.item_used) / amount);
  attachment.item_used = limit;
  CHECK(look([&](auto& tx) {
          return tx.attachments().find(attachment.account, attachment.project, attachment.service);
        }) == attachment);
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-191] usage: exactly one of several concurrent inserts of a key is counted") {
  const Project project = make.project(make.id<AccountId>());
  const ServiceCode service = make.new_code();
  std::vector<UsageEntry> entries;
  for (std::size_t i = 0; i < crowd; ++i) {
    entries.push_back(make.usage(project, service));
    entries.back().key = "the same";
  }
  std::atomic<int> inserted = 0;
  run_together(crowd, [&](std::size_t i) {
    const bool one = persistently(
        [&] { return commit([&](Transaction& tx) { return tx.usage().insert(entries[i]); }); });
    if (one) ++inserted;
  });
  CHECK(inserted == 1);
  const auto sums = look([&](auto& tx) {
    return tx.usage().sums(project.account, project.id, service, {}, Timestamp::min(),
                           Timestamp::max());
  });
  REQUIRE(sums.size() == 1);
  CHECK(sums[0].amount == entries[0].amount);
  CHECK(sums[0].entries == 1);
}

TEST_CASE_FIXTURE(
    Fixture, "[ST-170] service tokens: exactly one of several with the same digest is inserted") {
  const Project project = make.project(make.id<AccountId>());
  std::vector<ServiceToken> tokens;
  for (std::size_t i = 0; i < crowd; ++i) {
    tokens.push_back(make.service_token(project));
    tokens.back().digest = tokens.front().digest;
  }
  run_together(crowd, [&](std::size_t i) {
    try {
      commit([&](Transaction& tx) { tx.service_tokens().insert(tokens[i]); });
    } catch (const PortError&) {
      // Another insert was first.
      return;
    }
  });
  const auto kept =
      look([&](auto& tx) { return tx.service_tokens().list(project.account, project.id); });
  REQUIRE(kept.size() == 1);
  CHECK(std::find(tokens.begin(), tokens.end(), kept.front()) != tokens.end());
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-72] consumers: exactly one of several concurrent attachments succeeds") {
  const Project project = make.project(make.id<AccountId>());
  const Consumer consumer = make.consumer(project.account);
  REQUIRE(commit([&](Transaction& tx) {
    return tx.projects().insert(project) && tx.consumers().insert(consumer);
  }));
  std::atomic<int> attached = 0;
  run_together(crowd, [&](std::size_t) {
    const bool one = persistently([&] {
      return commit([&](Transaction& tx) {
        return tx.consumers().attach(project.account, project.id, consumer.id);
      });
    });
    if (one) ++attached;
  });
  CHECK(attached == 1);
}

TEST_CASE_FIXTURE(
    Fixture, "[ST-80] mail: each entry is leased to exactly one of several concurrent callers") {
  constexpr std::size_t entries = 60;
  commit([&](Transaction& tx) {
    for (std::size_t i = 0; i < entries; ++i) {
      OutgoingMail mail = make.approval(make.id<AccountId>());
      mail.leased_until = at(0);
      tx.mail().insert(mail);
    }
  });
  std::mutex mutex;
  std::multiset<OutgoingMailId> given;
  run_together(8, [&](std::size_t) {
    for (;;) {
      const auto leased = persistently([&] {
        return commit([&](Transaction& tx) { return tx.mail().lease(at(0), at(100), 3); });
      });
      if (leased.empty()) return;
      const std::scoped_lock lock(mutex);
      for (const OutgoingMail& mail : leased) given.insert(mail.id);
    }
  });
  CHECK(given.size() == entries);
  CHECK(std::set<OutgoingMailId>(given.begin(), given.end()).size() == entries);
}

TEST_CASE_FIXTURE(Fixture, "[ST-03] a read sees one consistent state during concurrent writes") {
  const AccountId account = make.id<AccountId>();
  const User before = make.user(account);
  const User added = make.user(account);
  User changed = before;
  changed.last_name = "Changed";
  REQUIRE(commit([&](Transaction& tx) { return tx.users().insert(before); }));

  Milestone looked;
  Milestone written;
  std::thread writer([&] {
    looked.wait(too_long);
    commit([&](Transaction& tx) {
      static_cast<void>(tx.users().insert(added));
      static_cast<void>(tx.users().update(changed));
    });
    written.reach();
  });
  struct Seen {
    std::optional<User> user;
    std::size_t count = 0;
    std::vector<User> list;
    // Not defaulted: g++ 12 would omit the comparison of the members at -O1.
    bool operator==(const Seen& other) const {
      return user == other.user && count == other.count && list == other.list;
    }
  };
  const auto see = [&](const Transaction& tx) {
    return Seen{tx.users().find(account, before.id), tx.users().count(account, Role::developer),
                tx.users().list(account, Role::developer, {.after = {}, .limit = many})};
  };
  const auto [first, second] = storage().read([&](const Transaction& tx) {
    Seen one = see(tx);
    looked.reach();
    // The writer continues meanwhile or waits for the end of this read, depending on the storage.
    written.wait(std::chrono::milliseconds(100));
    return std::pair(std::move(one), see(tx));
  });
  writer.join();
  CHECK(first == second);
  CHECK(first == Seen{before, 1, {before}});
  CHECK(look(see) == Seen{changed, 2, {changed, added}});
}

TEST_CASE_FIXTURE(Fixture, "[ST-03] a read sees all commits of any thread before its beginning") {
  const AccountId account = make.id<AccountId>();
  std::vector<std::vector<User>> users(crowd / 2);
  for (auto& of_thread : users) {
    for (int i = 0; i < 10; ++i) of_thread.push_back(make.user(account));
  }
  std::atomic<int> committed = 0;
  std::atomic<int> behind = 0;
  run_together(users.size(), [&](std::size_t i) {
    for (const User& user : users[i]) {
      persistently(
          [&] { return commit([&](Transaction& tx) { return tx.users().insert(user); }); });
      const int at_least = ++committed;
      const auto [there, count] = persistently([&] {
        return look([&](auto& tx) {
          return std::pair(tx.users().find(account, user.id).has_value(),
                           tx.users().count(account, Role::developer));
        });
      });
      if (!there || count < static_cast<std::size_t>(at_least)) ++behind;
    }
  });
  CHECK(behind == 0);
}

TEST_CASE_FIXTURE(Fixture, "[ST-01] partial results of a transaction are never visible") {
  // Every transaction moves one user from one project to the other; the sum stays the same.
  // Neither count reaches zero, where nothing is given back, even if some threads do all of their
  // steps before the others.
  Project one = make.project(make.id<AccountId>());
  one.user_used = 500;
  Project two = make.project(one.account);
  two.user_used = 500;
  REQUIRE(commit(
      [&](Transaction& tx) { return tx.projects().insert(one) && tx.projects().insert(two); }));
  std::atomic<int> torn = 0;
  run_together(6, [&](std::size_t i) {
    for (int step = 0; step < 40; ++step) {
      if (i % 2 == 0) {
        persistently([&] {
          return storage()
              .transact([&](Transaction& tx) -> Result<Done> {
                tx.projects().give_back_user(one.account, i == 0 ? one.id : two.id);
                const bool taken =
                    tx.projects().take_user(one.account, i == 0 ? two.id : one.id, many);
                if (!taken || step % 5 == 0) return Unexpected(conflict("not this time"));
                return Done{};
              })
              .has_value();
        });
      } else {
        const auto sum = persistently([&] {
          return look([&](auto& tx) {
            return tx.projects().find(one.account, one.id).value().user_used +
                   tx.projects().find(two.account, two.id).value().user_used;
          });
        });
        if (sum != 1000) ++torn;
      }
    }
  });
  CHECK(torn == 0);
}

TEST_CASE_FIXTURE(
    Fixture, "[ST-09] with concurrent failing transactions exactly the successful ones are kept") {
  struct Failure {};
  const AccountId account = make.id<AccountId>();
  constexpr std::size_t each = 12;
  std::vector<Consumer> consumers;
  for (std::size_t i = 0; i < crowd * each; ++i) consumers.push_back(make.consumer(account));

  std::vector<std::atomic<bool>> kept(consumers.size());
  run_together(crowd, [&](std::size_t thread) {
    for (std::size_t i = thread * each; i < (thread + 1) * each; ++i) {
      try {
        kept[i] = persistently([&] {
          return storage()
              .transact([&](Transaction& tx) -> Result<Done> {
                if (!tx.consumers().insert(consumers[i])) return Unexpected(conflict("taken"));
                if (i % 3 == 0) return Unexpected(conflict("an error"));
                if (i % 5 == 0) throw Failure{};
                return Done{};
              })
              .has_value();
        });
      } catch (const Failure&) {
        kept[i] = false;
      }
    }
  });
  for (std::size_t i = 0; i < consumers.size(); ++i) {
    CAPTURE(i);
    CHECK(kept[i] == (i % 3 != 0 && i % 5 != 0));
    CHECK(look([&](auto& tx) {
            return tx.consumers().find(account, consumers[i].id);
          }).has_value() == kept[i]);
  }
}

TEST_CASE_FIXTURE(Fixture, "[ST-08] any number of threads can read and write concurrently") {
  const AccountId account = make.id<AccountId>();
  const User user = make.user(account);
  const Session session = make.session(user);
  commit([&](Transaction& tx) {
    static_cast<void>(tx.users().insert(user));
    tx.sessions().insert(session);
  });
  std::vector<Consumer> consumers;
  for (std::size_t i = 0; i < 3 * crowd; ++i) consumers.push_back(make.consumer(account));
  std::atomic<int> missed = 0;
  run_together(3 * crowd, [&](std::size_t i) {
    persistently([&] {
      return commit([&](Transaction& tx) { return tx.consumers().insert(consumers[i]); });
    });
    for (int step = 0; step < 20; ++step) {
      const auto found = persistently(
          [&] { return look([&](auto& tx) { return tx.sessions().find(session.digest); }); });
      if (found != signed_in(session, user)) ++missed;
    }
  });
  CHECK(missed == 0);
  CHECK(look([&](auto& tx) {
          return tx.consumers().list(account, {.after = {}, .limit = many});
        }).size() == 3 * crowd);
}

TEST_CASE("[ST-08] a transaction that times out while waiting reports it and keeps no change") {
  Samples make;
  const auto store =
      fresh_store({.longest_wait = std::chrono::milliseconds(150), .one_at_a_time = true});
  Storage& storage = store->storage();
  const User user = make.user(make.id<AccountId>());

  Milestone inside;
  Milestone go_on;
  bool let_go = false;
  std::thread holder([&] {
    try {
      const auto held = storage.transact([&](Transaction&) -> Result<Done> {
        inside.reach();
        let_go = go_on.wait(too_long);
        return Done{};
      });
      static_cast<void>(held);
    } catch (const PortError&) {
      // The transaction itself exceeded the timeout, which a storage may report.
    }
  });
  REQUIRE(inside.wait(too_long));
  const auto insert = [&](Transaction& tx) -> Result<bool> { return tx.users().insert(user); };
  CHECK_THROWS_AS(static_cast<void>(storage.transact(insert)), TransientPortError);
  // A read either runs concurrently or times out as well; it never hangs.
  try {
    const auto found = storage.read([&](auto& tx) { return tx.users().find_by_email(user.email); });
    CHECK_FALSE(found);
  } catch (const TransientPortError&) {
  }
  go_on.reach();
  holder.join();
  CHECK_MESSAGE(let_go, "those who wait came back while the transaction was open");

  const auto count = [&](const Transaction& tx) {
    return tx.users().count(*user.account, user.role);
  };
  CHECK(persistently([&] { return storage.read(count); }) == 0);
  CHECK(persistently([&] { return storage.transact(insert); }).value());
  CHECK(storage.read(count) == 1);
}

}  // namespace gatehouse::conformance
