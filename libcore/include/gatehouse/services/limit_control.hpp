/// The limits that root sets: see model/limits.hpp for which one holds.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/limits.hpp>
#include <gatehouse/schema/metering_commands.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/principal.hpp>

namespace gatehouse {

/// Every change holds for what is asked after it; what is used already, even if it is more, stays.
/// Answers with what is set now; what is not set there is nothing. not_found when there is no such
/// account, service or project. An attachment's are those of the service in the project, which may
/// be set before it is attached and outlive it.
class LimitControl {
 public:
  explicit LimitControl(const Ports& ports);

  [[nodiscard]] Result<Limits> of_installation(const Principal& caller);
  [[nodiscard]] Result<Limits> set_of_installation(const Principal& caller,
                                                   const SetLimits& command);
  [[nodiscard]] Result<Limits> of_service(const Principal& caller, const ServiceCode& service);
  [[nodiscard]] Result<Limits> set_of_service(const Principal& caller, const ServiceCode& service,
                                              const SetItemLimit& command);
  [[nodiscard]] Result<Limits> of_account(const Principal& caller, AccountId account);
  [[nodiscard]] Result<Limits> set_of_account(const Principal& caller, AccountId account,
                                              const SetLimits& command);
  [[nodiscard]] Result<Limits> of_project(const Principal& caller, AccountId account,
                                          ProjectId project);
  [[nodiscard]] Result<Limits> set_of_project(const Principal& caller, AccountId account,
                                              ProjectId project, const SetUserLimit& command);
  [[nodiscard]] Result<Limits> of_attachment(const Principal& caller, AccountId account,
                                             ProjectId project, const ServiceCode& service);
  [[nodiscard]] Result<Limits> set_of_attachment(const Principal& caller, AccountId account,
                                                 ProjectId project, const ServiceCode& service,
                                                 const SetItemLimit& command);

 private:
  template <class Find>
  Result<Limits> read(const Principal& caller, Find find);
  template <class Command, class Find, class Keep>
  Result<Limits> change(const Principal& caller, const Command& command, Find find, Keep keep);

  Ports ports_;
};

}  // namespace gatehouse
