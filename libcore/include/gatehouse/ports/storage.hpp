/// The storage port, which persists all records of Gatehouse.
///
/// A storage runs transactions. Services define what a transaction does, independently of how
/// records are stored; storages store records and enforce no rule except uniqueness. The promises
/// are numbered, and the conformance suite (tests/conformance/storage) has a case for each: an
/// adapter is complete when it passes the suite. An adapter may implement the collections itself,
/// or bring tables, on which kernel/transaction.hpp implements them.
///
///     auto user = storage.read([&](const Transaction& tx) {
///       return tx.users().find(account, id);
///     });
///
///     Result<Done> done = storage.transact([&](Transaction& tx) -> Result<Done> {
///       if (!tx.consumers().insert(consumer)) return Unexpected(conflict("…"));   // rolls back
///       return Done{};                                                            // commits
///     });
///
/// Promises of every storage:
///
/// [ST-01] Transactions are atomic: all of their changes are stored, or none.
/// [ST-02] Transactions are serializable: the outcome is that of some serial order.
/// [ST-03] A read sees one consistent state from its first to its last call, which includes
///         everything committed before it began.
/// [ST-04] Once `transact` has returned a value, the changes are durable: they survive closing and
///         reopening the storage, and killing the process. (An in-memory storage lives as long as
///         its object.)
/// [ST-05] If the work returns an error, all of its changes are rolled back, and the caller gets
///         the error.
/// [ST-06] If the work throws, all of its changes are rolled back, and the exception reaches the
///         caller.
/// [ST-07] A transaction sees its own writes.
/// [ST-08] `read` and `transact` are thread-safe. Waiting is bounded: after the adapter's deadline
///         they throw TransientPortError.
/// [ST-09] A failed transaction does not affect any other transaction, including those committed
///         together with it.
/// [ST-10] Lists are ordered by id, which is the order of creation; the catalogue by creation time,
///         then code. A page holds the items after its `after`, at most `limit`; `after` need not
///         exist any more (except for a code of the catalogue, [ST-61]).
/// [ST-11] Text is returned byte for byte for any valid UTF-8, except U+0000, which is never passed
///         to a storage.
/// [ST-12] Times are returned exactly, to the microsecond, including times before 1970 and after
///         2038.
/// [ST-13] Integers are returned exactly over the whole 64-bit range.
/// [ST-14] Erasing or updating a record that does not exist changes nothing and reports so.
/// [ST-217] Erasing at most `limit` records costs as much as those records, however many others
///          exist: a storage finds them by an index.
/// [ST-366] `erase_of_project` of a collection erases at most `limit` records that belong to the
///          project of the account, or are in its scope, and returns their number. Sums of usage
///          are erased with the last entry of the project.
///
/// [ST-290] While a thread has a StoragePatience, it bounds the total time that the thread waits in
///          `read` and `transact` for locks, connections and other transactions. Once it is used
///          up, TransientPortError is thrown and the work of that transaction does not run.
#pragma once

#include <optional>
#include <type_traits>
#include <utility>

#include <gatehouse/base/function_ref.hpp>
#include <gatehouse/base/result.hpp>
#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/ports/storage/account_records.hpp>
#include <gatehouse/ports/storage/api_proxy_group_records.hpp>
#include <gatehouse/ports/storage/api_proxy_records.hpp>
#include <gatehouse/ports/storage/attachment_records.hpp>
#include <gatehouse/ports/storage/catalogue_records.hpp>
#include <gatehouse/ports/storage/consumer_records.hpp>
#include <gatehouse/ports/storage/consumer_token_records.hpp>
#include <gatehouse/ports/storage/credential_records.hpp>
#include <gatehouse/ports/storage/erasure_records.hpp>
#include <gatehouse/ports/storage/gateway_records.hpp>
#include <gatehouse/ports/storage/grant_records.hpp>
#include <gatehouse/ports/storage/idempotency_key_records.hpp>
#include <gatehouse/ports/storage/limit_records.hpp>
#include <gatehouse/ports/storage/mail_ledger_records.hpp>
#include <gatehouse/ports/storage/mail_records.hpp>
#include <gatehouse/ports/storage/member_records.hpp>
#include <gatehouse/ports/storage/password_reset_records.hpp>
#include <gatehouse/ports/storage/project_records.hpp>
#include <gatehouse/ports/storage/registration_records.hpp>
#include <gatehouse/ports/storage/service_account_records.hpp>
#include <gatehouse/ports/storage/service_token_records.hpp>
#include <gatehouse/ports/storage/session_records.hpp>
#include <gatehouse/ports/storage/signing_key_records.hpp>
#include <gatehouse/ports/storage/token_family_records.hpp>
#include <gatehouse/ports/storage/usage_records.hpp>
#include <gatehouse/ports/storage/user_records.hpp>
#include <gatehouse/ports/storage_patience.hpp>

namespace gatehouse {

class Scan;

/// One collection of a transaction. `tx.users()` is a UserRecords&, or const if `tx` is const.
template <class Records>
class Collection {
 public:
  /// `on_use` is called at each use: for decorators of a storage that count or trace.
  // NOLINTNEXTLINE(google-explicit-constructor): a reference with the constness of its holder
  Collection(Records& records, std::optional<FunctionRef<void()>> on_use = {}) noexcept
      : records_(records), on_use_(on_use) {}
  /// A copy of a const collection would not be const.
  Collection(const Collection&) = delete;
  Collection(Collection&&) noexcept = default;

