/// What a process remembers so that a decision about a credential takes neither hashing nor the
/// storage: that a secret was verified, what a verdict rests on, and whose gateway a token is of.
///
/// Nothing here is a secret: a credential's password is remembered as an HMAC with a random key
/// that never leaves the process. What the process itself changes is forgotten before the change
/// returns, since this follows its commits; what others change, after Settings::verdict_lifetime. A
/// change to a credential, to its grants or to a gateway makes no other one forgotten; a change to
/// projects, API proxies and groups concerns the whole account.
///
/// It is bounded by entries, and large credentials and unknown names are not kept, so that
/// invented names cannot fill the memory of the process.
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
#include <gatehouse/base/detail/lazy.hpp>
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

  /// Numbers the changes to what verdicts rest on, in the order in which they became known here.
  using ChangeNumber = std::uint64_t;
  /// Taken before something is read, and given with what was read when it is to be remembered: a
  /// change in between makes it forgotten, and its age counts from here, since the read may take
  /// long.
  struct Beginning {
    /// By Clock::elapsed().
    Duration at{};
    /// The last change that the read is sure to see.
    ChangeNumber last_change = 0;
  };
  [[nodiscard]] Beginning begin_read() const;

  /// Forgets what the change concerns, even if it is not known whether it was kept.
  void committed(const Commit& commit) noexcept override;

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
  [[nodiscard]] std::shared_ptr<const std::string> lookup_secret(const AccessQuestion& question);
  void put_secret(const AccessQuestion& question, const std::string& phc);
  /// The credential has another PHC string by now, or is gone.
  void invalidate_secret(const AccessQuestion& question, const std::string& phc);

  /// What was read for the question.
  [[nodiscard]] std::optional<AccessFacts> lookup(const AccessQuestion& question);
  void put(const AccessQuestion& question, const AccessFacts& facts, const Beginning& beginning);

  /// The gateway with that token.
  [[nodiscard]] std::shared_ptr<const Gateway> lookup_gateway(const TokenDigest& token);
  /// The same, however long ago it was read and whatever has changed since.
  [[nodiscard]] std::shared_ptr<const Gateway> last_known_gateway(const TokenDigest& token);
  void put(std::shared_ptr<const Gateway> gateway, const Beginning& beginning);

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

  using IdBytes = std::array<std::uint8_t, 16>;

  void invalidate(const IdBytes& id) noexcept;
  [[nodiscard]] ChangeNumber last_change(const IdBytes& id) const noexcept;
  [[nodiscard]] KeyedDigest digest_of(const AccessQuestion& question) const;
  /// Whether neither the account nor the thing in it has changed since, and not too long ago.
  [[nodiscard]] bool is_fresh(AccountId account, const IdBytes& id,
                              const Beginning& beginning) const;

  ServicePorts ports_;
  const Settings& settings_;
  mutable Lazy<Secret> key_;
  std::atomic<ChangeNumber> changes_ = 0;
  /// The last change to each id. Ids share places, many to one: a change to one of them then makes
  /// the others be read again.
  std::array<std::atomic<ChangeNumber>, 16384> last_changes_{};
  BoundedCache<std::string, VerifiedSecret> secrets_;
  BoundedCache<std::string, Read<Credential>> credentials_;
  BoundedCache<std::string, ReadGrants> grants_;
  BoundedCache<std::string, Read<Gateway>> gateways_;
};

}  // namespace gatehouse
