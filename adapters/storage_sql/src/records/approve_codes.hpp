#pragma once

#include <gatehouse/ports/storage/account_records.hpp>
#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/storage_sql/statement.hpp>

namespace gatehouse::sql {

class ApproveCodes final : public ApproveCodeRecords {
 public:
  explicit ApproveCodes(Connection& connection);

  void insert(const ApproveCode& code) override;
  std::optional<ApproveCode> find(AccountId registration, const TokenDigest& digest) const override;
  std::vector<ApproveCode> list(AccountId registration) const override;
  bool release(AccountId registration, OutgoingMailId mail) override;
  std::size_t erase_of_registration(AccountId registration) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

  std::vector<ApproveCode> page(const Page<ApproveCode>& page) const;

 private:
  using Text = std::string;
  using Columns = Out<Text, Text, Text, Text, long long, long long>;

  Statement<In<Text, Text, Text, Text, long long, long long>> insert_;
  mutable Statement<In<Text, Text>, Columns> find_;
  mutable Statement<In<Text>, Columns> list_;
  Statement<In<Text, Text>> release_;
  Statement<In<Text>> erase_of_registration_;
  Statement<In<long long, long long>> erase_expired_;
  mutable Statement<In<Text, Text, long long>, Columns> page_;
};

}  // namespace gatehouse::sql
