#pragma once

#include <gatehouse/ports/storage/password_reset_records.hpp>
#include <gatehouse/records/password_resets.hpp>

#include "../living.hpp"

namespace gatehouse::sql {

template <>
inline constexpr KeyedTable<PasswordReset, TokenDigest> table<PasswordReset>{
    "password_resets", "token_key", &PasswordReset::digest};

class PasswordResets final : public OfAccounts<PasswordResetRecords, PasswordReset> {
 public:
  PasswordResets(Connection& connection, const Erasures& erasures);

  void insert(const PasswordReset& reset) override;
  std::optional<PasswordReset> find(const TokenDigest& digest) const override;
  std::size_t erase_of_user(Tenant tenant, UserId user, std::size_t limit) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

 private:
  Insert<PasswordReset> insert_;
  SelectLivingFields<PasswordReset, FieldsBut<&PasswordReset::digest>, RowKey, TokenDigest> find_;
  EraseSome<PasswordReset, Tenant, UserId> erase_of_user_;
  EraseExpired<PasswordReset> erase_expired_;
};

}  // namespace gatehouse::sql
