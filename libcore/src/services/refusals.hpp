/// Errors shared by several services.
#pragma once

#include <gatehouse/base/error.hpp>

namespace gatehouse {

[[nodiscard]] inline Error no_such_project() {
  return not_found("The account has no project with that id.");
}

[[nodiscard]] inline Error email_taken() {
  return already_exists("The e-mail address is already used.", {{"email", "is already used"}});
}

[[nodiscard]] inline Error wrong_grant_type() {
  return failed_precondition("The grant type must be client_credentials.",
                             {{"grant_type", "must be client_credentials"}});
}

}  // namespace gatehouse
