#include "grants.hpp"

#include <algorithm>
#include <utility>

namespace gatehouse::sql {
namespace {

/// A grant with the fields that all grants of one credential share.
Grant of_credential(AccountId account, CredentialId credential) {
  Grant known{};
  known.account = account;
  known.credential = credential;
  return known;
}

std::string select_reaching(const std::string& columns) {
  return "SELECT " + flag_of("g") + ", " + columns +
         " FROM grants g WHERE g.account_id = :account AND g.credential_id = :credential"
         " AND g.scope IN ('', :project)";
}

/// Each half takes one or two descents in an index that begins with account and credential.
std::string sql_of_reaching(const std::string& columns) {
  return select_reaching(columns) +
         " AND g.target_type = 'API_PROXY' AND g.target_name = :proxy UNION ALL " +
         select_reaching(columns) +
         " AND g.target_type = 'API_PROXY_GROUP'"
         " AND EXISTS (SELECT 1 FROM grouped_api_proxies p"
         " WHERE p.account_id = g.account_id AND p.scope IN ('', :project)"
         " AND p.group_name = g.target_name AND p.proxy = :proxy)";
}

}  // namespace

Grants::Grants(Connection& connection, const Erasures& erasures)
    : OfProjects(connection),
      erasures_(erasures),
      insert_(connection),
      list_(connection, erasures,
            "account_id = :account AND credential_id = :credential AND scope = :scope"
            " ORDER BY id"),
      list_page_(connection,
                 "account_id = :account AND credential_id = :credential AND scope = :scope"
                 " AND id > :after ORDER BY id LIMIT :limit"),
      count_(connection,
             "SELECT count(*), CAST(CASE WHEN EXISTS (SELECT 1 FROM erasures e"
             " WHERE e.account_id = :account) THEN 1 ELSE 0 END AS BIGINT) FROM grants"
             " WHERE account_id = :account AND credential_id = :credential AND scope = :scope"),
      reaching_(connection, sql_of_reaching(Row<Grant, OfCredential>::list(
                                [](const std::string& column) { return "g." + column; }))),
      places_(connection,
              "SELECT scope FROM grouped_api_proxies WHERE account_id = :account"
              " AND scope IN ('', :project) AND group_name = :group AND proxy = :proxy"),
      erase_(connection,
             "DELETE FROM grants WHERE account_id = :account AND credential_id = :credential"
             " AND scope = :scope AND target_type = :type AND target_name = :name"),
      erase_of_credential_(connection, "account_id = :account AND credential_id = :credential"),
      erase_of_target_(connection,
                       "account_id = :account AND target_type = :type AND target_name = :name"),
      erase_of_target_in_scope_(connection,
                                "account_id = :account AND target_type = :type"
                                " AND target_name = :name AND scope = :scope") {}

bool Grants::insert(const Grant& grant) { return insert_(grant) > 0; }

std::vector<Grant> Grants::list(AccountId account, CredentialId credential,
                                const Scope& scope) const {
  return list_.all(of_credential(account, credential), account, credential, scope);
}

std::vector<Grant> Grants::list(AccountId account, CredentialId credential, const Scope& scope,
                                const Page<GrantId>& page) const {
  // Dead grants are skipped, and further rows are read to fill the page.
  std::vector<Grant> living;
  std::optional<GrantId> after = page.after;
  while (living.size() < page.limit) {
    const std::size_t wanted = page.limit - living.size();
    auto next = list_page_.all(of_credential(account, credential), account, credential, scope,
                               after, wanted);
    if (!next.empty()) after = next.back().first.id;
    for (auto& [grant, is_flagged] : next) {
      if (!is_flagged || !erasures_.cover(grant)) living.push_back(std::move(grant));
    }
    if (next.size() < wanted) break;
  }
  return living;
}

std::size_t Grants::count(AccountId account, CredentialId credential, const Scope& scope) const {
  const auto counted =
      count_.one([](long long rows, long long flag) { return std::pair(rows, flag != 0); },
                 column(account), column(credential), column(scope));
  // Dead grants are distinguished from living ones row by row.
  if (!counted || counted->second) return list(account, credential, scope).size();
  return static_cast<std::size_t>(counted->first);
}

std::vector<Grant> Grants::reaching(AccountId account, CredentialId credential, ProjectId project,
                                    std::string_view proxy) const {
  bool is_flagged = false;
  const Grant known = of_credential(account, credential);
  auto grants = reaching_.all(
      [&](long long flag, const auto&... values) {
        is_flagged |= flag != 0;
        return Row<Grant, OfCredential>::read(known, values...);
      },
      column(account), column(credential), column(project), column(proxy));
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
      column(grant.account), column(project), grant.target.name, column(proxy));
  return std::any_of(places.begin(), places.end(),
                     [&](const GroupedApiProxy& place) { return !erasures_.cover(place); });
}

bool Grants::erase(AccountId account, CredentialId credential, const Scope& scope,
                   const GrantTarget& target) {
  return erase_(account, credential, scope, target.type, target.name) > 0;
}

std::size_t Grants::erase_of_credential(AccountId account, CredentialId credential,
                                        std::size_t limit) {
  return erase_of_credential_(limit, account, credential);
}

std::size_t Grants::erase_of_target(AccountId account, const std::optional<Scope>& scope,
                                    const GrantTarget& target, std::size_t limit) {
  if (!scope) return erase_of_target_(limit, account, target.type, target.name);
  return erase_of_target_in_scope_(limit, account, target.type, target.name, *scope);
}

}  // namespace gatehouse::sql
