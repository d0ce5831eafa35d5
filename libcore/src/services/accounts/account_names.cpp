#include <gatehouse/services/accounts/account_names.hpp>

#include <utility>

namespace gatehouse {

void AccountNamesCache::committed(const Commit& commit) noexcept {
  if (!commit.account) return;
  for (const Event& event : commit.events) {
    const Subject subject = event.target.subject;
    if (subject != Subject::account && subject != Subject::project) continue;
    // A read that began before does not see the change, and notices the number.
    ++changes_;
    entries_.erase_if(*commit.account, [](const Entry&) { return true; });
  }
}

AccountNamesCache::Names AccountNamesCache::read_names(const Transaction& tx, AccountId account) {
  auto names = std::make_shared<AccountNames>();
  if (auto found = tx.accounts().find(account)) {
    names->organization = std::move(found->organization_name);
  }
  for (Project& project : tx.projects().list(account, {.after = {}, .limit = most_projects})) {
    names->projects.push_back(std::move(project.name));
  }
  return names;
}

AccountNamesCache::Names AccountNamesCache::find(AccountId account, Duration now) {
  auto entry = entries_.find(account);
  return entry && now - entry->read_at < lifetime ? std::move(entry->names) : nullptr;
}

void AccountNamesCache::remember(AccountId account, const Names& names, Duration now,
                                 std::uint64_t changes) {
  entries_.put(account, {names, now});
  // A change that was counted before the entry was stored may not have erased it.
  if (changes_.load() == changes) return;
  entries_.erase_if(account, [&](const Entry& entry) { return entry.names == names; });
}

}  // namespace gatehouse
