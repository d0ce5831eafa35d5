#pragma once

#include <gatehouse/ports/storage/account_records.hpp>

#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto approve_code_key(const ApproveCode& code) noexcept {
  return std::tie(code.registration, code.digest);
}
inline auto approve_code_creation(const ApproveCode& code) noexcept {
  return std::tie(code.registration, code.created_at, code.digest);
}
inline auto approve_code_expiry(const ApproveCode& code) noexcept {
  return std::tie(code.expires_at, code.registration, code.digest);
}

class ApproveCodes final : public ApproveCodeRecords {
 public:
  explicit ApproveCodes(UndoLog& log) noexcept : codes_(log) {}

  void insert(const ApproveCode& code) override;
  std::optional<ApproveCode> find(AccountId registration, const TokenDigest& digest) const override;
  std::vector<ApproveCode> list(AccountId registration) const override;
  bool release(AccountId registration, OutgoingMailId mail) override;
  std::size_t erase_of_registration(AccountId registration) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

  std::vector<ApproveCode> page(const Page<ApproveCode>& page) const { return codes_.page(page); }

 private:
  using ByCreation = Index<ApproveCode, approve_code_creation>;
  using ByExpiry = Index<ApproveCode, approve_code_expiry>;

  Table<ApproveCode, approve_code_key, ByCreation, ByExpiry> codes_;
};

}  // namespace gatehouse::memory
