/// Access decisions for gateways: whether a credential may use an API proxy from a client address
/// now.
///
/// Verifying a password takes tens of milliseconds by design, which is too slow for a decision.
/// Therefore the process caches a verified secret and the data behind the verdict (see
/// DecisionCache). The three calls below return the same verdict and differ in the work that they
/// may do.
#pragma once

#include <optional>

#include <gatehouse/operations/operations.hpp>
#include <gatehouse/services/accounts/passwords.hpp>
#include <gatehouse/services/api_security/access_facts.hpp>
#include <gatehouse/services/api_security/decision_cache.hpp>
#include <gatehouse/services/ports.hpp>

namespace gatehouse {

class Access {
 public:
  Access(Operations& operations, const ServicePorts& ports, DecisionCache& cache,
         Passwords& passwords);

  /// Returns the verdict if it is fully cached. Never blocks.
  [[nodiscard]] std::optional<Verdict> lookup_cached(const AccessQuestion& question);

  /// Returns the verdict if the secret is cached. Reads from the storage at most.
  [[nodiscard]] std::optional<Verdict> decide_without_hashing(const AccessQuestion& question);

  /// Returns the verdict. Slow if the secret must be verified; takes the same work whether or not
  /// the credential exists. Rehashes the password if the hasher's parameters have changed.
  [[nodiscard]] Verdict decide(const AccessQuestion& question);

  /// Whether decide_without_hashing() is expected to return a verdict. If the password has changed
  /// meanwhile, that call returns none and invalidates the entry, after which this returns false.
  [[nodiscard]] bool is_secret_cached(const AccessQuestion& question);

  [[nodiscard]] DecisionCache::Sizes cache_sizes() const { return cache_.sizes(); }

 private:
  [[nodiscard]] std::optional<Verdict> lookup_cached(const AccessQuestion& question,
                                                     const std::string& phc);
  struct Found {
    DecisionCache::Beginning beginning;
    AccessFacts facts;
  };
  /// Reads the facts behind the verdict, each record once.
  [[nodiscard]] Found read(const AccessQuestion& question);
  /// Caches the facts and returns the verdict if the credential's hash is `phc`, against which the
  /// secret was verified. Otherwise invalidates the cached secret and returns nothing.
  [[nodiscard]] std::optional<Verdict> conclude(const AccessQuestion& question, const Found& found,
                                                const std::string& phc);
  void try_rehash(const AccessQuestion& question, const std::string& phc);
  void rehash(const AccessQuestion& question, const std::string& phc);

  Operations& operations_;
  ServicePorts ports_;
  DecisionCache& cache_;
  Passwords& passwords_;
};

}  // namespace gatehouse
