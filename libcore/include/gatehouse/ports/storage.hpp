/// The storage port: everything that Gatehouse remembers.
///
/// A storage runs transactions. Services say what a transaction does and never how it is kept;
/// storages keep records and know no rule but uniqueness. Promises are numbered, and the
/// conformance suite (tests/conformance/storage) has a case for each: an adapter is done when it
/// passes.
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
/// [ST-01] A transaction is atomic: all of it is kept, or nothing.
/// [ST-02] Transactions are serializable: the outcome is one that some order, one after another,
///         would have given.
/// [ST-03] A read sees one state from its first to its last call, and all that was committed before
///         it began.
/// [ST-04] What `transact` has returned a value for is durable: it is there after the storage was
///         closed and opened again, and after the process was killed. (A storage in memory lives as
///         long as its object.)
/// [ST-05] When the work returns an error, nothing that it did remains, and the caller gets
///         that error.
/// [ST-06] When the work throws, nothing that it did remains, and the exception reaches the caller.
/// [ST-07] A transaction sees its own writes.
/// [ST-08] Any number of threads may call `read` and `transact` at the same time. Waiting is
///         bounded: past the adapter's deadline it throws TransientPortError.
/// [ST-09] One transaction's failure leaves every other one untouched, those that are committed
///         together with it included.
/// [ST-10] Lists are ordered by id, which is the order of creation; the catalogue by creation time,
///         then code. A page holds what comes after its `after`, at most `limit` items; `after`
///         need not exist any more (a code of the catalogue excepted, [ST-61]).
/// [ST-11] Text comes back byte for byte, whatever valid UTF-8 it is; U+0000 excepted, which is
///         never given to a storage.
/// [ST-12] Times come back exactly, to the microsecond, before 1970 and past 2038 too.
/// [ST-13] Integers come back exactly over the whole range of 64 bits.
/// [ST-14] Erasing or updating what is not there changes nothing and says so.
/// [ST-217] What erases at most `limit` records costs as much as those records do, however many
///          more there are: a storage finds them by an index.
///
/// [ST-290] While a thread has a StoragePatience, all that it waits in `read` and `transact`, for
///          turns, connections and other transactions together, is bounded by it.
///          When it is used up, TransientPortError is thrown, and the work of that transaction is
///          not run.
#pragma once

#include <optional>
#include <type_traits>
#include <utility>

#include <gatehouse/base/function_ref.hpp>
#include <gatehouse/base/result.hpp>
#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/ports/storage/account_records.hpp>
#include <gatehouse/ports/storage/api_proxy_records.hpp>
#include <gatehouse/ports/storage/consumer_records.hpp>
#include <gatehouse/ports/storage/credential_records.hpp>
#include <gatehouse/ports/storage/erasure_records.hpp>
#include <gatehouse/ports/storage/gateway_records.hpp>
#include <gatehouse/ports/storage/limit_records.hpp>
#include <gatehouse/ports/storage/mail_records.hpp>
#include <gatehouse/ports/storage/member_records.hpp>
#include <gatehouse/ports/storage/project_records.hpp>
#include <gatehouse/ports/storage/service_records.hpp>
#include <gatehouse/ports/storage/service_token_records.hpp>
#include <gatehouse/ports/storage/session_records.hpp>
#include <gatehouse/ports/storage/signing_key_records.hpp>
#include <gatehouse/ports/storage/token_family_records.hpp>
#include <gatehouse/ports/storage/usage_records.hpp>
#include <gatehouse/ports/storage/user_records.hpp>
#include <gatehouse/ports/storage_patience.hpp>

namespace gatehouse {

class Scan;

/// One transaction under way. Belongs to the call of the work that it was given to: never keep it,
/// and never start another transaction inside.
class Transaction {
 public:
  virtual ~Transaction() = default;

