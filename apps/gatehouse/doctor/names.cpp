#include "names.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/text.hpp>
#include <gatehouse/ports/storage/walk.hpp>

#include "wiring.hpp"

namespace gatehouse::app {
namespace {

constexpr std::size_t page_size = 1000;
constexpr std::size_t most_told = 20;

/// An address that is not found by its other spellings.
template <class Record>
void find_addresses(const Walk& walk, std::string_view kind, std::vector<std::string>& clashes) {
  for_each_record<Record>(walk, page_size, [&](const Record& record) {
    const Email& email = record.email;
    if (email.is_ascii()) return;
    const auto key = text_forms().email_key(email.text());
    if (key == email.key()) return;
    const std::string id =
        std::string(kind) + " " + record.id.to_string() + ": the e-mail address " + email.text();
    clashes.push_back(key ? id + " is another " + std::string(kind) + "'s in another spelling"
                          : id + " holds characters that are not seen, or no valid domain");
  });
}

void find_usernames(const Walk& walk, std::vector<std::string>& clashes) {
  for_each_record<Credential>(walk, page_size, [&](const Credential& credential) {
    if (is_ascii(credential.username)) return;
    if (text_forms().compose(credential.username) == credential.username) return;
    clashes.push_back("credential " + credential.id.to_string() + ": the user name " +
                      credential.username + " is another credential's in another spelling");
  });
}

}  // namespace

void check_names(Findings& findings, Storage& storage) {
  const auto clashes = storage.read([](const Transaction& tx) {
    std::vector<std::string> found;
    const Walk& walk = Walk::through(tx);
    find_addresses<Account>(walk, "account", found);
    find_addresses<Registration>(walk, "registration", found);
    find_addresses<User>(walk, "user", found);
    find_usernames(walk, found);
    return found;
  });
  if (clashes.empty()) return findings.ok("names: no two are spellings of one");
  for (std::size_t i = 0; i < clashes.size() && i < most_told; ++i) {
    findings.warn("names: " + clashes[i] +
                  "; it is found in this very spelling alone, so give it another one");
  }
  if (clashes.size() > most_told) {
    findings.warn("names: " + std::to_string(clashes.size() - most_told) + " more like these");
  }
}

}  // namespace gatehouse::app
