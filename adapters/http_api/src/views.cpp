#include "views.hpp"

#include <optional>
#include <string>

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

json::value or_null(const std::optional<std::string>& text) {
  if (!text) return nullptr;
  return json::value(*text);
}

}  // namespace

json::object view(const Account& account) {
  return {{"organizationName", account.organization_name},
          {"address", account.address},
          {"phone", account.phone},
          {"email", account.email.text()}};
}

json::object view(const BegunRegistration& registration) {
  return {{"organizationName", registration.organization_name},
          {"email", registration.email.text()},
          {"registrationId", registration.id.to_string()}};
}

json::object view(const ProjectView& view) {
  json::array services;
  services.reserve(view.services.size());
  for (const ServiceCode& code : view.services) services.emplace_back(code.text());
  return {{"name", view.project.name},         {"description", view.project.description},
          {"id", view.project.id.to_string()}, {"services", std::move(services)},
          {"userLimit", view.user_limit},      {"userUsed", view.project.user_used}};
}

json::object view(ProjectId project, const PushKeys& keys) {
  return {{"fcmApiKeys", or_null(keys.fcm_api_keys)},
          {"fcmProjectNumber", or_null(keys.fcm_project_number)},
          {"apnsCert", or_null(keys.apns_cert)},
          {"id", project.to_string()}};
}

json::object view(const CatalogueItem& item) {
  return {{"name", item.name}, {"description", item.description}, {"codeName", item.code.text()}};
}

json::object view(const AttachmentView& view) {
  const Attachment& attachment = view.attachment;
  return {
      {"id", attachment.id.to_string()},       {"itemLimit", view.item_limit},
      {"itemUsed", attachment.item_used},      {"name", attachment.name},
      {"description", attachment.description}, {"serviceCatalogCode", attachment.service.text()}};
}

json::object view(const Consumer& consumer) { return {{"id", consumer.id.to_string()}}; }

json::object view(const MintedToken& minted) {
  return {{"consumerId", minted.token.consumer.to_string()},
          {"projectId", minted.token.project.to_string()},
          {"serviceCatalogCode", minted.token.service.text()},
          {"token", minted.text.reveal()}};
}

json::object view_in_list(const User& user) {
  return {{"id", user.id.to_string()},    {"token", nullptr},
          {"email", user.email.text()},   {"role", name(user.role)},
          {"firstName", user.first_name}, {"lastName", user.last_name}};
}

json::object view_created(const NewSession& session) {
  json::object object = view_in_list(session.user);
  object["token"] = session.token.reveal();
  return object;
}

json::object view_user(const User& user) {
  return {{"email", user.email.text()},
          {"role", name(user.role)},
          {"firstName", user.first_name},
          {"lastName", user.last_name},
          {"token", nullptr}};
}

json::object view_me(const User& user) {
  return {{"email", user.email.text()},
          {"role", name(user.role)},
          {"id", user.id.to_string()},
          {"firstName", user.first_name},
          {"lastName", user.last_name}};
}

json::object view_approved(const NewSession& session) {
  return {{"id", session.user.id.to_string()},
          {"token", session.token.reveal()},
          {"email", session.user.email.text()},
          {"firstName", session.user.first_name},
          {"lastName", session.user.last_name}};
}

}  // namespace gatehouse::http::api
