#include "token_families.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* select =
    "SELECT id, account_id, project_id, service, consumer_id, origin_digest, current_digest,"
    " previous_digest, salt, check_key, created_at, rotated_at, expires_at, ends_at,"
    " rotations FROM token_families WHERE ";

TokenFamily from_row(const std::string& id, const std::string& account, const std::string& project,
                     const std::string& service, const std::string& consumer,
                     const std::string& origin, const std::string& current,
                     const std::string& previous, const std::string& salt,
                     const std::string& check_key, long long created_at, long long rotated_at,
                     long long expires_at, long long ends_at, const std::string& rotations) {
  return {.id = to_id<TokenFamilyId>(id),
          .account = to_id<AccountId>(account),
          .project = to_id<ProjectId>(project),
          .service = to_service_code(service),
          .consumer = to_id<ConsumerId>(consumer),
          .origin = to_digest(origin),
          .current = to_digest(current),
          .previous = to_digest(previous),
          .salt = to_salt(salt),
          .check_key = to_salt(check_key),
          .created_at = to_time(created_at),
          .rotated_at = to_time(rotated_at),
          .rotations = to_rotations(rotations),
          .expires_at = to_time(expires_at),
          .ends_at = to_time(ends_at)};
}

}  // namespace

TokenFamilies::TokenFamilies(Connection& connection, const Erasures& erasures)
    : erasures_(erasures),
      insert_(connection,
              "INSERT INTO token_families (family_key, id, account_id, project_id, service,"
              " consumer_id, origin_digest, current_digest, previous_digest, salt, check_key,"
              " created_at, rotated_at, expires_at, ends_at, rotations) VALUES (:family_key, :id,"
              " :account, :project, :service, :consumer, :origin, :current, :previous, :salt,"
              " :check_key, :created_at, :rotated_at, :expires_at, :ends_at, :rotations)"),
      find_(connection,
            flagged("token_families", select) + "family_key = :family_key AND id = :id"),
      find_by_origin_(connection, flagged("token_families", select) + "origin_digest = :origin"),
      update_(connection,
              "UPDATE token_families SET current_digest = :current, previous_digest = :previous,"
              " salt = :salt, rotated_at = :rotated_at, expires_at = :expires_at,"
              " rotations = :rotations"
              " WHERE family_key = :family_key AND id = :id AND account_id = :account"),
      erase_(connection,
             "DELETE FROM token_families WHERE family_key = :family_key AND id = :id"
             " AND account_id = :account"),
      attached_(connection, "token_families", "family_key"),
      tokens_(connection, "token_families", "family_key"),
      page_(connection, std::string(select) + "id > :after ORDER BY id LIMIT :limit") {}

void TokenFamilies::insert(const TokenFamily& family) {
  insert_.change(row_key(family.id.bytes()), column(family.id), column(family.account),
                 column(family.project), family.service.text(), column(family.consumer),
                 column(family.origin), column(family.current), column(family.previous),
                 column(family.salt), column(family.check_key), column(family.created_at),
                 column(family.rotated_at), column(family.expires_at), column(family.ends_at),
                 column(family.rotations));
}

std::optional<TokenFamily> TokenFamilies::find(TokenFamilyId id) const {
  return find_living(find_, erasures_, from_row, row_key(id.bytes()), column(id));
}

std::optional<TokenFamily> TokenFamilies::find_by_origin(const TokenDigest& origin) const {
  return find_living(find_by_origin_, erasures_, from_row, column(origin));
}

bool TokenFamilies::update(const TokenFamily& family) {
  return update_.change(column(family.current), column(family.previous), column(family.salt),
                        column(family.rotated_at), column(family.expires_at),
                        column(family.rotations), row_key(family.id.bytes()), column(family.id),
                        column(family.account)) > 0;
}

bool TokenFamilies::erase(AccountId account, TokenFamilyId id) {
  return erase_.change(row_key(id.bytes()), column(id), column(account)) > 0;
}

std::size_t TokenFamilies::erase_of_service(AccountId account, ProjectId project,
                                            const ServiceCode& service, std::size_t limit) {
  return attached_.erase_of_service(account, project, service, limit);
}

std::size_t TokenFamilies::erase_of_consumer(AccountId account, ProjectId project,
                                             ConsumerId consumer, std::size_t limit) {
  return attached_.erase_of_consumer(account, project, consumer, limit);
}

std::size_t TokenFamilies::erase_all(AccountId account, std::size_t limit) {
  return tokens_.erase_all(account, limit);
}

std::size_t TokenFamilies::erase_expired(Timestamp now, std::size_t limit) {
  return tokens_.erase_expired(now, limit);
}

std::vector<TokenFamily> TokenFamilies::page(const Page<TokenFamily>& page) const {
  return page_.all(from_row, page.after ? column(page.after->id) : Text(), column(page.limit));
}

}  // namespace gatehouse::sql
