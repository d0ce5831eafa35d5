#pragma once

#include <gatehouse/ports/storage/credential_records.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../erasing.hpp"
#include "../living.hpp"

namespace gatehouse::sql {

class Credentials final : public CredentialRecords {
 public:
  Credentials(Connection& connection, const Erasures& erasures);

  bool insert(const Credential& credential) override;
  std::optional<Credential> find(AccountId account, std::string_view username) const override;
  std::vector<Credential> list(AccountId account, const std::optional<Scope>& scope,
                               const Page<CredentialId>& page) const override;
  std::size_t count(AccountId account, const std::optional<Scope>& scope) const override;
  bool update(const Credential& credential) override;
  bool erase(AccountId account, CredentialId id) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  std::vector<Credential> page(const Page<Credential>& page) const;

 private:
  using Text = std::string;
  using Time = std::optional<long long>;
  using Columns =
      Out<Text, Text, Text, Text, Text, Text, Text, Text, Text, long long, Text, Time, long long>;

  const Erasures& erasures_;
  Statement<
      In<Text, Text, Text, Text, Text, Text, Text, Text, Text, long long, Text, Time, long long>>
      insert_;
  mutable Statement<In<Text, Text>, Flagged<Columns>> find_;
  mutable Statement<In<Text, Text, long long>, Columns> list_;
  mutable Statement<In<Text, Text, Text, long long>, Columns> list_of_scope_;
  mutable Statement<In<Text>, Out<long long>> count_;
  mutable Statement<In<Text, Text>, Out<long long>> count_of_scope_;
  Statement<In<Text, Text, Text, Text, Text, long long, Text, Time, Text, Text>> update_;
  Statement<In<Text, Text>> erase_;
  ErasingStatement<Text> erase_all_;
  mutable Statement<In<Text, long long>, Columns> page_;
};

}  // namespace gatehouse::sql
