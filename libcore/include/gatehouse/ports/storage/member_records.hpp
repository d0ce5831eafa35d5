/// Permissions of users in projects.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/model/member.hpp>
#include <gatehouse/ports/storage/page.hpp>

namespace gatehouse {

class MemberRecords {
 public:
  /// [ST-130] Replaces the member's permissions, or makes the user a member.
  virtual void set(const Member& member) = 0;
  /// [ST-131] Returns nothing if the project belongs to another account.
  [[nodiscard]] virtual std::optional<Member> find(AccountId account, ProjectId project,
                                                   UserId user) const = 0;
  /// [ST-132] Returns the project's members, ordered by user id.
  [[nodiscard]] virtual std::vector<Member> list(AccountId account, ProjectId project,
                                                 const Page<UserId>& page) const = 0;
  virtual bool erase(AccountId account, ProjectId project, UserId user) = 0;
  /// [ST-133] Removes the user from at most `limit` projects of the account and returns the number
  /// of projects.
  virtual std::size_t erase_of_user(AccountId account, UserId user, std::size_t limit) = 0;
  /// [ST-134] Erases at most `limit` members of the account's projects and returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;
  /// By [ST-366].
  virtual std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) = 0;

 protected:
  ~MemberRecords() = default;
};

}  // namespace gatehouse
