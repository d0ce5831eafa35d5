// The fields that each response shows, in their order, copied from recorded responses, and the
// values of views.

#include <string>
#include <string_view>
#include <tuple>

#include <doctest/doctest.h>

#include <gatehouse/schema/accounts.hpp>
#include <gatehouse/schema/api_proxies.hpp>
#include <gatehouse/schema/api_proxy_groups.hpp>
#include <gatehouse/schema/attachments.hpp>
#include <gatehouse/schema/catalogue.hpp>
#include <gatehouse/schema/consumer_tokens.hpp>
#include <gatehouse/schema/consumers.hpp>
#include <gatehouse/schema/credentials.hpp>
#include <gatehouse/schema/gateways.hpp>
#include <gatehouse/schema/grants.hpp>
#include <gatehouse/schema/limits.hpp>
#include <gatehouse/schema/mail_ledger.hpp>
#include <gatehouse/schema/members.hpp>
#include <gatehouse/schema/projects.hpp>
#include <gatehouse/schema/push_keys.hpp>
#include <gatehouse/schema/registrations.hpp>
#include <gatehouse/schema/service_accounts.hpp>
#include <gatehouse/schema/service_tokens.hpp>
#include <gatehouse/schema/sessions.hpp>
#include <gatehouse/schema/usage.hpp>
#include <gatehouse/schema/users.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {
namespace {

namespace views = schema::views;

template <class View>
std::string names(const View& view) {
  std::string all;
  [[maybe_unused]] const auto add = [&](const auto& member) {
    all.append(all.empty() ? 0 : 1, ' ').append(member.name);
  };
  std::apply([&](const auto&... member) { (add(member), ...); }, view.members);
  return all;
}

/// Returns the value of the view's member at the index.
template <std::size_t index, class View>
decltype(auto) value(const View& view, const typename View::Subject& subject) {
  return std::get<index>(view.members).value_of(subject);
}

TEST_CASE("views: the members of a response have a fixed order") {
  CHECK(names(views::nothing).empty());
  CHECK(names(views::session) == "token");
  CHECK(names(views::account) == "organizationName address phone email id createdAt updatedAt");
  CHECK(names(views::registration) == "organizationName email registrationId");
  CHECK(names(views::approval) == "id token email firstName lastName");
  CHECK(names(views::user_in_list) == "id token email role firstName lastName createdAt updatedAt");
  CHECK(names(views::new_user) == names(views::user_in_list));
  CHECK(names(views::user) == "email role firstName lastName token createdAt updatedAt");
  CHECK(names(views::me) == "email role id firstName lastName organizationName projects createdAt");
  CHECK(names(views::project) ==
        "name description id services userLimit userUsed createdAt updatedAt");
  CHECK(names(views::push_keys) == "fcmApiKeys fcmProjectNumber apnsCert id updatedAt");
  CHECK(names(views::catalogue_item) == "name description codeName createdAt");
  CHECK(names(views::attachment) ==
        "id itemLimit itemUsed name description serviceCatalogCode createdAt");
  CHECK(names(views::consumer) == "id externalId metadata createdAt updatedAt");
  CHECK(names(views::project_consumer) == "consumerId");
  CHECK(names(views::consumer_token) == "consumerId projectId serviceCatalogCode token");
  CHECK(names(views::credential) ==
        "username password fullName email description roleNameList enabled ipList expireDate "
        "projectName "
        "createdAt updatedAt");
  CHECK(names(views::grant) == "name type expireTime createdAt");
  CHECK(names(views::api_proxy) == "name description projectName createdAt");
  CHECK(names(views::api_proxy_group) == "name description projectName apiProxies createdAt");
  CHECK(names(views::member) == "id email firstName lastName permissions");
  CHECK(names(views::gateway) == "id name addressField token createdAt");
  CHECK(names(views::new_gateway) == names(views::gateway));
  CHECK(names(views::service_account) == "id name clientId clientSecret createdAt secrets");
  CHECK(names(views::new_service_account) == names(views::service_account));
  CHECK(names(views::new_service_account_secret) ==
        "secretId clientId clientSecret createdAt lastUsedAt");
  CHECK(names(schema::item_view<ServiceAccountSecret>) == "secretId createdAt lastUsedAt");
  CHECK(names(views::obtained_token) == "access_token token_type expires_in");
  CHECK(names(views::usage) == "id event amount itemLimit itemUsed");
  CHECK(names(views::usage_of_day) == "day amount times entries");
  CHECK(names(views::limits) == "projectLimit userLimit itemLimit credentialLimit");
  CHECK(names(views::limits_of_service) == "itemLimit");
  CHECK(names(views::limits_of_project) == "userLimit");
  CHECK(names(views::service_token) == "projectId token projectServicesAdminToken");
  CHECK(names(views::listed_service_token) ==
        "id createdAt lastUsedAt endsAt createdBy createdByDeleted");
  CHECK(names(views::mail_entry) == "receiver accountId kind status providerMailId createdAt");
}

TEST_CASE("views: values are read through the steps of a member, without a copy") {
  ProjectView project;
  project.project.user_used = 3;
  project.user_limit = 7;
  CHECK(&value<0>(views::project, project) == &project.project.name);
  CHECK(&value<1>(views::project, project) == &project.project.description);
  CHECK(value<4>(views::project, project) == 7);
  CHECK(value<5>(views::project, project) == 3);
}

TEST_CASE("views: a token is null in a list and shown when it is made") {
  const NewSession session{.user = {}, .token = Secret("t")};
  CHECK((value<1>(views::user_in_list, session.user) == nullptr));
  CHECK(value<1>(views::new_user, session).reveal() == "t");
  const NewGateway made{.gateway = {}, .token = Secret("g")};
  CHECK((value<3>(views::gateway, made.gateway) == nullptr));
  CHECK(value<3>(views::new_gateway, made).reveal() == "g");
}

TEST_CASE("views: a service account has no e-mail address, unlike a user") {
  const MeView program{
      .user = as_user({.id = {}, .account = {}, .name = "Back end", .created_at = {}})};
  CHECK_FALSE(value<0>(views::me, program).has_value());
  MeView person{.user = {}};
  person.user.email = Email::parse("ann@example.com").value();
  CHECK(value<0>(views::me, person).value() == "ann@example.com");
}

TEST_CASE("views: only fields that may be left out are left out without a value") {
  CHECK(std::get<2>(views::grant.members).omitted_if_empty);
  CHECK_FALSE(std::get<1>(views::grant.members).omitted_if_empty);
  CHECK_FALSE(std::get<8>(views::credential.members).omitted_if_empty);
}

std::size_t length(const std::string& text) { return text.size(); }

TEST_CASE("views: a function may be the last step, and a constant needs no subject") {
  constexpr auto day = schema::view<&schema::resources::usage_of_day, ProjectView>(
      schema::constant("day", std::string_view("today")),
      schema::shown("amount", &ProjectView::project, &Project::name, length),
      schema::shown("times", &ProjectView::project, &Project::user_used),
      schema::shown("entries", &ProjectView::user_limit));
  ProjectView project;
  project.project.name = "four";
  project.user_limit = 2;
  CHECK(value<0>(day, project) == "today");
  CHECK(value<1>(day, project) == 4);
  CHECK(value<3>(day, project) == 2);
  CHECK(&day.resource() == &schema::resources::usage_of_day);
}

}  // namespace
}  // namespace gatehouse
