/// The facts behind an access decision, and the decision itself.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/credential.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/ports/storage.hpp>
#include <gatehouse/ports/text_forms.hpp>

namespace gatehouse {

/// Asks whether a credential may use an API proxy from a client address now.
struct AccessQuestion {
  AccountId account;
  /// Names of the project and the API proxy.
  std::string_view project;
  std::string_view proxy;
  std::string_view username;
  const Secret& secret;
  /// The client address, if known. A credential with an address list refuses an unknown address.
  std::optional<IpAddress> address;
};

/// The reason for a refusal is the first of these that applies.
enum class Refusal : std::uint8_t {
  /// Unknown user name or wrong secret; the two are not distinguished.
  wrong_secret = 1,
  disabled,
  expired,
  address_not_allowed,
  /// No grant covers the API proxy, or the account has no such project or proxy, or the credential
  /// belongs to another project.
  not_granted,
  grant_expired,
};

/// The enumerator's name: stable, for machines.
[[nodiscard]] std::string_view name(Refusal refusal) noexcept;

struct Verdict {
  /// Empty if access is allowed.
  std::optional<Refusal> refusal;
  /// The user name of the allowed credential; empty on refusal.
  std::string username{};
  std::vector<std::string> roles{};
  Scope scope = Scope::everywhere();

  [[nodiscard]] bool is_allowed() const noexcept { return !refusal; }

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// Whether a credential has access to an API proxy.
struct GrantFacts {
  /// Whether the account has the project, and the API proxy is registered for it.
  bool registered = false;
  /// Whether any grant covers the API proxy, and when the last of these grants expires; without a
  /// time, it never expires.
  bool granted = false;
  std::optional<Timestamp> granted_until;
};

/// All inputs of a verdict except the secret, the address and the time.
struct AccessFacts {
  /// Null if the account has no credential with the user name. Fields that only people read (names,
  /// e-mail address, description) are left out.
  std::shared_ptr<const Credential> credential;
  GrantFacts grants;
};

[[nodiscard]] AccessFacts load_facts(const Transaction& tx, const AccessQuestion& question,
                                     const TextForms* forms);

/// Decides for a caller whose secret has been verified. Requires `facts.credential`.
[[nodiscard]] Verdict decide_by(const AccessFacts& facts, const std::optional<IpAddress>& address,
                                Timestamp now);

}  // namespace gatehouse
