/// Operations, through which services access transactions.
///
/// A service holds Operations and no storage. It passes the actor (`context`), the `action` and the
/// `work`; the same steps follow for every change:
///
///   1. The actor must be allowed the action (permission_denied). This check does not access the
///      storage.
///   2. In the transaction, the session or service token of the actor is looked up again
///      (unauthenticated), so that a caller whose access was revoked cannot change anything.
///   3. If the request has an idempotency key, its record is looked up (see idempotency.hpp); the
///      work does not run again for a request that was carried out (request_repeated).
///   4. The work runs. An error rolls back the transaction.
///   5. The record of the key is stored in the same transaction.
///   6. After the commit, the listeners are notified in turn.
///
///     return operations_.change(caller, Action::use_projects,
///                               [&](Change& change) -> Result<Project> {
///                                 if (!change.tx.projects().insert(project)) { … }
///                                 change.created(Subject::project, project.id);
///                                 return project;
///                               });
///
/// The work may run more than once and on another thread, as Storage specifies; the events of a run
/// that was rolled back are discarded.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/base/result.hpp>
#include <gatehouse/operations/context.hpp>
#include <gatehouse/operations/event.hpp>
#include <gatehouse/operations/idempotency.hpp>
#include <gatehouse/operations/permissions.hpp>
#include <gatehouse/ports/clock.hpp>
#include <gatehouse/ports/storage.hpp>

namespace gatehouse {

/// A read by an authorized actor. Valid for one run of the work.
class Reading {
 public:
  const Transaction& tx;

  /// The actor's account. Every action that root may not perform has one.
  [[nodiscard]] AccountId account() const noexcept {
    invariant(account_.has_value());
    return *account_;
  }

 private:
  friend class Operations;
  Reading(const Transaction& transaction, const Tenant& account)
      : tx(transaction), account_(account) {}

  const Tenant& account_;
};

/// A transaction with changes by an authorized actor who is still authenticated. Valid for one run
/// of the work.
class Change {
 public:
  Transaction& tx;
  /// Taken before the transaction began, so that it is the same in every run.
  const Timestamp now;

  /// The actor's account. Every action that root may not perform has one.
  [[nodiscard]] AccountId account() const noexcept {
    invariant(commit_.account.has_value());
    return *commit_.account;
  }

  /// Records an event. `which` is an id or a name, see Target.
  template <class Which>
  void created(Subject subject, const Which& which) {
    commit_.events.push_back({Event::Kind::created, Target(subject, which), {}});
  }
  template <class Which>
  void updated(Subject subject, const Which& which) {
    commit_.events.push_back({Event::Kind::updated, Target(subject, which), {}});
  }
  /// The same for a record of a described kind. Without a difference there is no event.
  template <class Which, class Record>
  void updated(Subject subject, const Which& which, const Record& before, const Record& after) {
    auto difference = records::difference(before, after);
    if (difference.empty()) return;
    commit_.events.push_back({Event::Kind::updated, Target(subject, which), std::move(difference)});
  }
  template <class Which>
  void removed(Subject subject, const Which& which) {
    commit_.events.push_back({Event::Kind::removed, Target(subject, which), {}});
  }

 private:
  friend class Operations;
  Change(Transaction& transaction, Commit& commit)
      : tx(transaction), now(commit.at), commit_(commit) {}

  Commit& commit_;
};

/// Thread-safe. Propagates the exceptions of the storage.
class Operations {
 public:
  /// All arguments must outlive this object.
  Operations(Storage& storage, Clock& clock, std::vector<CommitListener*> listeners = {})
      : storage_(storage), clock_(clock), listeners_(std::move(listeners)) {}

  /// Runs a read before the actor is known, or on the server's own behalf, and returns the result
  /// of `work(tx)`.
  template <class Work>
  auto look_up(Work&& work) -> std::invoke_result_t<Work&, const Transaction&> {
    return storage_.read(std::forward<Work>(work));
  }

