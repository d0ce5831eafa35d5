/// Services attached to projects in the API.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include <gatehouse/model/attachment.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

struct AttachService {
  ServiceCode service;
  std::string name;
  std::string description{};
};

/// An attachment with its effective limit of items.
struct AttachmentView {
  Attachment attachment;
  std::int64_t item_limit = 0;

  friend bool operator==(const AttachmentView&, const AttachmentView&) = default;
};

namespace schema {
namespace fields {
inline constexpr std::array attachment{id("id", "ID."),
                                       count("itemLimit", "Item limit of service."),
                                       count("itemUsed", "Items used of service."),
                                       title("Service name. At most 70 characters."),
                                       description("Service description. At most 200 characters."),
                                       service_code("serviceCatalogCode"),
                                       created_at()};
}  // namespace fields

namespace resources {
inline constexpr Resource attachment{"Attachment", fields::attachment};
}  // namespace resources

template <>
inline constexpr auto description<AttachService> = describes<&resources::attachment>(
    required("name", &AttachService::name), optional("description", &AttachService::description),
    required("serviceCatalogCode", &AttachService::service, "codeName"));

namespace views {
inline constexpr auto attachment = view<&resources::attachment, AttachmentView>(
    shown("id", &AttachmentView::attachment, &Attachment::id),
    shown("itemLimit", &AttachmentView::item_limit),
    shown("itemUsed", &AttachmentView::attachment, &Attachment::item_used),
    shown("name", &AttachmentView::attachment, &Attachment::name),
    shown("description", &AttachmentView::attachment, &Attachment::description),
    shown("serviceCatalogCode", &AttachmentView::attachment, &Attachment::service),
    shown("createdAt", &AttachmentView::attachment, &Attachment::created_at));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