  [[nodiscard]] Records& operator()() { return used(); }
  [[nodiscard]] const Records& operator()() const { return used(); }

 private:
  Records& used() const {
    if (on_use_) (*on_use_)();
    return records_;
  }

  Records& records_;
  std::optional<FunctionRef<void()>> on_use_;
};

/// All collections, which a storage provides in this order.
struct Collections {
  Collection<AccountRecords> accounts;
  Collection<RegistrationRecords> registrations;
  Collection<ApproveCodeRecords> approve_codes;
  Collection<UserRecords> users;
  Collection<SessionRecords> sessions;
  Collection<ServiceAccountRecords> service_accounts;
  Collection<ServiceAccountTokenRecords> service_account_tokens;
  Collection<PasswordResetRecords> password_resets;
  Collection<IdempotencyKeyRecords> idempotency_keys;
  Collection<ProjectRecords> projects;
  Collection<CatalogueRecords> catalogue;
  Collection<AttachmentRecords> attachments;
  Collection<ConsumerRecords> consumers;
  Collection<ConsumerTokenRecords> consumer_tokens;
  Collection<MailRecords> mail;
  Collection<MemberRecords> members;
  Collection<CredentialRecords> credentials;
  Collection<GrantRecords> grants;
  Collection<ApiProxyRecords> api_proxies;
  Collection<ApiProxyGroupRecords> api_proxy_groups;
  Collection<GatewayRecords> gateways;
  Collection<TokenFamilyRecords> token_families;
  Collection<ServiceTokenRecords> service_tokens;
  Collection<SigningKeyRecords> signing_keys;
  Collection<UsageRecords> usage;
  Collection<LimitRecords> limits;
  Collection<MailLedgerRecords> mail_ledger;
  Collection<ErasureRecords> erasures;

  /// Calls visit(collection) for each collection whose records belong to projects, or are in the
  /// scope of one, except service tokens, which are few.
  template <class Visit>
  void each_of_projects(Visit visit) {
    const auto each = [&](auto&... collections) { (visit(collections), ...); };
    each(grants, api_proxy_groups, api_proxies, credentials, members, usage, limits, token_families,
         consumer_tokens, consumers, attachments);
  }

  /// Calls visit(collection) for each collection whose records belong to accounts. Users come last,
  /// since the records of the other kinds refer to them.
  template <class Visit>
  void each_of_accounts(Visit visit) {
    const auto each = [&](auto&... collections) { (visit(collections), ...); };
    each(gateways, grants, api_proxy_groups, api_proxies, credentials, members, usage, limits,
         service_tokens, token_families, consumer_tokens, consumers, attachments, projects,
         sessions, service_account_tokens, password_resets, idempotency_keys, mail, mail_ledger,
         service_accounts, users);
  }
};

/// A transaction in progress. Valid only for the call of the work that received it: never store it,
/// and never start another transaction inside. A read-only transaction is passed as const, so that
/// its collections are const.
class Transaction : public Collections {
 public:
  explicit Transaction(Collections&& collections) noexcept : Collections(std::move(collections)) {}
  virtual ~Transaction() = default;

 private:
  /// Accesses the records of all accounts; not for services. See ports/storage/scan.hpp.
  friend class Scan;
  [[nodiscard]] virtual const Scan& scan() const = 0;
};

class Storage {
 public:
  virtual ~Storage() = default;

  /// Runs `work(const Transaction&)` on one consistent state of the storage and returns its result.
  /// `work` may run more than once. Throws PortError if the storage fails.
  template <class Work>
  auto read(Work&& work) -> std::invoke_result_t<Work&, const Transaction&> {
    const StoragePatience::Transaction counted;
    std::optional<std::invoke_result_t<Work&, const Transaction&>> answer;
    do_read([&](const Transaction& tx) { answer.emplace(work(tx)); });
    return std::move(*answer);
  }

  /// Runs `work(Transaction&)`, which returns a Result, in one transaction: a value commits, an
  /// error rolls back. Returns the result of the work once it is durable.
  ///
  /// `work` may run more than once (the storage retries conflicts) and on another thread (the
  /// storage commits the work of several writers together) while the caller waits. It must
  /// therefore access only the transaction and assign any output from scratch. Throws PortError if
  /// the storage fails, and CommitInDoubt if it is unknown whether the commit took effect.
  template <class Work>
  auto transact(Work&& work) -> std::invoke_result_t<Work&, Transaction&> {
    const StoragePatience::Transaction counted;
    std::optional<std::invoke_result_t<Work&, Transaction&>> answer;
    do_transact([&](Transaction& tx) {
      answer.emplace(work(tx));
      return answer->has_value() ? Outcome::commit : Outcome::roll_back;
    });
    return std::move(*answer);
  }

  enum class Outcome { commit, roll_back };
  using ReadWork = FunctionRef<void(const Transaction&)>;
  using Work = FunctionRef<Outcome(Transaction&)>;

 protected:
  virtual void do_read(ReadWork work) = 0;
  virtual void do_transact(Work work) = 0;
};

}  // namespace gatehouse
