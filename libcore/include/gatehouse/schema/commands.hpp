/// The commands of the account API.
#pragma once

#include <optional>
#include <string>
#include <tuple>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/resources.hpp>

namespace gatehouse {

struct LogIn {
  Email email;
  Secret password;
};

struct ForgotPassword {
  Email email;
};

struct ResetPassword {
  Secret reset_token;
  Secret password;
};

struct UpdateAccount {
  std::string organization_name;
  /// If omitted, unchanged.
  std::optional<std::string> address{};
  std::optional<std::string> phone{};
  Email email;
};

struct RegisterAccount {
  std::string organization_name;
  Email email;
};

struct ApproveAccount {
  Secret approve_code;
  /// The address of the account's first admin; may differ from the account's.
  Email email;
  Secret password;
  std::string first_name;
  std::string last_name;
};

struct ResendApproveCode {
  Email email;
};

struct CreateUser {
  Email email;
  Secret password;
  std::string first_name;
  std::string last_name;
};

/// Creates a root user; not available through the API.
struct CreateRoot {
  Email email;
  Secret password;
};

struct UpdateUser {
  Email email;
  /// If omitted, unchanged.
  std::optional<Secret> password{};
  std::string first_name;
  std::string last_name;
};

/// Creates or updates a project.
struct DescribeProject {
  std::string name;
  std::string description{};
};

/// Omitted fields are unchanged; null clears a field.
struct UpdatePushKeys {
  std::optional<std::optional<std::string>> fcm_api_keys{};
  std::optional<std::optional<std::string>> fcm_project_number{};
  std::optional<std::optional<std::string>> apns_cert{};
};

struct CreateCatalogueItem {
  ServiceCode code;
  std::string name;
  std::string description{};
};

struct AttachService {
  ServiceCode service;
  std::string name;
  std::string description{};
};

/// A consumer has no fields of its own.
struct CreateConsumer {};

struct AttachConsumer {
  ConsumerId consumer;
};

struct MintConsumerToken {
  ConsumerId consumer;
  ProjectId project;
  ServiceCode service;
};

namespace schema {

template <>
struct Command<LogIn> : Describes<&resources::session> {
  static constexpr auto members =
      std::tuple{required("email", &LogIn::email), required("password", &LogIn::password)};
};

template <>
struct Command<ForgotPassword> : Describes<&resources::forgot_password> {
  static constexpr auto members = std::tuple{required("email", &ForgotPassword::email)};
};

template <>
struct Command<ResetPassword> : Describes<&resources::reset_password> {
  static constexpr auto members = std::tuple{required("resetToken", &ResetPassword::reset_token),
                                             chosen_password("password", &ResetPassword::password)};
};

template <>
struct Command<UpdateAccount> : Describes<&resources::account> {
  static constexpr auto members = std::tuple{
      required("organizationName", &UpdateAccount::organization_name),
      optional("address", &UpdateAccount::address), optional("phone", &UpdateAccount::phone),
      required("email", &UpdateAccount::email)};
};

template <>
struct Command<RegisterAccount> : Describes<&resources::registration> {
  static constexpr auto members =
      std::tuple{required("organizationName", &RegisterAccount::organization_name),
                 required("email", &RegisterAccount::email)};
};

template <>
struct Command<ApproveAccount> : Describes<&resources::approval> {
  static constexpr auto members = std::tuple{required("email", &ApproveAccount::email),
                                             chosen_password("password", &ApproveAccount::password),
                                             required("approveCode", &ApproveAccount::approve_code),
                                             required("firstName", &ApproveAccount::first_name),
                                             required("lastName", &ApproveAccount::last_name)};
};

template <>
struct Command<ResendApproveCode> : Describes<&resources::approve_code> {
  static constexpr auto members = std::tuple{required("email", &ResendApproveCode::email)};
};

template <>
struct Command<CreateUser> : Describes<&resources::user_list> {
  static constexpr auto members = std::tuple{
      required("email", &CreateUser::email), chosen_password("password", &CreateUser::password),
      required("firstName", &CreateUser::first_name), required("lastName", &CreateUser::last_name)};
};

template <>
struct Command<CreateRoot> : Describes<&resources::session> {
  static constexpr auto members = std::tuple{required("email", &CreateRoot::email),
                                             chosen_password("password", &CreateRoot::password)};
};

template <>
struct Command<UpdateUser> : Describes<&resources::user> {
  static constexpr auto members = std::tuple{
      required("email", &UpdateUser::email),
      chosen_password("password", &UpdateUser::password, Presence::optional),
      required("firstName", &UpdateUser::first_name), required("lastName", &UpdateUser::last_name)};
};

template <>
struct Command<DescribeProject> : Describes<&resources::project> {
  static constexpr auto members =
      std::tuple{required("name", &DescribeProject::name),
                 optional("description", &DescribeProject::description)};
};

template <>
struct Command<UpdatePushKeys> : Describes<&resources::push_keys> {
  static constexpr auto members =
      std::tuple{optional("fcmApiKeys", &UpdatePushKeys::fcm_api_keys),
                 optional("fcmProjectNumber", &UpdatePushKeys::fcm_project_number),
                 optional("apnsCert", &UpdatePushKeys::apns_cert)};
};

template <>
struct Command<CreateCatalogueItem> : Describes<&resources::catalogue_item> {
  static constexpr auto members =
      std::tuple{required("name", &CreateCatalogueItem::name),
                 optional("description", &CreateCatalogueItem::description),
                 required("codeName", &CreateCatalogueItem::code)};
};

template <>
struct Command<AttachService> : Describes<&resources::attachment> {
  static constexpr auto members = std::tuple{
      required("name", &AttachService::name), optional("description", &AttachService::description),
      required("serviceCatalogCode", &AttachService::service, "codeName")};
};

template <>
struct Command<CreateConsumer> : Describes<&resources::consumer> {
  static constexpr std::tuple<> members{};
};

template <>
struct Command<AttachConsumer> : Describes<&resources::project_consumer> {
  static constexpr auto members = std::tuple{required("consumerId", &AttachConsumer::consumer)};
};

template <>
struct Command<MintConsumerToken> : Describes<&resources::consumer_token> {
  static constexpr auto members =
      std::tuple{required("consumerId", &MintConsumerToken::consumer),
                 required("projectId", &MintConsumerToken::project),
                 required("serviceCatalogCode", &MintConsumerToken::service)};
};

}  // namespace schema
}  // namespace gatehouse
