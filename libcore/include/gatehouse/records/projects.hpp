/// Projects, the services of the catalogue in them, and consumers.
#pragma once

#include <gatehouse/model/attachment.hpp>
#include <gatehouse/model/catalogue_item.hpp>
#include <gatehouse/model/consumer.hpp>
#include <gatehouse/model/project.hpp>
#include <gatehouse/model/push_keys.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<CatalogueItem> =
    kind("catalogue_item", key(&CatalogueItem::created_at, &CatalogueItem::code),
         std::tuple{
             identity("code", &CatalogueItem::code),
             fixed("name", &CatalogueItem::name),
             fixed("description", &CatalogueItem::description),
             fixed("created_at", &CatalogueItem::created_at),
         });

template <>
inline constexpr auto description<Project> =
    kind("project", key(&Project::id),
         std::tuple{
             identity("id", &Project::id),
             owner(fixed("account", &Project::account)),
             ordinary("name", &Project::name),
             ordinary("description", &Project::description),
             separate("own_user_limit", &Project::own_user_limit),
             separate("user_used", &Project::user_used),
             fixed("created_at", &Project::created_at),
         });

template <>
inline constexpr auto description<ProjectPushKeys> = kind(
    "project_push_keys", key(&ProjectPushKeys::account, &ProjectPushKeys::project),
    std::tuple{
        owner(identity("account", &ProjectPushKeys::account)),
        identity("project", &ProjectPushKeys::project),
        sealed("project_push_keys.fcm_api_keys",
               ordinary("fcm_api_keys", &ProjectPushKeys::keys, &SealedPushKeys::fcm_api_keys)),
        sealed("project_push_keys.fcm_project_number",
               ordinary("fcm_project_number", &ProjectPushKeys::keys,
                        &SealedPushKeys::fcm_project_number)),
        sealed("project_push_keys.apns_cert",
               ordinary("apns_cert", &ProjectPushKeys::keys, &SealedPushKeys::apns_cert)),
    });

template <>
inline constexpr auto description<Attachment> =
    kind("attachment", key(&Attachment::id),
         std::tuple{
             identity("id", &Attachment::id),
             owner(fixed("account", &Attachment::account)),
             fixed("project", &Attachment::project),
             fixed("service", &Attachment::service),
             fixed("name", &Attachment::name),
             fixed("description", &Attachment::description),
             separate("item_used", &Attachment::item_used),
             fixed("created_at", &Attachment::created_at),
         });

template <>
inline constexpr auto description<Consumer> = kind("consumer", key(&Consumer::id),
                                                   std::tuple{
                                                       identity("id", &Consumer::id),
                                                       owner(fixed("account", &Consumer::account)),
                                                       fixed("created_at", &Consumer::created_at),
                                                   });

template <>
inline constexpr auto description<AttachedConsumer> =
    kind("attached_consumer",
         key(&AttachedConsumer::account, &AttachedConsumer::project, &AttachedConsumer::consumer),
         std::tuple{
             owner(identity("account", &AttachedConsumer::account)),
             identity("project", &AttachedConsumer::project),
             identity("consumer", &AttachedConsumer::consumer),
         });

}  // namespace gatehouse::records
