#include <gatehouse/model/erasure.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace gatehouse {
namespace {

using Word = std::pair<ErasureKind, std::string_view>;

constexpr std::array<Word, 13> words{{
    {ErasureKind::account, "account"},
    {ErasureKind::user, "user"},
    {ErasureKind::sessions, "sessions"},
    {ErasureKind::resets, "resets"},
    {ErasureKind::service, "service"},
    {ErasureKind::consumer, "consumer"},
    {ErasureKind::credential, "credential"},
    {ErasureKind::grants_on_proxy, "grants_on_proxy"},
    {ErasureKind::grants_on_group, "grants_on_group"},
    {ErasureKind::places_in_groups, "places_in_groups"},
    {ErasureKind::group_contents, "group_contents"},
    {ErasureKind::project, "project"},
    {ErasureKind::consumer_everywhere, "consumer_everywhere"},
}};

}  // namespace

std::string_view name(ErasureKind kind) noexcept {
  const auto* found = std::find_if(words.begin(), words.end(),
                                   [&](const Word& word) { return word.first == kind; });
  return found == words.end() ? "unknown" : found->second;
}

std::optional<ErasureKind> parse_erasure_kind(std::string_view text) noexcept {
  const auto* found = std::find_if(words.begin(), words.end(),
                                   [&](const Word& word) { return word.second == text; });
  if (found == words.end()) return std::nullopt;
  return found->first;
}

namespace erasure_of {

ErasureKey account(AccountId account) { return {.account = account, .kind = ErasureKind::account}; }

ErasureKey user(const Tenant& account, UserId user) {
  return {.account = account, .kind = ErasureKind::user, .name = user.to_string()};
}

ErasureKey sessions(const Tenant& account, UserId user) {
  return {.account = account, .kind = ErasureKind::sessions, .name = user.to_string()};
}

ErasureKey resets(const Tenant& account, UserId user) {
  return {.account = account, .kind = ErasureKind::resets, .name = user.to_string()};
}

ErasureKey service(AccountId account, ProjectId project, const ServiceCode& service) {
  return {.account = account,
          .kind = ErasureKind::service,
          .scope = Scope::of(project),
          .name = service.text()};
}

ErasureKey consumer(AccountId account, ProjectId project, ConsumerId consumer) {
  return {.account = account,
          .kind = ErasureKind::consumer,
          .scope = Scope::of(project),
          .name = consumer.to_string()};
}

ErasureKey credential(AccountId account, CredentialId credential) {
  return {.account = account, .kind = ErasureKind::credential, .name = credential.to_string()};
}

ErasureKey grants_on(AccountId account, const std::optional<Scope>& scope,
                     const GrantTarget& target) {
  return {.account = account,
          .kind = target.type == TargetType::api_proxy ? ErasureKind::grants_on_proxy
                                                       : ErasureKind::grants_on_group,
          .scope = scope,
          .name = target.name};
}

ErasureKey places_in_groups(AccountId account, const std::optional<Scope>& scope,
                            std::string_view proxy) {
  return {.account = account,
          .kind = ErasureKind::places_in_groups,
          .scope = scope,
          .name = std::string(proxy)};
}

ErasureKey group_contents(AccountId account, const Scope& scope, std::string_view group) {
  return {.account = account,
          .kind = ErasureKind::group_contents,
          .scope = scope,
          .name = std::string(group)};
}

ErasureKey project(AccountId account, ProjectId project) {
  return {.account = account, .kind = ErasureKind::project, .scope = Scope::of(project)};
}

ErasureKey consumer_everywhere(AccountId account, ConsumerId consumer) {
  return {
      .account = account, .kind = ErasureKind::consumer_everywhere, .name = consumer.to_string()};
}

}  // namespace erasure_of
}  // namespace gatehouse