  [[nodiscard]] virtual AccountRecords& accounts() = 0;
  [[nodiscard]] virtual RegistrationRecords& registrations() = 0;
  [[nodiscard]] virtual ApproveCodeRecords& approve_codes() = 0;
  [[nodiscard]] virtual UserRecords& users() = 0;
  [[nodiscard]] virtual SessionRecords& sessions() = 0;
  [[nodiscard]] virtual PasswordResetRecords& password_resets() = 0;
  [[nodiscard]] virtual ProjectRecords& projects() = 0;
  [[nodiscard]] virtual CatalogueRecords& catalogue() = 0;
  [[nodiscard]] virtual AttachmentRecords& attachments() = 0;
  [[nodiscard]] virtual ConsumerRecords& consumers() = 0;
  [[nodiscard]] virtual ConsumerTokenRecords& consumer_tokens() = 0;
  [[nodiscard]] virtual MailRecords& mail() = 0;
  [[nodiscard]] virtual MemberRecords& members() = 0;
  [[nodiscard]] virtual CredentialRecords& credentials() = 0;
  [[nodiscard]] virtual GrantRecords& grants() = 0;
  [[nodiscard]] virtual ApiProxyRecords& api_proxies() = 0;
  [[nodiscard]] virtual ApiProxyGroupRecords& api_proxy_groups() = 0;
  [[nodiscard]] virtual GatewayRecords& gateways() = 0;
  [[nodiscard]] virtual TokenFamilyRecords& token_families() = 0;
  [[nodiscard]] virtual ServiceTokenRecords& service_tokens() = 0;
  [[nodiscard]] virtual SigningKeyRecords& signing_keys() = 0;
  [[nodiscard]] virtual UsageRecords& usage() = 0;
  [[nodiscard]] virtual LimitRecords& limits() = 0;
  [[nodiscard]] virtual ErasureRecords& erasures() = 0;

  // Reading. A transaction that only reads is given as const, and these are all it reaches.
  [[nodiscard]] const AccountRecords& accounts() const { return self().accounts(); }
  [[nodiscard]] const RegistrationRecords& registrations() const { return self().registrations(); }
  [[nodiscard]] const ApproveCodeRecords& approve_codes() const { return self().approve_codes(); }
  [[nodiscard]] const UserRecords& users() const { return self().users(); }
  [[nodiscard]] const SessionRecords& sessions() const { return self().sessions(); }
  [[nodiscard]] const PasswordResetRecords& password_resets() const {
    return self().password_resets();
  }
  [[nodiscard]] const ProjectRecords& projects() const { return self().projects(); }
  [[nodiscard]] const CatalogueRecords& catalogue() const { return self().catalogue(); }
  [[nodiscard]] const AttachmentRecords& attachments() const { return self().attachments(); }
  [[nodiscard]] const ConsumerRecords& consumers() const { return self().consumers(); }
  [[nodiscard]] const ConsumerTokenRecords& consumer_tokens() const {
    return self().consumer_tokens();
  }
  [[nodiscard]] const MailRecords& mail() const { return self().mail(); }
  [[nodiscard]] const MemberRecords& members() const { return self().members(); }
  [[nodiscard]] const CredentialRecords& credentials() const { return self().credentials(); }
  [[nodiscard]] const GrantRecords& grants() const { return self().grants(); }
  [[nodiscard]] const ApiProxyRecords& api_proxies() const { return self().api_proxies(); }
  [[nodiscard]] const ApiProxyGroupRecords& api_proxy_groups() const {
    return self().api_proxy_groups();
  }
  [[nodiscard]] const GatewayRecords& gateways() const { return self().gateways(); }
  [[nodiscard]] const TokenFamilyRecords& token_families() const { return self().token_families(); }
  [[nodiscard]] const ServiceTokenRecords& service_tokens() const {
    return self().service_tokens();
  }
  [[nodiscard]] const SigningKeyRecords& signing_keys() const { return self().signing_keys(); }
  [[nodiscard]] const UsageRecords& usage() const { return self().usage(); }
  [[nodiscard]] const LimitRecords& limits() const { return self().limits(); }
  [[nodiscard]] const ErasureRecords& erasures() const { return self().erasures(); }

 private:
  /// All accounts' records at once: not for services. See ports/storage/scan.hpp.
  friend class Scan;
  [[nodiscard]] virtual const Scan& scan() const = 0;

  [[nodiscard]] Transaction& self() const { return const_cast<Transaction&>(*this); }
};

class Storage {
 public:
  virtual ~Storage() = default;

  /// Runs `work(const Transaction&)` on one state of the storage and returns what it returns.
  /// `work` may run more than once. Throws PortError when the storage is broken.
  template <class Work>
  auto read(Work&& work) -> std::invoke_result_t<Work&, const Transaction&> {
    const StoragePatience::Transaction counted;
    std::optional<std::invoke_result_t<Work&, const Transaction&>> answer;
    do_read([&](const Transaction& tx) { answer.emplace(work(tx)); });
    return std::move(*answer);
  }

  /// Runs `work(Transaction&)`, which returns a Result, in one transaction: a value commits, an
  /// error rolls back. Returns what the work returned, once that is durable.
  ///
  /// `work` may run more than once (the storage retries what it may) and on another thread (the
  /// storage commits many writers' work together), while the caller waits; so it touches only the
  /// transaction, and writes results it passes out from scratch. Throws PortError when the
  /// storage is broken, CommitInDoubt when it is not known whether the commit happened.
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
