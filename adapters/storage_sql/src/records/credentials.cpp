#include "credentials.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* select =
    "SELECT id, account_id, scope, username, password_hash, full_name, email, description, roles,"
    " enabled, ip_ranges, expires_at, created_at FROM credentials WHERE ";

Credential from_row(const std::string& id, const std::string& account, const std::string& scope,
                    const std::string& username, const std::string& password_hash,
                    const std::string& full_name, const std::string& email,
                    const std::string& description, const std::string& roles, long long enabled,
                    const std::string& ip_ranges, const std::optional<long long>& expires_at,
                    long long created_at) {
  return {.id = to_id<CredentialId>(id),
          .account = to_id<AccountId>(account),
          .scope = to_scope(scope),
          .username = username,
          .password_hash = password_hash,
          .full_name = full_name,
          .email = to_email(email),
          .description = description,
          .roles = to_lines(roles),
          .enabled = enabled != 0,
          .ip_ranges = to_ip_ranges(ip_ranges),
          .expires_at = to_optional_time(expires_at),
          .created_at = to_time(created_at)};
}

}  // namespace

Credentials::Credentials(Connection& connection, const Erasures& erasures)
    : erasures_(erasures),
      insert_(connection,
              "INSERT INTO credentials (id, account_id, scope, username, password_hash, full_name,"
              " email, description, roles, enabled, ip_ranges, expires_at, created_at) VALUES"
              " (:id, :account, :scope, :username, :password_hash, :full_name, :email,"
              " :description, :roles, :enabled, :ip_ranges, :expires_at, :created_at)"
              " ON CONFLICT DO NOTHING"),
      find_(connection,
            flagged("credentials", select) + "account_id = :account AND username = :username"),
      list_(connection,
            std::string(select) + "account_id = :account AND id > :after ORDER BY id LIMIT :limit"),
      list_of_scope_(connection, std::string(select) +
                                     "account_id = :account AND scope = :scope AND id > :after"
                                     " ORDER BY id LIMIT :limit"),
      count_(connection, "SELECT count(*) FROM credentials WHERE account_id = :account"),
      count_of_scope_(connection,
                      "SELECT count(*) FROM credentials WHERE account_id = :account"
                      " AND scope = :scope"),
      update_(connection,
              "UPDATE credentials SET password_hash = :password_hash, full_name = :full_name,"
              " email = :email, description = :description, roles = :roles, enabled = :enabled,"
              " ip_ranges = :ip_ranges, expires_at = :expires_at"
              " WHERE id = :id AND account_id = :account"),
      erase_(connection, "DELETE FROM credentials WHERE id = :id AND account_id = :account"),
      erase_all_(connection, "credentials", "id", "account_id = :account"),
      page_(connection, std::string(select) + "id > :after ORDER BY id LIMIT :limit") {}

bool Credentials::insert(const Credential& credential) {
  return insert_.change(column(credential.id), column(credential.account), column(credential.scope),
                        credential.username, credential.password_hash, credential.full_name,
                        credential.email.text(), credential.description, column(credential.roles),
                        credential.enabled ? 1 : 0, column(credential.ip_ranges),
                        column(credential.expires_at), column(credential.created_at)) > 0;
}

std::optional<Credential> Credentials::find(AccountId account, std::string_view username) const {
  return find_living(find_, erasures_, from_row, column(account), Text(username));
}

std::vector<Credential> Credentials::list(AccountId account, const std::optional<Scope>& scope,
                                          const Page<CredentialId>& page) const {
  if (!scope) return list_.all(from_row, column(account), column(page.after), column(page.limit));
  return list_of_scope_.all(from_row, column(account), column(*scope), column(page.after),
                            column(page.limit));
}

std::size_t Credentials::count(AccountId account, const std::optional<Scope>& scope) const {
  return static_cast<std::size_t>(scope ? count_of_scope_.value(column(account), column(*scope))
                                        : count_.value(column(account)));
}

bool Credentials::update(const Credential& credential) {
  return update_.change(credential.password_hash, credential.full_name, credential.email.text(),
                        credential.description, column(credential.roles),
                        credential.enabled ? 1 : 0, column(credential.ip_ranges),
                        column(credential.expires_at), column(credential.id),
                        column(credential.account)) > 0;
}

bool Credentials::erase(AccountId account, CredentialId id) {
  return erase_.change(column(id), column(account)) > 0;
}

std::size_t Credentials::erase_all(AccountId account, std::size_t limit) {
  return erase_all_.erase(limit, column(account));
}

std::vector<Credential> Credentials::page(const Page<Credential>& page) const {
  return page_.all(from_row, page.after ? column(page.after->id) : std::string(),
                   column(page.limit));
}

}  // namespace gatehouse::sql
