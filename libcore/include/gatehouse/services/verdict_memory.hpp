/// What a process remembers so that a decision about a credential takes neither hashing nor the
/// storage: that a secret was verified, what a verdict rests on, and whose gateway a token is of.
///
/// Nothing here is a secret: a credential's password is remembered as an HMAC with a random key
/// that never leaves the process. Whatever the process itself changes is forgotten at once (see
/// AccessChange); what others change, after Settings::verdict_lifetime.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <gatehouse/base/bounded_cache.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/gateway.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/services/access_facts.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class VerdictMemory {
 public:
  VerdictMemory(const Ports& ports, const Settings& settings);

  /// Counts the changes to what the account's verdicts rest on.
  using Epoch = std::uint64_t;
  /// Taken before something of the account is read, and given with what was read when it is to be
  /// remembered: a change in between makes it forgotten, and its age counts from here, since the
  /// read may take long.
  struct Beginning {
    Timestamp at;
    Epoch epoch = 0;
  };
  [[nodiscard]] Beginning begin_read(AccountId account) const;
  void forget(AccountId account) noexcept;

  /// The PHC string that this secret of this credential was verified against, not too long ago;
  /// nothing when it was not.
  [[nodiscard]] std::shared_ptr<const std::string> verified(const AccessQuestion& question);
  void remember_secret(const AccessQuestion& question, const std::string& phc);

  /// What was read for the question.
  [[nodiscard]] std::shared_ptr<const AccessFacts> facts(const AccessQuestion& question);
  void remember(const AccessQuestion& question, std::shared_ptr<const AccessFacts> facts,
                const Beginning& beginning);

  /// The gateway with that token.
  [[nodiscard]] std::shared_ptr<const Gateway> gateway(const TokenDigest& token);
  /// The same, however long ago it was read and whatever has changed since.
  [[nodiscard]] std::shared_ptr<const Gateway> last_known_gateway(const TokenDigest& token);
  void remember(std::shared_ptr<const Gateway> gateway, const Beginning& beginning);

 private:
  struct VerifiedSecret {
    KeyedDigest digest{};
    std::shared_ptr<const std::string> phc;
    Timestamp verified_at;
  };
  /// Of one account, as it was read.
  template <class T>
  struct Read {
    std::shared_ptr<const T> content;
    Beginning beginning;
  };

  [[nodiscard]] Epoch epoch(AccountId account) const noexcept;
  [[nodiscard]] KeyedDigest digest_of(const AccessQuestion& question) const;
  [[nodiscard]] bool is_fresh(AccountId account, const Beginning& beginning) const;

  Ports ports_;
  const Settings& settings_;
  /// Made when it is first needed.
  mutable Secret key_;
  mutable std::once_flag key_made_;
  /// Accounts share counters, many to one: a change to one then makes others be read again.
  std::array<std::atomic<Epoch>, 4096> epochs_{};
  BoundedCache<std::string, VerifiedSecret> secrets_;
  BoundedCache<std::string, Read<AccessFacts>> facts_;
  BoundedCache<std::string, Read<Gateway>> gateways_;
};

/// For the time of a transaction that changes what the account's verdicts rest on: when it is over,
/// whatever came of it, what is remembered of the account is forgotten.
///
///     const AccessChange change(memory, account);
///     return storage.transact(...);
class AccessChange {
 public:
  AccessChange(VerdictMemory& memory, AccountId account) noexcept
      : memory_(memory), account_(account) {}
  AccessChange(const AccessChange&) = delete;
  AccessChange& operator=(const AccessChange&) = delete;
  ~AccessChange() { memory_.forget(account_); }

 private:
  VerdictMemory& memory_;
  const AccountId account_;
};

}  // namespace gatehouse
