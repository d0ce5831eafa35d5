#pragma once

#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/ports/storage/session_records.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../expiring_tokens.hpp"
#include "../living.hpp"

namespace gatehouse::sql {

class PasswordResets final : public PasswordResetRecords {
 public:
  PasswordResets(Connection& connection, const Erasures& erasures);

  void insert(const PasswordReset& reset) override;
  std::optional<PasswordReset> find(const TokenDigest& digest) const override;
  std::size_t erase_of_user(Tenant tenant, UserId user, std::size_t limit) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

  std::vector<PasswordReset> page(const Page<PasswordReset>& page) const;

 private:
  using Text = std::string;

  const Erasures& erasures_;
  Statement<In<long long, Text, Text, Text, long long, long long>> insert_;
  mutable Statement<In<long long, Text>, Out<long long, Text, Text, long long, long long>> find_;
  ErasingStatement<Text, Text> erase_of_user_;
  ExpiringTokens tokens_;
  mutable Statement<In<long long, Text, long long>, Out<Text, Text, Text, long long, long long>>
      page_;
};

}  // namespace gatehouse::sql
