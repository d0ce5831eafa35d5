#pragma once

#include <gatehouse/ports/storage/session_records.hpp>

#include "erasures.hpp"
#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto reset_digest(const PasswordReset& reset) noexcept { return std::tie(reset.digest); }
inline auto reset_owner(const PasswordReset& reset) noexcept {
  return std::tie(reset.account, reset.user, reset.digest);
}
inline auto reset_expiry(const PasswordReset& reset) noexcept {
  return std::tie(reset.expires_at, reset.digest);
}

class PasswordResets final : public PasswordResetRecords {
 public:
  PasswordResets(UndoLog& log, const Erasures& erasures) noexcept
      : erasures_(erasures), resets_(log) {}

  void insert(const PasswordReset& reset) override;
  std::optional<PasswordReset> find(const TokenDigest& digest) const override;
  std::size_t erase_of_user(Tenant tenant, UserId user, std::size_t limit) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

  std::vector<PasswordReset> page(const Page<PasswordReset>& page) const {
    return resets_.view<ByExpiry>().page(page);
  }

 private:
  using ByOwner = Index<PasswordReset, reset_owner>;
  using ByExpiry = Index<PasswordReset, reset_expiry>;

  const Erasures& erasures_;
  Table<PasswordReset, reset_digest, ByOwner, ByExpiry> resets_;
};

}  // namespace gatehouse::memory
