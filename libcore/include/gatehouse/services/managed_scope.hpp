/// Transactions on what one scope of an account protects, by somebody who may manage it.
#pragma once

#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include <gatehouse/base/result.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/principal.hpp>
#include <gatehouse/services/project_names.hpp>
#include <gatehouse/services/verdict_memory.hpp>

namespace gatehouse {

/// What the name of a project stood for.
struct ManagedScope {
  AccountId account;
  Scope scope;
};

/// What is listed under it: what is the scope's own, or all of the account.
[[nodiscard]] inline std::optional<Scope> scope_of_list(const ManagedScope& managed) {
  if (managed.scope.is_everywhere()) return std::nullopt;
  return managed.scope;
}

class ManagedScopes {
 public:
  ManagedScopes(const Ports& ports, VerdictMemory& memory) : ports_(ports), memory_(memory) {}

  /// What `work(tx, managed)`, which returns a Result, gives in a read; or why the caller may not
  /// manage the project (see scope_to_manage()).
  template <class Work>
  auto read(const Principal& caller, std::string_view project, Work work)
      -> std::invoke_result_t<Work&, const Transaction&, const ManagedScope&> {
    const auto account = account_for(caller, Action::manage_api_security);
    if (!account) return Unexpected(account.error());
    using Answer = std::invoke_result_t<Work&, const Transaction&, const ManagedScope&>;
    return ports_.storage.read([&](const Transaction& tx) -> Answer {
      const auto scope = scope_to_manage(tx, caller, *account, project);
      if (!scope) return Unexpected(scope.error());
      return work(tx, ManagedScope{*account, *scope});
    });
  }

  /// Done if the caller may manage the project.
  [[nodiscard]] Result<Done> check(const Principal& caller, std::string_view project) {
    const auto account = account_for(caller, Action::manage_api_security);
    if (!account) return Unexpected(account.error());
    const Timestamp now = ports_.clock.now();
    return ports_.storage.read([&](const Transaction& tx) -> Result<Done> {
      if (auto ok = still_signed_in(tx, caller, now); !ok) return ok;
      const auto scope = scope_to_manage(tx, caller, *account, project);
      if (!scope) return Unexpected(scope.error());
      return Done{};
    });
  }

  /// The refusal of a command for `fault`, unless the caller may not manage the project: permission
  /// is judged before the command is.
  [[nodiscard]] Result<Done> refuse(const Principal& caller, std::string_view project,
                                    const Error& fault) {
    if (auto ok = check(caller, project); !ok) return ok;
    return Unexpected(fault);
  }

  /// The same with a transaction that changes something. What the process remembers of the
  /// account's verdicts is forgotten.
  template <class Work>
  auto transact(const Principal& caller, std::string_view project, Work work)
      -> std::invoke_result_t<Work&, Transaction&, const ManagedScope&> {
    const auto account = account_for(caller, Action::manage_api_security);
    if (!account) return Unexpected(account.error());
    using Answer = std::invoke_result_t<Work&, Transaction&, const ManagedScope&>;
    const Timestamp now = ports_.clock.now();
    return change_access(ports_.storage, memory_, *account, [&](Transaction& tx) -> Answer {
      if (auto ok = still_signed_in(tx, caller, now); !ok) return std::move(ok).failure();
      const auto scope = scope_to_manage(tx, caller, *account, project);
      if (!scope) return Unexpected(scope.error());
      return work(tx, ManagedScope{*account, *scope});
    });
  }

 private:
  Ports ports_;
  VerdictMemory& memory_;
};

}  // namespace gatehouse
