#include "doctor/names.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gatehouse/base/text.hpp>
#include <gatehouse/ports/storage/scan.hpp>

#include "wiring.hpp"

namespace gatehouse::app {
namespace {

constexpr std::size_t page_size = 1000;
constexpr std::size_t most_told = 20;

/// Names that are only found in one spelling: descriptions of the first ones, and their number.
struct Clashes {
  std::vector<std::string> first;
  std::size_t count = 0;

  void add(std::string what) {
    ++count;
    if (first.size() < most_told) first.push_back(std::move(what));
  }
};

template <class Record>
void find_addresses(const Scan& scan, std::string_view kind, Clashes& clashes) {
  for_each_record<Record>(scan, page_size, [&](const Record& record) {
    const Email& email = record.email;
    if (email.is_ascii()) return;
    const auto key = text_forms().email_key(email.text());
    if (key == email.key()) return;
    const std::string id =
        std::string(kind) + " " + record.id.to_string() + ": the e-mail address " + email.text();
    clashes.add(key ? id + " is another " + std::string(kind) + "'s in another spelling"
                    : id + " holds invisible characters, or no valid domain");
  });
}

void find_usernames(const Scan& scan, Clashes& clashes) {
  for_each_record<Credential>(scan, page_size, [&](const Credential& credential) {
    if (is_ascii(credential.username)) return;
    if (text_forms().compose(credential.username) == credential.username) return;
    clashes.add("credential " + credential.id.to_string() + ": the user name " +
                credential.username + " is another credential's in another spelling");
  });
}

}  // namespace

void check_names(Findings& findings, Storage& storage) {
  const auto clashes = storage.read([](const Transaction& tx) {
    Clashes found;
    const Scan& scan = Scan::through(tx);
    find_addresses<Account>(scan, "account", found);
    find_addresses<Registration>(scan, "registration", found);
    find_addresses<User>(scan, "user", found);
    find_usernames(scan, found);
    return found;
  });
  if (clashes.count == 0) return findings.ok("names: no spellings clash");
  for (const std::string& clash : clashes.first) {
    findings.warn("names: " + clash +
                  "; it is found in this very spelling alone, so give it another one");
  }
  if (clashes.count > most_told) {
    findings.warn("names: " + std::to_string(clashes.count - most_told) + " more like these");
  }
}

}  // namespace gatehouse::app
