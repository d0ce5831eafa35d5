#pragma once

#include <gatehouse/ports/storage/credential_records.hpp>
#include <gatehouse/storage_sql/statement.hpp>

namespace gatehouse::sql {

class Grants final : public GrantRecords {
 public:
  explicit Grants(Connection& connection);

  bool insert(const Grant& grant) override;
  std::vector<Grant> list(AccountId account, CredentialId credential,
                          const Scope& scope) const override;
  std::vector<Grant> list(AccountId account, CredentialId credential, const Scope& scope,
                          const Page<GrantId>& page) const override;
  std::vector<Grant> reaching(AccountId account, CredentialId credential, ProjectId project,
                              std::string_view proxy) const override;
  bool erase(AccountId account, CredentialId credential, const Scope& scope,
             const GrantTarget& target) override;
  std::size_t erase_of_credential(AccountId account, CredentialId credential) override;
  std::size_t erase_of_target(AccountId account, const std::optional<Scope>& scope,
                              const GrantTarget& target) override;
  std::size_t erase_all(AccountId account) override;

  std::vector<Grant> page(const Page<Grant>& page) const;

 private:
  using Text = std::string;
  using Time = std::optional<long long>;
  using Columns = Out<Text, Text, Text, Text, Time>;

  Statement<In<Text, Text, Text, Text, Text, Text, Time>> insert_;
  mutable Statement<In<Text, Text, Text>, Columns> list_;
  mutable Statement<In<Text, Text, Text, Text, long long>, Columns> list_page_;
  mutable Statement<In<Text, Text, Text, Text>, Columns> reaching_;
  Statement<In<Text, Text, Text, Text, Text>> erase_;
  Statement<In<Text, Text>> erase_of_credential_;
  Statement<In<Text, Text, Text>> erase_of_target_;
  Statement<In<Text, Text, Text, Text>> erase_of_target_in_scope_;
  Statement<In<Text>> erase_all_;
  mutable Statement<In<Text, long long>, Out<Text, Text, Text, Text, Text, Text, Time>> page_;
};

}  // namespace gatehouse::sql
