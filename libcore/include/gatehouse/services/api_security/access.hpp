/// The decision that gateways ask for: may this credential use this API proxy from this address
/// now?
///
/// Verifying a password takes tens of milliseconds on purpose, and a decision must not. So after
/// one verification the process remembers it, and what the verdict rests on (see DecisionCache).
/// The three calls below give the same verdict; they differ in the work that they are willing to
/// do.
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

  /// The verdict if all of it is remembered: waits for nothing.
  [[nodiscard]] std::optional<Verdict> lookup_cached(const AccessQuestion& question);

  /// The verdict if the secret is remembered: reads from the storage at most.
  [[nodiscard]] std::optional<Verdict> decide_without_hashing(const AccessQuestion& question);

  /// The verdict. Slow, when the secret has to be verified: after the same work whether or not
  /// there is such a credential. Rehashes the password when the hasher's parameters changed.
  [[nodiscard]] Verdict decide(const AccessQuestion& question);

  /// Whether decide_without_hashing() is going to give a verdict. It does not when the password
  /// turns out to be another by now, and then this is false from there on.
  [[nodiscard]] bool is_secret_cached(const AccessQuestion& question);

  /// How much is remembered.
  [[nodiscard]] DecisionCache::Sizes cache_sizes() const { return cache_.sizes(); }

 private:
  [[nodiscard]] std::optional<Verdict> lookup_cached(const AccessQuestion& question,
                                                     const std::string& phc);
  /// Reads what the verdict rests on and remembers it if the password is the one of `phc`; nothing,
  /// and the secret is forgotten, when it is another by now.
  [[nodiscard]] std::optional<Verdict> read(const AccessQuestion& question, const std::string& phc);
  void try_rehash(const AccessQuestion& question, const std::string& phc);
  void rehash(const AccessQuestion& question, const std::string& phc);

  Operations& operations_;
  ServicePorts ports_;
  DecisionCache& cache_;
  Passwords& passwords_;
};

}  // namespace gatehouse
