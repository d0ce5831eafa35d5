#include <gatehouse/schema/environments.hpp>

#include "resources.hpp"
#include "response_format.hpp"

namespace gatehouse::http::api {
namespace {

/// Accounts have no environments: every credential is in effect wherever this installation decides.
/// Clients of the credential API read this list before they write.
Operation list_environments() {
  const auto nothing = [](const Call&, const PartRequest& request, ItemSink) -> Result<PartEnd> {
    // Ids of all kinds have the same form.
    if (request.after && !ProjectId::parse(*request.after)) {
      return Unexpected(invalid_field("after", "is not an id of this list"));
    }
    return PartEnd{};
  };
  return {.method = Method::get,
          .name = "listEnvironments",
          .summary = "List the environments of the account",
          .access = access::User(Action::manage_environments),
          .pool = Pool::storage,
          .read_part = {.run = nothing, .shown = &schema::resources::environment},
          .count_items = [](const Call&) -> Result<std::size_t> { return std::size_t{0}; }};
}

}  // namespace

std::vector<ResourceRow> environment_resources() {
  return {
      {.path = "/apiops/environments/",
       .name = "Environments",
       .details = "List the environments to which credentials are deployed. There are none: every "
                  "credential is in effect at every gateway of its account.",
       .kind = Kind::list,
       .resource = &schema::resources::environment,
       .operations = {list_environments()},
       .format = &credential_format()},
  };
}

}  // namespace gatehouse::http::api
