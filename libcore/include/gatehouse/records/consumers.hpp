/// Consumers, and their attachments to projects.
#pragma once

#include <tuple>

#include <gatehouse/model/consumer.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<Consumer> =
    kind("consumer", key(&Consumer::id),
         std::tuple{
             identity("id", &Consumer::id),
             owner(fixed("account", &Consumer::account)),
             fixed("created_at", &Consumer::created_at),
             stamp(ordinary("updated_at", &Consumer::updated_at)),
             ordinary("external_id", &Consumer::external_id),
             ordinary("metadata", &Consumer::metadata),
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
