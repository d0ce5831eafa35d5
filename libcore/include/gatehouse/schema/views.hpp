/// The views of the account API.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/account.hpp>
#include <gatehouse/model/attachment.hpp>
#include <gatehouse/model/catalogue_item.hpp>
#include <gatehouse/model/consumer.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/project.hpp>
#include <gatehouse/model/push_keys.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/schema/commands.hpp>
#include <gatehouse/schema/resources.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

/// A newly created session. This is the only time its token is shown.
struct NewSession {
  User user;
  Secret token;
};

/// The result for the applicant: the id and the data of the request.
struct BegunRegistration {
  AccountId id;
  std::string organization_name;
  Email email;
};

/// A project with the codes of its attached services and its effective limit of consumers.
struct ProjectView {
  Project project;
  std::vector<ServiceCode> services;
  std::int64_t user_limit = 0;
};

/// The push keys of a project.
struct PushKeysView {
  ProjectId project;
  PushKeys keys;
};

/// An attachment with its effective limit of items.
struct AttachmentView {
  Attachment attachment;
  std::int64_t item_limit = 0;

  friend bool operator==(const AttachmentView&, const AttachmentView&) = default;
};

/// A newly minted consumer token. This is the only time its text is shown.
struct MintedToken {
  ConsumerToken token;
  Secret text;
};

namespace schema::views {

/// For responses without content.
inline constexpr auto nothing = view<&resources::nothing, Done>();

inline constexpr auto session =
    view<&resources::session, NewSession>(shown("token", &NewSession::token));

inline constexpr auto account = view<&resources::account, Account>(
    shown("organizationName", &Account::organization_name), shown("address", &Account::address),
    shown("phone", &Account::phone), shown("email", &Account::email));

inline constexpr auto registration = view<&resources::registration, BegunRegistration>(
    shown("organizationName", &BegunRegistration::organization_name),
    shown("email", &BegunRegistration::email), shown("registrationId", &BegunRegistration::id));

/// The first admin of a newly approved account.
inline constexpr auto approval = view<&resources::approval, NewSession>(
    shown("id", &NewSession::user, &User::id), shown("token", &NewSession::token),
    shown("email", &NewSession::user, &User::email),
    shown("firstName", &NewSession::user, &User::first_name),
    shown("lastName", &NewSession::user, &User::last_name));

inline constexpr auto user_in_list = view<&resources::user_list, User>(
    shown("id", &User::id), constant("token", nullptr), shown("email", &User::email),
    shown("role", &User::role), shown("firstName", &User::first_name),
    shown("lastName", &User::last_name));

inline constexpr auto new_user = view<&resources::user_list, NewSession>(
    shown("id", &NewSession::user, &User::id), shown("token", &NewSession::token),
    shown("email", &NewSession::user, &User::email), shown("role", &NewSession::user, &User::role),
    shown("firstName", &NewSession::user, &User::first_name),
    shown("lastName", &NewSession::user, &User::last_name));

/// A user requested by id.
inline constexpr auto user = view<&resources::user, User>(
    shown("email", &User::email), shown("role", &User::role), shown("firstName", &User::first_name),
    shown("lastName", &User::last_name), constant("token", nullptr));

/// The calling user.
inline constexpr auto me = view<&resources::me, User>(
    shown("email", &User::email), shown("role", &User::role), shown("id", &User::id),
    shown("firstName", &User::first_name), shown("lastName", &User::last_name));

inline constexpr auto project = view<&resources::project, ProjectView>(
    shown("name", &ProjectView::project, &Project::name),
    shown("description", &ProjectView::project, &Project::description),
    shown("id", &ProjectView::project, &Project::id), shown("services", &ProjectView::services),
    shown("userLimit", &ProjectView::user_limit),
    shown("userUsed", &ProjectView::project, &Project::user_used));

inline constexpr auto push_keys = view<&resources::push_keys, PushKeysView>(
    shown("fcmApiKeys", &PushKeysView::keys, &PushKeys::fcm_api_keys),
    shown("fcmProjectNumber", &PushKeysView::keys, &PushKeys::fcm_project_number),
    shown("apnsCert", &PushKeysView::keys, &PushKeys::apns_cert),
    shown("id", &PushKeysView::project));

inline constexpr auto catalogue_item = view<&resources::catalogue_item, CatalogueItem>(
    shown("name", &CatalogueItem::name), shown("description", &CatalogueItem::description),
    shown("codeName", &CatalogueItem::code));

inline constexpr auto attachment = view<&resources::attachment, AttachmentView>(
    shown("id", &AttachmentView::attachment, &Attachment::id),
    shown("itemLimit", &AttachmentView::item_limit),
    shown("itemUsed", &AttachmentView::attachment, &Attachment::item_used),
    shown("name", &AttachmentView::attachment, &Attachment::name),
    shown("description", &AttachmentView::attachment, &Attachment::description),
    shown("serviceCatalogCode", &AttachmentView::attachment, &Attachment::service));

inline constexpr auto consumer = view<&resources::consumer, Consumer>(shown("id", &Consumer::id));

inline constexpr auto project_consumer = view<&resources::project_consumer, AttachConsumer>(
    shown("consumerId", &AttachConsumer::consumer));

inline constexpr auto consumer_token = view<&resources::consumer_token, MintedToken>(
    shown("consumerId", &MintedToken::token, &ConsumerToken::consumer),
    shown("projectId", &MintedToken::token, &ConsumerToken::project),
    shown("serviceCatalogCode", &MintedToken::token, &ConsumerToken::service),
    shown("token", &MintedToken::text));

}  // namespace schema::views
}  // namespace gatehouse
