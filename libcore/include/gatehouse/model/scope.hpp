/// The scope of a record within an account: one project, or every project of the account.
#pragma once

#include <compare>
#include <optional>

#include <gatehouse/model/ids.hpp>

namespace gatehouse {

class Scope {
 public:
  [[nodiscard]] static Scope everywhere() noexcept { return {}; }
  [[nodiscard]] static Scope of(ProjectId project) noexcept {
    Scope scope;
    scope.project_ = project;
    return scope;
  }

  /// Empty stands for every project.
  [[nodiscard]] const std::optional<ProjectId>& project() const noexcept { return project_; }
  [[nodiscard]] bool is_everywhere() const noexcept { return !project_; }

  friend auto operator<=>(const Scope&, const Scope&) noexcept = default;

 private:
  Scope() = default;

  std::optional<ProjectId> project_;
};

}  // namespace gatehouse
