/// Limits set by root: see model/limits.hpp for their order of precedence.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/limits.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/edit.hpp>
#include <gatehouse/schema/limits.hpp>

namespace gatehouse {

/// A change applies to later requests; existing usage above a new limit stays. Returns the limits
/// that are set at that level; unset limits are empty. Fails with not_found if the account, service
/// or project does not exist. An attachment's limits belong to the service in the project: they may
/// be set before it is attached, and they survive its detachment.
class LimitSettings {
 public:
  explicit LimitSettings(Operations& operations);

  [[nodiscard]] Result<Limits> of_installation(const UserContext& caller);
  [[nodiscard]] Result<Limits> set_of_installation(const UserContext& caller,
                                                   const Edit<SetLimits>& edit);
  [[nodiscard]] Result<Limits> of_service(const UserContext& caller, const ServiceCode& service);
  [[nodiscard]] Result<Limits> set_of_service(const UserContext& caller, const ServiceCode& service,
                                              const Edit<SetItemLimit>& edit);
  [[nodiscard]] Result<Limits> of_account(const UserContext& caller, AccountId account);
  [[nodiscard]] Result<Limits> set_of_account(const UserContext& caller, AccountId account,
                                              const Edit<SetLimits>& edit);
  [[nodiscard]] Result<Limits> of_project(const UserContext& caller, AccountId account,
                                          ProjectId project);
  [[nodiscard]] Result<Limits> set_of_project(const UserContext& caller, AccountId account,
                                              ProjectId project, const Edit<SetUserLimit>& edit);
  [[nodiscard]] Result<Limits> of_attachment(const UserContext& caller, AccountId account,
                                             ProjectId project, const ServiceCode& service);
  [[nodiscard]] Result<Limits> set_of_attachment(const UserContext& caller, AccountId account,
                                                 ProjectId project, const ServiceCode& service,
                                                 const Edit<SetItemLimit>& edit);

 private:
  template <class Find>
  Result<Limits> read(const UserContext& caller, Find find);
  template <class Command, class Find, class Keep>
  Result<Limits> change(const UserContext& caller, const Edit<Command>& edit, Find find, Keep keep);

  Operations& operations_;
};

}  // namespace gatehouse
