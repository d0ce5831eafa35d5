/// A per-process cache of the names of accounts and their projects, which users see with
/// themselves: a client asks for these with nearly every page that it shows.
///
/// Changes made by this process are seen at once, since the cache listens to commits; those of
/// other processes within `lifetime`.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include <gatehouse/base/detail/bounded_cache.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/operations/event.hpp>
#include <gatehouse/ports/storage.hpp>
#include <gatehouse/schema/users.hpp>

namespace gatehouse {

class AccountNamesCache final : public CommitListener {
 public:
  /// Maximum number of names of projects.
  static constexpr std::size_t most_projects = 100;
  static constexpr Duration lifetime = std::chrono::seconds(1);

  using Names = std::shared_ptr<const AccountNames>;

  /// Returns the names, which `read(work)` reads in a transaction, `work(tx)`, unless they are
  /// known. `now` is the clock's elapsed().
  template <class Read>
  [[nodiscard]] Names get(AccountId account, Duration now, Read read) {
    if (auto known = find(account, now)) return known;
    const std::uint64_t changes = changes_.load();
    Names names = read([account](const Transaction& tx) { return read_names(tx, account); });
    remember(account, names, now, changes);
    return names;
  }

  void committed(const Commit& commit) noexcept override;

 private:
  struct Entry {
    Names names;
    Duration read_at;
  };

  [[nodiscard]] static Names read_names(const Transaction& tx, AccountId account);
  [[nodiscard]] Names find(AccountId account, Duration now);
  void remember(AccountId account, const Names& names, Duration now, std::uint64_t changes);

  /// The number of changes that this process has seen, of all accounts.
  std::atomic<std::uint64_t> changes_ = 0;
  BoundedCache<AccountId, Entry> entries_{1000};
};

}  // namespace gatehouse
