/// A per-process cache for access decisions, so that a decision needs neither hashing nor storage:
/// it holds verified secrets, the facts behind verdicts, and gateways by token.
///
/// The cache holds no secrets: a password is stored as an HMAC with a random key that never leaves
/// the process. Changes made by this process invalidate entries before the change returns, since
/// the cache listens to commits; changes by other processes take effect after
/// Settings::decision_lifetime. A change to a credential, its grants or a gateway invalidates that
/// record alone; a change to projects, API proxies or groups invalidates the whole account.
///
/// The number of entries is bounded, and large credentials and unknown names are not cached, so
/// that clients cannot exhaust the memory of the process.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <gatehouse/base/detail/bounded_cache.hpp>
#include <gatehouse/base/lazy.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/gateway.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/operations/event.hpp>
#include <gatehouse/services/api_security/access_facts.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class DecisionCache final : public CommitListener {
 public:
  DecisionCache(const ServicePorts& ports, const Settings& settings);

  /// Numbers the changes that affect verdicts, in the order in which this process observed them.
  using ChangeNumber = std::uint64_t;
  /// Taken before a read and passed along when its result is cached. A change since then
  /// invalidates the entry, and its age counts from here, since the read may take long.
  struct Beginning {
    /// By Clock::elapsed().
    Duration at{};
    /// The last change that the read is guaranteed to see.
    ChangeNumber last_change = 0;
  };
  [[nodiscard]] Beginning begin_read() const;
  using IdBytes = std::array<std::uint8_t, 16>;
  /// Whether the read is recent enough and neither the account nor the record has changed since.
  [[nodiscard]] bool is_fresh(AccountId account, const IdBytes& id,
                              const Beginning& beginning) const;

  /// Invalidates all entries that the change affects, also if the commit is in doubt.
  void committed(const Commit& commit) noexcept override;

  /// Numbers of entries.
  struct Sizes {
    std::size_t secrets = 0;
    std::size_t credentials = 0;
    std::size_t grants = 0;
    std::size_t gateways = 0;
  };
  [[nodiscard]] Sizes sizes() const;

  /// Returns the PHC string against which the credential's secret was last verified, unless the
  /// entry has been unused for too long; null otherwise.
  [[nodiscard]] std::shared_ptr<const std::string> lookup_secret(const AccessQuestion& question);
  void put_secret(const AccessQuestion& question, const std::string& phc);
  /// Call this if the credential has another PHC string by now, or is gone.
  void invalidate_secret(const AccessQuestion& question, const std::string& phc);

  /// Returns the cached facts for the question.
  [[nodiscard]] std::optional<AccessFacts> lookup(const AccessQuestion& question);
  void put(const AccessQuestion& question, const AccessFacts& facts, const Beginning& beginning);

  /// Returns the gateway with the token.
  [[nodiscard]] std::shared_ptr<const Gateway> lookup_gateway(const TokenDigest& token);
  /// Returns the gateway with the token even if the entry is outdated.
  [[nodiscard]] std::shared_ptr<const Gateway> last_known_gateway(const TokenDigest& token);
  void put(std::shared_ptr<const Gateway> gateway, const Beginning& beginning);

 private:
  struct VerifiedSecret {
    KeyedDigest digest{};
    std::shared_ptr<const std::string> phc;
    /// By Clock::elapsed(). Lags behind the last use by at most a fraction of the lifetime.
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

  void invalidate(const IdBytes& id) noexcept;
  [[nodiscard]] ChangeNumber last_change(const IdBytes& id) const noexcept;
  [[nodiscard]] KeyedDigest digest_of(const AccessQuestion& question) const;

  ServicePorts ports_;
  const Settings& settings_;
  mutable Lazy<Secret> key_;
  std::atomic<ChangeNumber> changes_ = 0;
  /// The last change by id. Many ids share a slot, so a change to one also invalidates the others.
  std::array<std::atomic<ChangeNumber>, 16384> last_changes_{};
  BoundedCache<std::string, VerifiedSecret> secrets_;
  BoundedCache<std::string, Read<Credential>> credentials_;
  BoundedCache<std::string, ReadGrants> grants_;
  BoundedCache<std::string, Read<Gateway>> gateways_;
};

}  // namespace gatehouse
