/// The ledger of mails on tables.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/mail_ledger_records.hpp>

namespace gatehouse::kernel {

/// A part of an index that orders its records from the greatest to the smallest.
template <class Part>
struct Descending {
  Part part;

  friend std::strong_ordering operator<=>(const Descending& a, const Descending& b) noexcept {
    return b.part <=> a.part;
  }
  friend bool operator==(const Descending&, const Descending&) = default;
};

[[nodiscard]] inline Descending<OutgoingMailId> newest_first(const MailEntry& entry) noexcept {
  return {entry.id};
}
[[nodiscard]] inline const std::string& receiver_key(const MailEntry& entry) noexcept {
  return entry.receiver.key();
}

template <>
struct Indexes<MailEntry> {
  using Id = DescribedIndex<MailEntry>;
  using Newest = Index<&newest_first>;
  using OfReceiver = Index<&receiver_key, &newest_first>;
  using OfAccount = Index<&MailEntry::account, &newest_first>;
  using ByProvider = Index<&MailEntry::provider_mail_id, &newest_first>;
  using Age = Index<&MailEntry::created_at, &MailEntry::id>;
  using All = IndexList<Id, Newest, OfReceiver, OfAccount, ByProvider, Age>;
};

template <class Engine>
class MailLedger : public Store<MailLedgerRecords> {
  using By = Indexes<MailEntry>;

 public:
  explicit MailLedger(Tables<Engine>& tables) : entries_(tables.template of<MailEntry>()) {}

  void insert(const MailEntry& entry) override {
    entries_.insert_new(entry, "a mail with that id is in the ledger already");
  }
  std::vector<MailEntry> list(const MailFilter& filter,
                              const Page<OutgoingMailId>& page) const override {
    if (filter.provider_mail_id) {
      return matching(By::ByProvider{}, filter, page, *filter.provider_mail_id);
    }
    if (filter.receiver) return matching(By::OfReceiver{}, filter, page, filter.receiver->key());
    if (filter.account) return matching(By::OfAccount{}, filter, page, Tenant(filter.account));
    return matching(By::Newest{}, filter, page);
  }
  bool set_status(OutgoingMailId id, MailStatus status) override {
    return entries_.change(entries_.find(By::Id{}, id),
                           [&](MailEntry& entry) { entry.status = status; });
  }
  std::size_t erase_expired(Timestamp before, std::size_t limit) override {
    return entries_.erase(By::Age{}, up_to(before), limit);
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return entries_.erase(By::OfAccount{}, within(Tenant(account)), limit);
  }

 private:
  /// The matching entries of the page whose keys begin with these parts.
  template <class AnyIndex, class... Parts>
  [[nodiscard]] std::vector<MailEntry> matching(AnyIndex index, const MailFilter& filter,
                                                const Page<OutgoingMailId>& page,
                                                const Parts&... parts) const {
    std::vector<MailEntry> entries;
    if (page.limit == 0) return entries;
    const auto add = [&](const MailEntry& entry) {
      if (filter.matches(entry)) entries.push_back(entry);
      return entries.size() < page.limit;
    };
    if (!page.after) {
      entries_.visit(index, within(parts...), add);
      return entries;
    }
    const Descending<OutgoingMailId> after{*page.after};
    entries_.visit(index,
                   Range<std::tuple<const Parts&..., const Descending<OutgoingMailId>&>,
                         std::tuple<const Parts&...>>{{parts..., after}, {parts...}, true},
                   add);
    return entries;
  }

  Rows<Engine, MailEntry>& entries_;
};

}  // namespace gatehouse::kernel
