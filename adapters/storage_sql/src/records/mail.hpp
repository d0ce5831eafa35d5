#pragma once

#include <gatehouse/ports/storage/mail_records.hpp>
#include <gatehouse/records/mail.hpp>

#include "../record_statements.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<OutgoingMail>{"outgoing_mail"};

class Mail final : public MailRecords {
 public:
  explicit Mail(Connection& connection);

  void insert(const OutgoingMail& mail) override;
  std::vector<OutgoingMail> lease(Timestamp now, Timestamp until, std::size_t limit) override;
  bool erase(OutgoingMailId id) override;
  bool holds(OutgoingMailId id) const override;
  std::size_t erase_of_registration(AccountId registration) override;
  std::size_t erase_of_user(Tenant tenant, UserId user, std::size_t limit) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t count() const override;

 private:
  Insert<OutgoingMail> insert_;
  Select<OutgoingMail, Timestamp, std::size_t> waiting_;
  ChangeRows<Timestamp, OutgoingMailId> lease_;
  ChangeRows<OutgoingMailId> erase_;
  Select<OutgoingMail, OutgoingMailId> find_;
  ChangeRows<AccountId> erase_of_registration_;
  EraseSome<OutgoingMail, Tenant, UserId> erase_of_user_;
  EraseSome<OutgoingMail, AccountId> erase_all_;
  mutable Statement<In<>, Out<long long>> count_;
};

}  // namespace gatehouse::sql
