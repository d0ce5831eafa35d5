#pragma once

#include <gatehouse/ports/storage/user_records.hpp>

#include "erasures.hpp"
#include "index.hpp"
#include "table.hpp"
#include "tally.hpp"

namespace gatehouse::memory {

inline auto user_id(const User& user) noexcept { return std::tie(user.id); }
inline auto user_email(const User& user) noexcept { return std::tie(user.email.key()); }
inline auto user_place(const User& user) noexcept {
  return std::tie(user.account, user.role, user.id);
}
inline auto user_role(const User& user) noexcept { return std::tie(user.account, user.role); }

class Users final : public UserRecords {
 public:
  Users(UndoLog& log, const Erasures& erasures) noexcept : erasures_(erasures), users_(log) {}

  bool insert(const User& user) override;
  std::optional<User> find(Tenant tenant, UserId id) const override;
  std::optional<User> find_by_email(const Email& email) const override;
  std::vector<User> list(AccountId account, Role role, const Page<UserId>& page) const override;
  std::size_t count(AccountId account, Role role) const override;
  Update update(const User& user) override;
  bool erase(Tenant tenant, UserId id) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  const User* newest() const noexcept { return users_.last(); }
  std::vector<User> page(const Page<User>& page) const { return users_.view<ByPlace>().page(page); }

 private:
  using ByEmail = Index<User, user_email>;
  using ByPlace = Index<User, user_place>;
  using PerRole = Tally<User, user_role>;

  /// Erases the user with that address if the user is dead.
  void make_room(const Email& email);
  const User* owned(Tenant tenant, UserId id) const;

  const Erasures& erasures_;
  Table<User, user_id, ByEmail, ByPlace, PerRole> users_;
};

}  // namespace gatehouse::memory
