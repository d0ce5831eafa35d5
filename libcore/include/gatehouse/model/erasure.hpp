/// Erasures: what was deleted, while the rows that hung on it are still being removed.
///
/// A deletion is one small transaction: it removes the record that everything else hangs on, and
/// notes an erasure for the rest. From then on the rest is dead, although its rows go only in later
/// steps (see services/maintenance/erasures.hpp).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/model/credential.hpp>
#include <gatehouse/model/grant.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/model/user.hpp>

namespace gatehouse {

enum class ErasureKind : std::uint8_t {
  /// Everything that belongs to the account. No name.
  account = 1,
  /// What belongs to the user with that id: sessions, password resets, mails, memberships.
  user,
  /// The sessions of the user with that id, except the one to keep.
  sessions,
  /// The password resets of the user with that id, and mails about the user.
  resets,
  /// Consumer tokens and token families of the project in scope for the service with that code.
  service,
  /// Consumer tokens and token families of the project in scope for the consumer with that id.
  consumer,
  /// The grants of the credential with that id.
  credential,
  /// Grants in the scope, or without one in all, on the API proxy with that name.
  grants_on_proxy,
  /// Grants in the scope, or without one in all, on the API proxy group with that name.
  grants_on_group,
  /// The places that the API proxy with that name has in groups of the scope, or without one of
  /// all.
  places_in_groups,
  /// What is in the API proxy group of the scope with that name.
  group_contents,
};

/// One lower-case word each.
[[nodiscard]] std::string_view name(ErasureKind kind) noexcept;
[[nodiscard]] std::optional<ErasureKind> parse_erasure_kind(std::string_view text) noexcept;

/// What an erasure is of. No two erasures share one.
struct ErasureKey {
  /// Nothing for root users, who belong to no account.
  Tenant account;
  ErasureKind kind = ErasureKind::account;
  /// Nothing: all scopes. Everywhere for kinds that have no scope.
  std::optional<Scope> scope = Scope::everywhere();
  std::string name{};

  friend auto operator<=>(const ErasureKey&, const ErasureKey&) = default;
};

struct Erasure {
  ErasureKey key;
  /// Of ErasureKind::sessions: the session that lives on.
  std::optional<TokenDigest> keep{};

  friend bool operator==(const Erasure&, const Erasure&) = default;
};

/// The keys of the erasures of each kind.
namespace erasure_of {

[[nodiscard]] ErasureKey account(AccountId account);
[[nodiscard]] ErasureKey user(const Tenant& account, UserId user);
[[nodiscard]] ErasureKey sessions(const Tenant& account, UserId user);
[[nodiscard]] ErasureKey resets(const Tenant& account, UserId user);
[[nodiscard]] ErasureKey service(AccountId account, ProjectId project, const ServiceCode& service);
[[nodiscard]] ErasureKey consumer(AccountId account, ProjectId project, ConsumerId consumer);
[[nodiscard]] ErasureKey credential(AccountId account, CredentialId credential);
[[nodiscard]] ErasureKey grants_on(AccountId account, const std::optional<Scope>& scope,
                                   const GrantTarget& target);
[[nodiscard]] ErasureKey places_in_groups(AccountId account, const std::optional<Scope>& scope,
                                          std::string_view proxy);
[[nodiscard]] ErasureKey group_contents(AccountId account, const Scope& scope,
                                        std::string_view group);

}  // namespace erasure_of

}  // namespace gatehouse
