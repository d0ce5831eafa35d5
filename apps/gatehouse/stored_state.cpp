#include "stored_state.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <gatehouse/ports/storage/scan.hpp>

namespace gatehouse::app {
namespace {

std::string_view hash_of(const User& user) { return user.password_hash; }
std::string_view hash_of(const Credential& credential) { return credential.password_hash; }

/// Returns the largest memory size in KiB among the hashes of the first `most` records.
template <class Record>
std::size_t largest_memory(Storage& storage, std::size_t most) {
  constexpr std::size_t page_size = 500;
  std::size_t largest = 0;
  Page<Record> page{.after = {}, .limit = page_size};
  for (std::size_t seen = 0; seen < most; seen += page_size) {
    std::vector<Record> records =
        storage.read([&page](const Transaction& tx) { return Scan::through(tx).page(page); });
    for (const Record& record : records) {
      const auto memory = Argon2PasswordHasher::memory_of(hash_of(record));
      largest = std::max(largest, memory.value_or(0));
    }
    if (records.size() < page_size) break;
    page.after = std::move(records.back());
  }
  return largest;
}

}  // namespace

bool has_root_user(Storage& storage) {
  // The installation's own users, i.e. the root users, come first.
  const auto first = storage.read([](const Transaction& tx) {
    return Scan::through(tx).page(Page<User>{.after = {}, .limit = 1});
  });
  return !first.empty() && first.front().role == Role::root;
}

std::string in_words(std::size_t kib, const Argon2Options& argon2) {
  const std::string what = "some passwords were hashed with " + std::to_string(kib) +
                           " KiB of memory, more than --hashing-memory-kib (" +
                           std::to_string(argon2.memory_budget_kib) + "): ";
  const std::size_t allowed = std::max<std::size_t>(argon2.max_memory_kib, argon2.memory_kib);
  if (kib > allowed) {
    return what + "they cannot be verified, since more than " + std::to_string(allowed) +
           " are allowed only when that option says so";
  }
  return what + "each of them is verified alone while all others wait; raise the option to " +
         std::to_string(kib);
}

std::optional<std::string> fault_of_hashing_memory(Storage& storage, const Argon2Options& argon2,
                                                   std::size_t most) {
  const std::size_t largest =
      std::max(largest_memory<User>(storage, most), largest_memory<Credential>(storage, most));
  if (largest <= argon2.memory_budget_kib) return std::nullopt;
  return in_words(largest, argon2);
}

}  // namespace gatehouse::app
