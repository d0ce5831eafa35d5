#pragma once

#include <gatehouse/ports/storage/registration_records.hpp>
#include <gatehouse/records/registrations.hpp>

#include "../record_statements.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<ApproveCode>{"approve_codes"};

class ApproveCodes final : public ApproveCodeRecords {
 public:
  explicit ApproveCodes(Connection& connection);

  void insert(const ApproveCode& code) override;
  std::optional<ApproveCode> find(AccountId registration, const TokenDigest& digest) const override;
  std::vector<ApproveCode> list(AccountId registration) const override;
  bool release(AccountId registration, OutgoingMailId mail) override;
  std::size_t erase_of_registration(AccountId registration) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

 private:
  InsertNew<ApproveCode> insert_;
  Select<ApproveCode, AccountId, TokenDigest> find_;
  Select<ApproveCode, AccountId> list_;
  ChangeRows<AccountId, OutgoingMailId> release_;
  ChangeRows<AccountId> erase_of_registration_;
  EraseExpired<ApproveCode> erase_expired_;
};

}  // namespace gatehouse::sql
