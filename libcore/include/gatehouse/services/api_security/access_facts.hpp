/// What a decision about a credential rests on, and the decision itself.
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

/// May this credential use this API proxy from this address now?
struct AccessQuestion {
  AccountId account;
  /// By their names.
  std::string_view project;
  std::string_view proxy;
  std::string_view username;
  const Secret& secret;
  /// Of the client; nothing when nobody knows, which a credential with a list of addresses refuses.
  std::optional<IpAddress> address;
};

/// The first of these that holds is the reason of a refusal.
enum class Refusal : std::uint8_t {
  /// Unknown user name, or wrong secret: nobody learns which.
  wrong_secret = 1,
  disabled,
  expired,
  address_not_allowed,
  /// No grant reaches the API proxy; or the account has no such project or proxy; or the credential
  /// is another project's.
  not_granted,
  grant_expired,
};

/// The name of the refusal as it stands above: stable, for machines.
[[nodiscard]] std::string_view name(Refusal refusal) noexcept;

struct Verdict {
  /// Nothing: allowed.
  std::optional<Refusal> refusal;
  /// Of the credential that was allowed; empty when it was not.
  std::string username{};
  std::vector<std::string> roles{};
  Scope scope = Scope::everywhere();

  [[nodiscard]] bool is_allowed() const noexcept { return !refusal; }

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// Whether a credential has access to an API proxy.
struct GrantFacts {
  /// Whether the account has such a project, and an API proxy of that name is registered for it.
  bool registered = false;
  /// Whether any grant reaches the API proxy, and until when the one does that lasts longest;
  /// nothing: for ever.
  bool granted = false;
  std::optional<Timestamp> granted_until;
};

/// All that a verdict depends on but secret, address and time.
struct AccessFacts {
  /// Null when the account has none with that user name. Without what only people read: names,
  /// e-mail, description.
  std::shared_ptr<const Credential> credential;
  GrantFacts grants;
};

[[nodiscard]] AccessFacts load_facts(const Transaction& tx, const AccessQuestion& question,
                                     const TextForms* forms);

/// The verdict for somebody whose secret is right. `facts` has a credential.
[[nodiscard]] Verdict decide_by(const AccessFacts& facts, const std::optional<IpAddress>& address,
                                Timestamp now);

}  // namespace gatehouse
