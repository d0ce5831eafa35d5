#include "grants.hpp"

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

}  // namespace

Grants::Grants(Connection& connection)
    : insert_(connection,
              "INSERT INTO grants (id, account_id, credential_id, scope, target_type, target_name,"
              " expires_at) VALUES (:id, :account, :credential, :scope, :type, :name, :expires_at)"
              " ON CONFLICT DO NOTHING"),
      list_(connection,
            "SELECT id, scope, target_type, target_name, expires_at FROM grants"
            " WHERE account_id = :account AND credential_id = :credential AND scope = :scope"
            " ORDER BY id"),
      list_page_(connection,
                 "SELECT id, scope, target_type, target_name, expires_at FROM grants"
                 " WHERE account_id = :account AND credential_id = :credential AND scope = :scope"
                 " AND id > :after ORDER BY id LIMIT :limit"),
      // Each half is a descent or two in an index that begins with account and credential.
      reaching_(connection,
                "SELECT g.id, g.scope, g.target_type, g.target_name, g.expires_at FROM grants g"
                " WHERE g.account_id = :account AND g.credential_id = :credential"
                " AND g.scope IN ('', :project) AND g.target_type = 'API_PROXY'"
                " AND g.target_name = :proxy"
                " UNION ALL"
                " SELECT g.id, g.scope, g.target_type, g.target_name, g.expires_at FROM grants g"
                " WHERE g.account_id = :account AND g.credential_id = :credential"
                " AND g.scope IN ('', :project) AND g.target_type = 'API_PROXY_GROUP'"
                " AND EXISTS (SELECT 1 FROM grouped_api_proxies p"
                " WHERE p.account_id = g.account_id AND p.scope IN ('', :project)"
                " AND p.group_name = g.target_name AND p.proxy = :proxy)"),
      erase_(connection,
             "DELETE FROM grants WHERE account_id = :account AND credential_id = :credential"
             " AND scope = :scope AND target_type = :type AND target_name = :name"),
      erase_of_credential_(connection,
                           "DELETE FROM grants WHERE account_id = :account"
                           " AND credential_id = :credential"),
      erase_of_target_(connection,
                       "DELETE FROM grants WHERE account_id = :account AND target_type = :type"
                       " AND target_name = :name"),
      erase_of_target_in_scope_(connection,
                                "DELETE FROM grants WHERE account_id = :account"
                                " AND target_type = :type AND target_name = :name"
                                " AND scope = :scope"),
      erase_all_(connection, "DELETE FROM grants WHERE account_id = :account"),
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
  return list_.all(grant_of(account, credential), column(account), column(credential),
                   column(scope));
}

std::vector<Grant> Grants::list(AccountId account, CredentialId credential, const Scope& scope,
                                const Page<GrantId>& page) const {
  return list_page_.all(grant_of(account, credential), column(account), column(credential),
                        column(scope), column(page.after), column(page.limit));
}

std::vector<Grant> Grants::reaching(AccountId account, CredentialId credential, ProjectId project,
                                    std::string_view proxy) const {
  return reaching_.all(grant_of(account, credential), column(account), column(credential),
                       column(project), Text(proxy));
}

bool Grants::erase(AccountId account, CredentialId credential, const Scope& scope,
                   const GrantTarget& target) {
  return erase_.change(column(account), column(credential), column(scope), column(target.type),
                       target.name) > 0;
}

std::size_t Grants::erase_of_credential(AccountId account, CredentialId credential) {
  return erase_of_credential_.change(column(account), column(credential));
}

std::size_t Grants::erase_of_target(AccountId account, const std::optional<Scope>& scope,
                                    const GrantTarget& target) {
  if (!scope) return erase_of_target_.change(column(account), column(target.type), target.name);
  return erase_of_target_in_scope_.change(column(account), column(target.type), target.name,
                                          column(*scope));
}

std::size_t Grants::erase_all(AccountId account) { return erase_all_.change(column(account)); }

std::vector<Grant> Grants::page(const Page<Grant>& page) const {
  return page_.all(
      [](const Text& account, const Text& credential, const auto&... rest) {
        return grant_of(to_id<AccountId>(account), to_id<CredentialId>(credential))(rest...);
      },
      page.after ? column(page.after->id) : Text(), column(page.limit));
}

}  // namespace gatehouse::sql
