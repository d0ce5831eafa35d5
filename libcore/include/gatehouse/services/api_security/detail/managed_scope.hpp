/// Reads and changes in one scope of an account by a user who may manage it.
#pragma once

#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include <gatehouse/base/result.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/services/projects/detail/project_names.hpp>

namespace gatehouse {

/// The account and scope that a project name resolved to.
struct ManagedScope {
  AccountId account;
  Scope scope;
};

/// The scope that lists cover: the scope itself, or the whole account.
[[nodiscard]] inline std::optional<Scope> scope_of_list(const ManagedScope& managed) {
  if (managed.scope.is_everywhere()) return std::nullopt;
  return managed.scope;
}

class ManagedScopes {
  /// Runs the work of a read in the scope if the caller may manage it. Defined before its uses,
  /// since its return type is deduced.
  template <class Work>
  static auto within(const UserContext& caller, std::string_view project, Work& work) {
    using Answer = std::invoke_result_t<Work&, const Transaction&, const ManagedScope&>;
    return [&caller, project, &work](const Reading& reading) -> Answer {
      const auto scope = scope_to_manage(reading.tx, caller.actor.user, reading.account(), project);
      if (!scope) return Unexpected(scope.error());
      return work(reading.tx, ManagedScope{reading.account(), *scope});
    };
  }

 public:
  explicit ManagedScopes(Operations& operations) : operations_(operations) {}

  /// Runs `work(tx, managed)`, which returns a Result, in a read, or returns the reason why the
  /// caller may not manage the project (see scope_to_manage()).
  template <class Work>
  auto read(const UserContext& caller, std::string_view project, Work work)
      -> std::invoke_result_t<Work&, const Transaction&, const ManagedScope&> {
    return operations_.read(caller, Action::manage_api_security, within(caller, project, work));
  }

  /// Checks that the caller is still authenticated and may manage the project, unless that was
  /// found when the session was looked up.
  [[nodiscard]] Result<Done> check(const UserContext& caller, std::string_view project) {
    if (caller.actor.managed_project == project) return Done{};
    const auto allow = [](const Transaction&, const ManagedScope&) -> Result<Done> {
      return Done{};
    };
    return operations_.read_confirmed(caller, Action::manage_api_security,
                                      within(caller, project, allow));
  }

  /// Runs `work(change, managed)`, which returns a Result, in a change.
  template <class Work>
  auto change(const UserContext& caller, std::string_view project, Work work)
      -> std::invoke_result_t<Work&, Change&, const ManagedScope&> {
    using Answer = std::invoke_result_t<Work&, Change&, const ManagedScope&>;
    return operations_.change(caller, Action::manage_api_security, [&](Change& change) -> Answer {
      const auto scope = scope_to_manage(change.tx, caller.actor.user, change.account(), project);
      if (!scope) return Unexpected(scope.error());
      return work(change, ManagedScope{change.account(), *scope});
    });
  }

 private:
  Operations& operations_;
};

}  // namespace gatehouse
