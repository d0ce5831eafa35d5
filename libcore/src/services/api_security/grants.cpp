#include <gatehouse/services/api_security/grants.hpp>

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gatehouse/services/api_security/credentials.hpp>
#include <gatehouse/services/api_security/detail/registered_names.hpp>
#include <gatehouse/services/detail/names.hpp>
#include <gatehouse/services/issue.hpp>

namespace gatehouse {
namespace {

/// A credential, and the scope of grants made under a project name.
struct Holder {
  AccountId account;
  CredentialId credential;
  Scope scope;
};

Result<Holder> find_holder(const Transaction& tx, const ManagedScope& managed,
                           std::string_view username, const TextForms* forms) {
  const auto credential = find_by_username(tx, managed.account, username, forms);
  const bool is_seen =
      credential && (managed.scope.is_everywhere() || credential->scope.is_everywhere() ||
                     credential->scope == managed.scope);
  if (!is_seen) {
    return Unexpected(unknown_credential());
  }
  const Scope& scope = credential->scope.is_everywhere() ? managed.scope : credential->scope;
  return Holder{managed.account, credential->id, scope};
}

std::string described(const GrantTarget& target) {
  return "The " + std::string(target.type == TargetType::api_proxy ? "API proxy" : "group") +
         " \"" + target.name + "\"";
}

Error too_many_grants() {
  return limit_exceeded("A credential may have at most " +
                        std::to_string(max_grants_of_credential) +
                        " grants in a project, including expired ones.");
}

/// The credential's expired grants, which may be made again. They are read on first use and once
/// per transaction, since there may be many.
class ExpiredGrants {
 public:
  ExpiredGrants(Transaction& tx, const Holder& holder, Timestamp now)
      : tx_(tx), holder_(holder), now_(now) {}

  /// Replaces an expired grant on the same target, if there is one.
  [[nodiscard]] bool replace(const Grant& grant) {
    if (!targets_) read();
    if (targets_->erase(grant.target) == 0) return false;
    tx_.grants().erase(grant.account, grant.credential, grant.scope, grant.target);
    return tx_.grants().insert(grant);
  }

 private:
  void read() {
    targets_.emplace();
    for (Grant& grant : tx_.grants().list(holder_.account, holder_.credential, holder_.scope)) {
      const bool is_over = grant.expires_at && *grant.expires_at <= now_;
      if (is_over) targets_->insert(std::move(grant.target));
    }
  }

  Transaction& tx_;
  const Holder& holder_;
  const Timestamp now_;
  std::optional<std::set<GrantTarget>> targets_;
};

Error not_registered(const GrantTarget& target) {
  return failed_precondition(described(target) + " is not registered.",
                             {{"name", "is not registered"}});
}

}  // namespace

Grants::Grants(Operations& operations, const ServicePorts& ports, const Settings& settings,
               Erasures& erasures)
    : ports_(ports), settings_(settings), scopes_(operations), erasures_(erasures) {}

Result<Listing<Grant, GrantId>> Grants::list(const UserContext& caller, std::string_view project,
                                             std::string_view username,
                                             const ListRequest<GrantId>& request) {
  using Answer = Result<Listing<Grant, GrantId>>;
  return scopes_.read(
      caller, project, [&](const Transaction& tx, const ManagedScope& managed) -> Answer {
        const auto holder = find_holder(tx, managed, username, ports_.text_forms);
        if (!holder) return Unexpected(holder.error());
        return list_page(
            settings_, request,
            [&](const Page<GrantId>& page) {
              return tx.grants().list(holder->account, holder->credential, holder->scope, page);
            },
            [](const Grant& grant) { return grant.id; });
      });
}

Result<std::size_t> Grants::count(const UserContext& caller, std::string_view project,
                                  std::string_view username) {
  return scopes_.read(
      caller, project,
      [&](const Transaction& tx, const ManagedScope& managed) -> Result<std::size_t> {
        const auto holder = find_holder(tx, managed, username, ports_.text_forms);
        if (!holder) return Unexpected(holder.error());
        return tx.grants().count(holder->account, holder->credential, holder->scope);
      });
}

Result<Done> Grants::add(const UserContext& caller, std::string_view project,
                         std::string_view username,
                         const Checked<std::vector<GrantAccess>>& commands) {
  std::vector<NewId<GrantId>> ids(commands->size(), NewId<GrantId>(ports_));
  const auto grant_all = [&](Change& change, const ManagedScope& managed,
                             Erasures::Obstacle& obstacle) -> Result<Done> {
    Transaction& tx = change.tx;
    const auto holder = find_holder(tx, managed, username, ports_.text_forms);
    if (!holder) return Unexpected(holder.error());
    const auto held = tx.grants().count(holder->account, holder->credential, holder->scope);
    if (held >= max_grants_of_credential) return Unexpected(too_many_grants());
    ExpiredGrants expired(tx, *holder, change.now);
    for (std::size_t i = 0; i < commands->size(); ++i) {
      const GrantAccess& command = (*commands)[i];
      const GrantTarget target{command.type, command.name};
      if (!is_registered(tx, holder->account, holder->scope, target)) {
        return Unexpected(not_registered(target));
      }
      if (is_being_erased(tx, obstacle, holder->account, holder->scope, target)) {
        return Erasures::Obstacle::refusal();
      }
      const Grant grant{
          .id = ids[i].at(change.now),
          .account = holder->account,
          .credential = holder->credential,
          .scope = holder->scope,
          .target = target,
          .expires_at = command.expires_at.value_or(std::nullopt),
      };
      if (!tx.grants().insert(grant) && !expired.replace(grant)) {
        return Unexpected(already_exists(described(target) + " is granted already.",
                                         {{"name", "is already granted"}}));
      }
    }
    change.created(Subject::grants, holder->credential);
    return Done{};
  };
  return erasures_.past_obstacles([&](Erasures::Obstacle& obstacle) {
    return scopes_.change(caller, project, [&](Change& change, const ManagedScope& managed) {
      return grant_all(change, managed, obstacle);
    });
  });
}

Result<Done> Grants::remove(const UserContext& caller, std::string_view project,
                            std::string_view username,
                            const Checked<std::vector<RevokeAccess>>& commands) {
  return scopes_.change(
      caller, project, [&](Change& change, const ManagedScope& managed) -> Result<Done> {
        Transaction& tx = change.tx;
        const auto holder = find_holder(tx, managed, username, ports_.text_forms);
        if (!holder) return Unexpected(holder.error());
        for (const RevokeAccess& command : *commands) {
          const GrantTarget target{command.type, command.name};
          if (!is_registered(tx, holder->account, holder->scope, target)) {
            return Unexpected(not_registered(target));
          }
          if (!tx.grants().erase(holder->account, holder->credential, holder->scope, target)) {
            return Unexpected(failed_precondition(described(target) + " is not granted.",
                                                  {{"name", "is not granted"}}));
          }
        }
        change.removed(Subject::grants, holder->credential);
        return Done{};
      });
}

}  // namespace gatehouse
