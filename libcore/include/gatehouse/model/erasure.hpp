/// Erasures: records of deletions whose dependent rows are still being removed.
///
/// A deletion is one small transaction: it removes the parent record and notes an erasure for its
/// dependents. They become inaccessible at once, although their rows are removed in later steps
/// (see services/maintenance/erasures.hpp).
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
  /// All records of the account. No name.
  account = 1,
  /// The sessions, password resets, mails, idempotency keys and memberships of the user with the
  /// id, or the tokens, idempotency keys and memberships of the service account with the id.
  user,
  /// The sessions of the user, or the tokens of the service account, with the id, except the one to
  /// keep.
  sessions,
  /// The password resets of the user with the id, and mails about the user.
  resets,
  /// Consumer tokens and token families of the project in scope for the service with the code.
  service,
  /// Consumer tokens and token families of the project in scope for the consumer with the id.
  consumer,
  /// The grants of the credential with the id.
  credential,
  /// Grants in the scope (or, without one, in all scopes) on the API proxy with the name.
  grants_on_proxy,
  /// Grants in the scope (or, without one, in all scopes) on the API proxy group with the name.
  grants_on_group,
  /// The memberships of the API proxy with the name in groups of the scope (or, without one, of all
  /// scopes).
  places_in_groups,
  /// The contents of the API proxy group of the scope with the name.
  group_contents,
  /// All records of the project in scope, and those in its scope.
  project,
  /// The attachments of the consumer with the id to projects, with its consumer tokens and token
  /// families. No scope.
  consumer_everywhere,
};

/// One lower-case word each.
[[nodiscard]] std::string_view name(ErasureKind kind) noexcept;
[[nodiscard]] std::optional<ErasureKind> parse_erasure_kind(std::string_view text) noexcept;

/// The target of an erasure, which is unique among the noted erasures.
struct ErasureKey {
  /// Empty for root users, who belong to no account.
  Tenant account;
  ErasureKind kind = ErasureKind::account;
  /// Empty stands for all scopes. Everywhere for kinds without a scope.
  std::optional<Scope> scope = Scope::everywhere();
  std::string name{};

  friend auto operator<=>(const ErasureKey&, const ErasureKey&) = default;
};

struct Erasure {
  ErasureKey key;
  /// For ErasureKind::sessions: the session or token to keep.
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
[[nodiscard]] ErasureKey project(AccountId account, ProjectId project);
[[nodiscard]] ErasureKey consumer_everywhere(AccountId account, ConsumerId consumer);

}  // namespace erasure_of

}  // namespace gatehouse
