#include "grants.hpp"

#include <gatehouse/ports/storage/walk.hpp>

#include <algorithm>
#include <utility>

#include "../columns.hpp"

namespace gatehouse::sql {
namespace {

/// Makes grants of one credential from their rows.
auto grant_of(AccountId account, CredentialId credential) {
  return [=](const std::string& id, const std::string& scope, const std::string& type,
             const std::string& name, const std::optional<long long>& expires_at) {
    return Grant{.id = to_id<GrantId>(id),
                 .account = account,
                 .credential = credential,
                 .scope = to_scope(scope),
                 .target = {.type = to_target_type(type), .name = name},
                 .expires_at = to_optional_time(expires_at)};
  };
}

/// The same of flagged rows, with their flag.
auto flagged_grant_of(AccountId account, CredentialId credential) {
  return [map = grant_of(account, credential)](long long flag, const auto&... columns) {
    return std::pair(map(columns...), flag != 0);
  };
}

constexpr const char* select_reaching =
    "SELECT g.id, g.scope, g.target_type, g.target_name, g.expires_at FROM grants g"
    " WHERE g.account_id = :account AND g.credential_id = :credential"
    " AND g.scope IN ('', :project)";

}  // namespace

Grants::Grants(Connection& connection, const Erasures& erasures)
    : erasures_(erasures),
      insert_(connection,
              "INSERT INTO grants (id, account_id, credential_id, scope, target_type, target_name,"
              " expires_at) VALUES (:id, :account, :credential, :scope, :type, :name, :expires_at)"
              " ON CONFLICT DO NOTHING"),
      list_(connection, flagged("grants",
                                "SELECT id, scope, target_type, target_name, expires_at FROM grants"
                                " WHERE account_id = :account AND credential_id = :credential"
                                " AND scope = :scope ORDER BY id")),
      list_page_(connection,
                 flagged("grants",
                         "SELECT id, scope, target_type, target_name, expires_at FROM grants"
                         " WHERE account_id = :account AND credential_id = :credential"
                         " AND scope = :scope AND id > :after ORDER BY id LIMIT :limit")),
      // Each half is a descent or two in an index that begins with account and credential.
      reaching_(connection,
                flagged("g", select_reaching) +
                    " AND g.target_type = 'API_PROXY' AND g.target_name = :proxy UNION ALL " +
                    flagged("g", select_reaching) +
                    " AND g.target_type = 'API_PROXY_GROUP'"
                    " AND EXISTS (SELECT 1 FROM grouped_api_proxies p"
                    " WHERE p.account_id = g.account_id AND p.scope IN ('', :project)"
                    " AND p.group_name = g.target_name AND p.proxy = :proxy)"),
      places_(connection,
              "SELECT scope FROM grouped_api_proxies WHERE account_id = :account"
              " AND scope IN ('', :project) AND group_name = :group AND proxy = :proxy"),
      erase_(connection,
             "DELETE FROM grants WHERE account_id = :account AND credential_id = :credential"
             " AND scope = :scope AND target_type = :type AND target_name = :name"),
      erase_of_credential_(connection, "grants", "id",
                           "account_id = :account AND credential_id = :credential"),
      erase_of_target_(connection, "grants", "id",
                       "account_id = :account AND target_type = :type AND target_name = :name"),
      erase_of_target_in_scope_(connection, "grants", "id",
                                "account_id = :account AND target_type = :type"
                                " AND target_name = :name AND scope = :scope"),
      erase_all_(connection, "grants", "id", "account_id = :account"),
      page_(connection,
            "SELECT account_id, credential_id, id, scope, target_type, target_name, expires_at"
            " FROM grants WHERE id > :after ORDER BY id LIMIT :limit") {}

bool Grants::insert(const Grant& grant) {
  return insert_.change(column(grant.id), column(grant.account), column(grant.credential),
                        column(grant.scope), column(grant.target.type), grant.target.name,
                        column(grant.expires_at)) > 0;
}

std::vector<Grant> Grants::list(AccountId account, CredentialId credential,
                                const Scope& scope) const {
  return list_living(list_, erasures_, grant_of(account, credential), column(account),
                     column(credential), column(scope));
}

std::vector<Grant> Grants::list(AccountId account, CredentialId credential, const Scope& scope,
                                const Page<GrantId>& page) const {
  // Those that are dead leave room for others.
  std::vector<Grant> living;
  std::optional<GrantId> after = page.after;
  while (living.size() < page.limit) {
    const std::size_t wanted = page.limit - living.size();
    auto next = list_page_.all(flagged_grant_of(account, credential), column(account),
                               column(credential), column(scope), column(after), column(wanted));
    if (!next.empty()) after = next.back().first.id;
    for (auto& [grant, is_flagged] : next) {
      if (!is_flagged || !erasures_.cover(grant)) living.push_back(std::move(grant));
    }
    if (next.size() < wanted) break;
  }
  return living;
}

std::vector<Grant> Grants::reaching(AccountId account, CredentialId credential, ProjectId project,
                                    std::string_view proxy) const {
  bool is_flagged = false;
  const auto map = grant_of(account, credential);
  auto grants = reaching_.all(
      [&](long long flag, const auto&... columns) {
        is_flagged |= flag != 0;
        return map(columns...);
      },
      column(account), column(credential), column(project), Text(proxy));
  if (is_flagged) {
    std::erase_if(grants, [&](const Grant& grant) { return !reaches(grant, project, proxy); });
  }
  return grants;
}

bool Grants::reaches(const Grant& grant, ProjectId project, std::string_view proxy) const {
  if (erasures_.cover(grant)) return false;
  if (grant.target.type == TargetType::api_proxy) return true;
  const auto places = places_.all(
      [&](const Text& scope) {
        return GroupedApiProxy{.account = grant.account,
                               .scope = to_scope(scope),
                               .group = grant.target.name,
                               .proxy = Text(proxy)};
      },
      column(grant.account), column(project), grant.target.name, Text(proxy));
  return std::any_of(places.begin(), places.end(),
                     [&](const GroupedApiProxy& place) { return !erasures_.cover(place); });
}

bool Grants::erase(AccountId account, CredentialId credential, const Scope& scope,
                   const GrantTarget& target) {
  return erase_.change(column(account), column(credential), column(scope), column(target.type),
                       target.name) > 0;
}

std::size_t Grants::erase_of_credential(AccountId account, CredentialId credential,
                                        std::size_t limit) {
  return erase_of_credential_.erase(limit, column(account), column(credential));
}

std::size_t Grants::erase_of_target(AccountId account, const std::optional<Scope>& scope,
                                    const GrantTarget& target, std::size_t limit) {
  if (!scope) {
    return erase_of_target_.erase(limit, column(account), column(target.type), target.name);
  }
  return erase_of_target_in_scope_.erase(limit, column(account), column(target.type), target.name,
                                         column(*scope));
}

std::size_t Grants::erase_all(AccountId account, std::size_t limit) {
  return erase_all_.erase(limit, column(account));
}

std::vector<Grant> Grants::page(const Page<Grant>& page) const {
  return page_.all(
      [](const Text& account, const Text& credential, const auto&... rest) {
        return grant_of(to_id<AccountId>(account), to_id<CredentialId>(credential))(rest...);
      },
      page.after ? column(page.after->id) : Text(), column(page.limit));
}

}  // namespace gatehouse::sql
