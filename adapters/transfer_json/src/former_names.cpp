#include "former_names.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <gatehouse/base/text.hpp>
#include <gatehouse/ports/storage/scan.hpp>

namespace gatehouse::transfer {
namespace {

constexpr std::size_t page_size = 100;

/// Returns the chosen records, oldest first. They are changed only after the scan.
template <class Record, class Choose>
std::vector<Record> chosen(const Transaction& tx, Choose choose) {
  std::vector<Record> records;
  for_each_record<Record>(Scan::through(tx), page_size, [&](const Record& record) {
    if (choose(record)) records.push_back(record);
  });
  // A scan returns users account by account, so the records are sorted by id.
  std::ranges::sort(records, {}, &Record::id);
  return records;
}

bool replace(Transaction& tx, const Account& account) {
  return tx.accounts().update(account) == Update::done;
}

bool replace(Transaction& tx, const User& user) { return tx.users().update(user) == Update::done; }

bool replace(Transaction& tx, const Registration& registration) {
  const auto former = tx.registrations().find(registration.id);
  tx.registrations().erase(registration.id);
  // A registration's address cannot be updated, so the registration is inserted again; if its new
  // key is taken, the former record is restored.
  return tx.registrations().insert(registration) || !former || tx.registrations().insert(*former);
}

template <class Record>
void give_keys(Transaction& tx, const TextForms& forms) {
  for (Record& record : chosen<Record>(tx, [](const Record& r) { return !r.email.is_ascii(); })) {
    const auto key = forms.email_key(record.email.text());
    if (!key || *key == record.email.key()) continue;
    record.email = record.email.with_key(*key);
    static_cast<void>(replace(tx, record));
  }
}

}  // namespace

void bring_names_into_form(Transaction& tx, const TextForms& forms) {
  give_keys<Account>(tx, forms);
  give_keys<Registration>(tx, forms);
  give_keys<User>(tx, forms);
  for (Credential& credential :
       chosen<Credential>(tx, [](const Credential& c) { return !is_ascii(c.username); })) {
    std::string composed = forms.compose(credential.username);
    if (tx.credentials().find(credential.account, composed)) continue;
    credential.username = std::move(composed);
    tx.credentials().erase(credential.account, credential.id);
    static_cast<void>(tx.credentials().insert(credential));
  }
}

}  // namespace gatehouse::transfer
