#include "mail_queue.hpp"

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::memory {

void MailQueue::insert(const OutgoingMail& mail) {
  if (!queue_.insert({mail})) throw PortError("a mail with that id waits already");
}

std::vector<OutgoingMail> MailQueue::lease(Timestamp now, Timestamp until, std::size_t limit) {
  const auto over = queue_.view<ByLease>().up_to(false, now);
  // The range is copied first, since moving an entry takes it out of this range.
  for (const QueuedMail* queued : std::vector<const QueuedMail*>(over.begin(), over.end())) {
    move(*queued, true, queued->mail.leased_until);
  }

  std::vector<OutgoingMail> leased;
  const auto due = queue_.view<ByAge>().range(true);
  for (auto place = due.begin(); place != due.end() && leased.size() < limit;) {
    const QueuedMail& queued = **place++;
    // The entry was marked as due by a clock that was ahead of this one.
    if (queued.mail.leased_until > now) continue;
    leased.push_back(queued.mail);
    leased.back().leased_until = until;
    move(queued, false, until);
  }
  return leased;
}

bool MailQueue::erase(OutgoingMailId id) {
  const QueuedMail* queued = queue_.find(id);
  if (queued != nullptr) queue_.erase(*queued);
  return queued != nullptr;
}

std::size_t MailQueue::erase_of_registration(AccountId registration) {
  return queue_.erase(queue_.view<ByRegistration>().range(registration));
}

std::size_t MailQueue::erase_of_user(Tenant tenant, UserId user, std::size_t limit) {
  return queue_.erase(queue_.view<ByUser>().range(true, tenant, user), limit);
}

std::size_t MailQueue::erase_all(AccountId account, std::size_t limit) {
  return queue_.erase(queue_.view<ByUser>().range(true, account), limit);
}

std::size_t MailQueue::count() const { return queue_.size(); }

std::vector<OutgoingMail> MailQueue::page(const Page<OutgoingMail>& page) const {
  Page<QueuedMail> entries{.after = {}, .limit = page.limit};
  if (page.after) entries.after = QueuedMail{*page.after};
  std::vector<OutgoingMail> mails;
  for (QueuedMail& queued : queue_.page(entries)) mails.push_back(std::move(queued.mail));
  return mails;
}

void MailQueue::move(const QueuedMail& queued, bool due, Timestamp leased_until) {
  QueuedMail moved{queued.mail, due};
  moved.mail.leased_until = leased_until;
  // This cannot fail: the id does not change.
  static_cast<void>(queue_.replace(queued, std::move(moved)));
}

}  // namespace gatehouse::memory