  /// Runs `work(reading)`, which returns a Result, or returns the reason why the actor may not
  /// perform the action. The session is not looked up again: a read is as recent as its
  /// authentication at least.
  template <class Work>
  auto read(const Context& context, Action action, Work&& work)
      -> std::invoke_result_t<Work&, const Reading&> {
    auto account = authorize(context, action);
    if (!account) return std::move(account).failure();
    return storage_.read([&](const Transaction& tx) { return work(Reading(tx, *account)); });
  }

  /// A read that looks up the session again: for reads that precede slow work, such as hashing a
  /// password, which an actor whose access was revoked must not cause.
  template <class Work>
  auto read_confirmed(const Context& context, Action action, Work&& work)
      -> std::invoke_result_t<Work&, const Reading&> {
    using Answer = std::invoke_result_t<Work&, const Reading&>;
    auto account = authorize(context, action);
    if (!account) return std::move(account).failure();
    const Timestamp now = clock_.now();
    return storage_.read([&](const Transaction& tx) -> Answer {
      if (auto ok = still_authenticated(tx, context, now); !ok) return std::move(ok).failure();
      return work(Reading(tx, *account));
    });
  }

  /// Runs `work(change)`, which returns a Result, in one transaction, as described above.
  template <class Work>
  auto change(const Context& context, Action action, Work&& work)
      -> std::invoke_result_t<Work&, Change&> {
    auto account = authorize(context, action);
    if (!account) return std::move(account).failure();
    return run(
        Commit{.context = context, .action = action, .account = *account, .at = clock_.now()},
        work);
  }

  /// Like above, for the server itself, on behalf of no caller.
  template <class Work>
  auto keep_house(Work&& work) -> std::invoke_result_t<Work&, Change&> {
    return change(Housekeeper{}, Action::keep_house, std::forward<Work>(work));
  }

 private:
  template <class Work>
  auto run(Commit commit, Work& work) -> std::invoke_result_t<Work&, Change&> {
    using Answer = std::invoke_result_t<Work&, Change&>;
    using Value = std::remove_cvref_t<decltype(*std::declval<Answer&>())>;
    IdempotencyClaim* const claim = open_claim(commit.context);
    try {
      Answer answer = storage_.transact([&](Transaction& tx) -> Answer {
        commit.events.clear();
        auto ok = still_authenticated(tx, commit.context, commit.at);
        if (ok && claim != nullptr) ok = check_claim(tx, *claim, commit);
        if (!ok) return std::move(ok).failure();
        Change change(tx, commit);
        Answer result = work(change);
        if (!result || claim == nullptr) return result;
        ok = settle_claim(tx, *claim, commit, typeid(Value), &*result);
        if (!ok) return std::move(ok).failure();
        return result;
      });
      if (answer) announce(commit);
      if (answer && claim != nullptr) claim->is_settled = true;
      return answer;
    } catch (...) {
      // The work may have been committed, so listeners must act as if it was.
      commit.in_doubt = true;
      announce(commit);
      throw;
    }
  }

  void announce(const Commit& commit) const noexcept;

  /// Returns the claim of a user's request that no change has settled, or null.
  [[nodiscard]] static IdempotencyClaim* open_claim(const Context& context) noexcept;
  /// Fails if a request with the key was carried out before.
  [[nodiscard]] static Result<Done> check_claim(const Transaction& tx,
                                                const IdempotencyClaim& claim,
                                                const Commit& commit);
  /// Stores the record of the key with the result of the work, which has the type. Fails if another
  /// transaction has done so.
  [[nodiscard]] static Result<Done> settle_claim(Transaction& tx, const IdempotencyClaim& claim,
                                                 const Commit& commit, const std::type_info& type,
                                                 const void* result);

  Storage& storage_;
  Clock& clock_;
  const std::vector<CommitListener*> listeners_;
};

}  // namespace gatehouse
