/// What a process remembers so that a decision about a credential takes neither hashing nor the
/// storage: that a secret was verified, what a verdict rests on, and whose gateway a token is of.
///
/// Nothing here is a secret: a credential's password is remembered as an HMAC with a random key
/// that never leaves the process. Whatever the process itself changes is forgotten at once (see
/// change_access()); what others change, after Settings::verdict_lifetime.
///
/// It is bounded by entries, and large credentials and unknown names are not kept, so that nobody
/// fills the memory of the process with what they make up.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>

#include <gatehouse/base/bounded_cache.hpp>
#include <gatehouse/base/lazy.hpp>
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
    /// By Clock::elapsed().
    Duration at{};
    Epoch epoch = 0;
  };
  [[nodiscard]] Beginning begin_read(AccountId account) const;
  void forget(AccountId account) noexcept;

  /// How many entries it holds.
  struct Sizes {
    std::size_t secrets = 0;
    std::size_t credentials = 0;
    std::size_t grants = 0;
    std::size_t gateways = 0;
  };
  [[nodiscard]] Sizes sizes() const;

  /// The PHC string that this secret of this credential was verified against, if it was used since
  /// then without too long a pause; null otherwise.
  [[nodiscard]] std::shared_ptr<const std::string> verified(const AccessQuestion& question);
  void remember_secret(const AccessQuestion& question, const std::string& phc);
  /// The credential has another PHC string by now, or is gone.
  void forget_secret(const AccessQuestion& question, const std::string& phc);

  /// What was read for the question.
  [[nodiscard]] std::optional<AccessFacts> facts(const AccessQuestion& question);
  void remember(const AccessQuestion& question, const AccessFacts& facts,
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
    /// By Clock::elapsed(), and behind the last use by a fraction of the lifetime at most.
    Duration used_at{};
  };
  struct ReadGrants {
    CredentialId credential;
    GrantFacts facts;
    Beginning beginning;
  };
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
  mutable Lazy<Secret> key_;
  /// Accounts share counters, many to one: a change to one then makes others be read again.
  std::array<std::atomic<Epoch>, 4096> epochs_{};
  BoundedCache<std::string, VerifiedSecret> secrets_;
  BoundedCache<std::string, Read<Credential>> credentials_;
  BoundedCache<std::string, ReadGrants> grants_;
  BoundedCache<std::string, Read<Gateway>> gateways_;
};

/// Runs a transaction that changes what the account's verdicts rest on: unless it is refused, and
/// so changed nothing, what is remembered of the account is forgotten before this returns.
template <class Work>
auto change_access(Storage& storage, VerdictMemory& memory, AccountId account, Work&& work)
    -> std::invoke_result_t<Work&, Transaction&> {
  try {
    auto result = storage.transact(work);
    if (result) memory.forget(account);
    return result;
  } catch (...) {
    // Perhaps it was done all the same (CommitInDoubt).
    memory.forget(account);
    throw;
  }
}

}  // namespace gatehouse
