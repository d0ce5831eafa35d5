/// The mail queue on tables.
#pragma once

#include <cstddef>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/mail_records.hpp>

namespace gatehouse::kernel {

/// Separates mails that concern no user, so that the erasure of an account's mails does not reach
/// them.
[[nodiscard]] inline bool concerns_user(const OutgoingMail& mail) noexcept {
  return mail.user.has_value();
}

template <>
struct Indexes<OutgoingMail> {
  using Id = DescribedIndex<OutgoingMail>;
  using Lease = Index<&OutgoingMail::leased_until, &OutgoingMail::id>;
  using About = Index<&OutgoingMail::registration, &OutgoingMail::id>;
  using Recipient =
      Index<&concerns_user, &OutgoingMail::account, &OutgoingMail::user, &OutgoingMail::id>;
  using Queued = Counter<>;
  using All = IndexList<Id, Lease, About, Recipient, Queued>;
};

template <class Engine>
class MailQueue : public Store<MailRecords> {
  using By = Indexes<OutgoingMail>;

 public:
  explicit MailQueue(Tables<Engine>& tables) : queue_(tables.template of<OutgoingMail>()) {}

  void insert(const OutgoingMail& mail) override {
    queue_.insert_new(mail, "a mail with that id is queued already");
  }
  std::vector<OutgoingMail> lease(Timestamp now, Timestamp until, std::size_t limit) override {
    // Usually none is due, which the first lease to end shows. Otherwise the queue is searched from
    // its oldest entry on, past those that are leased.
    if (queue_.list(By::Lease{}, up_to(now), 1).empty()) return {};
    std::vector<OutgoingMail> leased;
    queue_.visit(By::Id{}, within(), [&](const OutgoingMail& mail) {
      if (leased.size() < limit && mail.leased_until <= now) leased.push_back(mail);
      return leased.size() < limit;
    });
    for (OutgoingMail& mail : leased) {
      mail.leased_until = until;
      queue_.put(queue_.find(By::Id{}, mail.id), mail);
    }
    return leased;
  }
  bool erase(OutgoingMailId id) override { return queue_.erase_found(queue_.find(By::Id{}, id)); }
  bool holds(OutgoingMailId id) const override {
    return copied(queue_.find(By::Id{}, id)).has_value();
  }
  std::size_t erase_of_registration(AccountId registration) override {
    return queue_.erase(By::About{}, within(registration));
  }
  std::size_t erase_of_user(Tenant tenant, UserId user, std::size_t limit) override {
    return queue_.erase(By::Recipient{}, within(true, tenant, user), limit);
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return queue_.erase(By::Recipient{}, within(true, account), limit);
  }
  std::size_t count() const override { return queue_.count(By::Queued{}); }

 private:
  Rows<Engine, OutgoingMail>& queue_;
};

}  // namespace gatehouse::kernel
