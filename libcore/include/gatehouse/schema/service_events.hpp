/// Events that services report, many in one request.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/schema/array_bodies.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/usage.hpp>

namespace gatehouse {

/// How often an event of a service took place.
struct ServiceEvent {
  /// A service and an event that the name may mean.
  using Reading = std::pair<ServiceCode, std::string>;

  /// `<project>__<service>__<event>`, as sent.
  std::string name;
  ProjectId project;
  /// A code and an event may contain "__" themselves, so that a name can have several readings: the
  /// longest code first. Never empty.
  std::vector<Reading> readings;
  std::int64_t times = 0;
};

struct ReportEvents {
  std::vector<ServiceEvent> events;
};

namespace schema {

/// Converts an object of names and numbers. Adds a fault for each invalid member, as
/// "serviceData.<name>".
void convert_each(Value& value, const Field& field, std::vector<ServiceEvent>& out,
                  std::vector<FieldFault>& faults);

/// Checks an event that a program has filled in.
[[nodiscard]] Why why_not(const Field& field, const ServiceEvent& event);

namespace fields {
inline constexpr std::array service_events{
    Field{.name = "serviceData",
          .details = "How often each event took place: 1 to 1,000,000,000 under the name "
                     "<project's id>__<service's code>__<event>.",
          .type = Type::counts,
          .mode = Mode::write_only,
          .max_items = max_items_of_body,
          .min_items = 1,
          .min_value = 1,
          .max_value = max_amount,
          .example = "0f1e2d3c4b5a69788796a5b4c3d2e1f0__push__post_push_message"}};
}  // namespace fields

namespace resources {
inline constexpr Resource service_events{"ServiceEvents", fields::service_events};
}  // namespace resources

template <>
inline constexpr auto description<ReportEvents> =
    describes<&resources::service_events>(required("serviceData", &ReportEvents::events));

}  // namespace schema
}  // namespace gatehouse
