#include <gatehouse/services/metering/limits.hpp>

#include "services/refusals.hpp"

namespace gatehouse {
namespace {

/// Reads the limits of an account, a service, a service in a project, or the installation.
auto finder(const Tenant& account, const std::optional<ProjectId>& project,
            const std::optional<ServiceCode>& service) {
  return [=](const Transaction& tx) -> Result<Limits> {
    if (account && !tx.accounts().find(*account)) {
      return Unexpected(not_found("There is no account with that id."));
    }
    if (project && !tx.projects().find(*account, *project)) return Unexpected(no_such_project());
    if (service && !tx.catalogue().find(*service)) {
      return Unexpected(not_found("There is no service with that code."));
    }
    return tx.limits().find(account, project, service);
  };
}

auto keeper(const Tenant& account, const std::optional<ProjectId>& project,
            const std::optional<ServiceCode>& service) {
  return [=](Change& change, const Limits& limits) {
    change.tx.limits().set(
        {.account = account, .project = project, .service = service, .limits = limits});
    change.updated(Subject::limits, account.value_or(AccountId()));
  };
}

auto project_finder(AccountId account, ProjectId project) {
  return [=](const Transaction& tx) -> Result<Limits> {
    const auto found = tx.projects().find(account, project);
    // Projects of a deleted account may still exist for a while.
    if (!found || !tx.accounts().find(account)) return Unexpected(no_such_project());
    return Limits{.projects = {}, .users = found->own_user_limit, .items = {}};
  };
}

}  // namespace

LimitSettings::LimitSettings(Operations& operations) : operations_(operations) {}

template <class Find>
Result<Limits> LimitSettings::read(const UserContext& caller, Find find) {
  return operations_.read(caller, Action::manage_limits,
                          [&](const Reading& reading) { return find(reading.tx); });
}

template <class Command, class Find, class Keep>
Result<Limits> LimitSettings::change(const UserContext& caller, const Edit<Command>& edit,
                                     Find find, Keep keep) {
  return operations_.change(caller, Action::manage_limits, [&](Change& change) -> Result<Limits> {
    auto limits = find(change.tx);
    if (!limits) return limits;
    schema::assign(*limits, edit);
    keep(change, *limits);
    return limits;
  });
}

Result<Limits> LimitSettings::of_installation(const UserContext& caller) {
  return read(caller, finder({}, {}, {}));
}

Result<Limits> LimitSettings::set_of_installation(const UserContext& caller,
                                                  const Edit<SetLimits>& edit) {
  return change(caller, edit, finder({}, {}, {}), keeper({}, {}, {}));
}

Result<Limits> LimitSettings::of_service(const UserContext& caller, const ServiceCode& service) {
  return read(caller, finder({}, {}, service));
}

Result<Limits> LimitSettings::set_of_service(const UserContext& caller, const ServiceCode& service,
                                             const Edit<SetItemLimit>& edit) {
  return change(caller, edit, finder({}, {}, service), keeper({}, {}, service));
}

Result<Limits> LimitSettings::of_account(const UserContext& caller, AccountId account) {
  return read(caller, finder(account, {}, {}));
}

Result<Limits> LimitSettings::set_of_account(const UserContext& caller, AccountId account,
                                             const Edit<SetLimits>& edit) {
  return change(caller, edit, finder(account, {}, {}), keeper(account, {}, {}));
}

Result<Limits> LimitSettings::of_project(const UserContext& caller, AccountId account,
                                         ProjectId project) {
  return read(caller, project_finder(account, project));
}

Result<Limits> LimitSettings::set_of_project(const UserContext& caller, AccountId account,
                                             ProjectId project, const Edit<SetUserLimit>& edit) {
  return change(
      caller, edit, project_finder(account, project), [=](Change& change, const Limits& limits) {
        // The project was found in the same transaction.
        static_cast<void>(change.tx.projects().set_user_limit(account, project, limits.users));
        change.updated(Subject::limits, account);
      });
}

Result<Limits> LimitSettings::of_attachment(const UserContext& caller, AccountId account,
                                            ProjectId project, const ServiceCode& service) {
  return read(caller, finder(account, project, service));
}

Result<Limits> LimitSettings::set_of_attachment(const UserContext& caller, AccountId account,
                                                ProjectId project, const ServiceCode& service,
                                                const Edit<SetItemLimit>& edit) {
  return change(caller, edit, finder(account, project, service), keeper(account, project, service));
}

}  // namespace gatehouse
