#pragma once

#include <gatehouse/ports/storage/mail_records.hpp>
#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../erasing.hpp"

namespace gatehouse::sql {

class Mail final : public MailRecords {
 public:
  explicit Mail(Connection& connection);

  void insert(const OutgoingMail& mail) override;
  std::vector<OutgoingMail> lease(Timestamp now, Timestamp until, std::size_t limit) override;
  bool erase(OutgoingMailId id) override;
  std::size_t erase_of_registration(AccountId registration) override;
  std::size_t erase_of_user(Tenant tenant, UserId user, std::size_t limit) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t count() const override;

  std::vector<OutgoingMail> page(const Page<OutgoingMail>& page) const;

 private:
  using Text = std::string;
  using Columns = Out<Text, Text, Text, Text, Text, Text, long long, long long>;

  Statement<In<Text, Text, Text, Text, Text, Text, long long, long long>> insert_;
  Statement<In<long long, long long>, Columns> waiting_;
  Statement<In<long long, Text>> lease_;
  Statement<In<Text>> erase_;
  Statement<In<Text>> erase_of_registration_;
  ErasingStatement<Text, Text> erase_of_user_;
  ErasingStatement<Text> erase_all_;
  mutable Statement<In<>, Out<long long>> count_;
  mutable Statement<In<Text, long long>, Columns> page_;
};

}  // namespace gatehouse::sql
