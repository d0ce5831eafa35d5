#pragma once

#include <gatehouse/ports/storage/mail_records.hpp>

#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

/// An entry, and whether its lease was found to have expired. Entries change sides as time passes,
/// so that the oldest due entry is found without a scan over entries that are not due.
struct QueuedMail {
  OutgoingMail mail;
  bool due = false;
};

inline auto mail_id(const QueuedMail& queued) noexcept { return std::tie(queued.mail.id); }
inline auto mail_age(const QueuedMail& queued) noexcept {
  return std::tie(queued.due, queued.mail.id);
}
inline auto mail_lease(const QueuedMail& queued) noexcept {
  return std::tie(queued.due, queued.mail.leased_until, queued.mail.id);
}
inline auto mail_registration(const QueuedMail& queued) noexcept {
  return std::tie(queued.mail.registration, queued.mail.id);
}
/// The flag sorts entries that concern no user apart, so that erasing a user's entries does not
/// reach them.
inline auto mail_user(const QueuedMail& queued) noexcept {
  const OutgoingMail& mail = queued.mail;
  return std::tuple<bool, const Tenant&, const std::optional<UserId>&, const OutgoingMailId&>(
      mail.user.has_value(), mail.account, mail.user, mail.id);
}

class MailQueue final : public MailRecords {
 public:
  explicit MailQueue(UndoLog& log) noexcept : queue_(log) {}

  void insert(const OutgoingMail& mail) override;
  std::vector<OutgoingMail> lease(Timestamp now, Timestamp until, std::size_t limit) override;
  bool erase(OutgoingMailId id) override;
  std::size_t erase_of_registration(AccountId registration) override;
  std::size_t erase_of_user(Tenant tenant, UserId user, std::size_t limit) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  std::size_t count() const override;

  const OutgoingMail* newest() const noexcept {
    const QueuedMail* last = queue_.last();
    return last == nullptr ? nullptr : &last->mail;
  }
  std::vector<OutgoingMail> page(const Page<OutgoingMail>& page) const;

 private:
  using ByAge = Index<QueuedMail, mail_age>;
  using ByLease = Index<QueuedMail, mail_lease>;
  using ByRegistration = Index<QueuedMail, mail_registration>;
  using ByUser = Index<QueuedMail, mail_user>;

  void move(const QueuedMail& queued, bool due, Timestamp leased_until);

  Table<QueuedMail, mail_id, ByAge, ByLease, ByRegistration, ByUser> queue_;
};

}  // namespace gatehouse::memory
