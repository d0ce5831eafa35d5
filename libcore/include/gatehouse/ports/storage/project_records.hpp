/// Projects and their push keys.
///
/// [ST-50] Names of projects are unique in their account, compared byte for byte; two accounts may
///         use the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <gatehouse/model/project.hpp>
#include <gatehouse/model/push_keys.hpp>
#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/ports/storage/update.hpp>

namespace gatehouse {

class ProjectRecords {
 public:
  /// [ST-51] Returns false and changes nothing if the id or the name is taken.
  [[nodiscard]] virtual bool insert(const Project& project) = 0;
  /// [ST-52] Returns nothing if the project belongs to another account.
  [[nodiscard]] virtual std::optional<Project> find(AccountId account, ProjectId id) const = 0;
  /// [ST-58] Finds the account's project by name, compared byte for byte.
  [[nodiscard]] virtual std::optional<Project> find_by_name(AccountId account,
                                                            std::string_view name) const = 0;
  [[nodiscard]] virtual std::vector<Project> list(AccountId account,
                                                  const Page<ProjectId>& page) const = 0;
  [[nodiscard]] virtual std::size_t count(AccountId account) const = 0;
  /// [ST-53] Replaces name and description; limit and usage are unchanged.
  [[nodiscard]] virtual Update update(const Project& project) = 0;
  /// [ST-49] Replaces the project's own limit of consumers. Returns false if the account has no
  /// such project.
  [[nodiscard]] virtual bool set_user_limit(AccountId account, ProjectId id,
                                            std::optional<std::int64_t> limit) = 0;
  /// [ST-54] Increments `user_used` if it is below `limit`, and returns whether it did.
  [[nodiscard]] virtual bool take_user(AccountId account, ProjectId id, std::int64_t limit) = 0;
  /// [ST-55] Decrements `user_used` if it is above zero.
  virtual void give_back_user(AccountId account, ProjectId id) = 0;

  /// [ST-56] All fields are empty until they are set.
  [[nodiscard]] virtual SealedPushKeys push_keys(AccountId account, ProjectId id) const = 0;
  /// Returns false if the account has no such project.
  [[nodiscard]] virtual bool set_push_keys(AccountId account, ProjectId id,
                                           const SealedPushKeys& keys) = 0;
  /// [ST-362] Erases only the project and its push keys; the service erases what else belongs to
  /// it. Returns false if the account has no such project.
  virtual bool erase(AccountId account, ProjectId id) = 0;
  /// [ST-57] Erases the push keys of the account's projects, then the projects: at most `limit`
  /// records in total. Returns their number.
  virtual std::size_t erase_all(AccountId account, std::size_t limit) = 0;

 protected:
  ~ProjectRecords() = default;
};

}  // namespace gatehouse
