/// Services attached to projects.
#pragma once

#include <tuple>

#include <gatehouse/model/attachment.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

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

}  // namespace gatehouse::records
