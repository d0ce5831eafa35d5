#include <gatehouse/schema/service_events.hpp>

#include <optional>

namespace gatehouse::schema {
namespace {

constexpr std::string_view separator = "__";
/// The digits of an id.
constexpr std::size_t digits_of_id = 32;

constexpr const char* not_an_event =
    "must be named <project's id>__<service's code>__<event>, with an event of 1 to 64 characters";

std::vector<ServiceEvent::Reading> readings_of(std::string_view name) {
  const Field& event_field = *resources::usage.find("event");
  std::vector<ServiceEvent::Reading> readings;
  for (std::size_t at = name.find(separator); at != std::string_view::npos;
       at = name.find(separator, at + 1)) {
    const std::string_view event = name.substr(at + separator.size());
    const auto service = ServiceCode::parse(name.substr(0, at));
    if (!service || why_not(event_field, event)) continue;
    readings.insert(readings.begin(), {*service, std::string(event)});
  }
  return readings;
}

std::optional<ServiceEvent> parse_event(std::string_view name) {
  if (name.size() < digits_of_id + separator.size()) return std::nullopt;
  const auto project = ProjectId::parse(name.substr(0, digits_of_id));
  if (!project || name.substr(digits_of_id, separator.size()) != separator) return std::nullopt;
  auto readings = readings_of(name.substr(digits_of_id + separator.size()));
  if (readings.empty()) return std::nullopt;
  return ServiceEvent{
      .name = std::string(name), .project = *project, .readings = std::move(readings)};
}

}  // namespace

void convert_each(Value& value, const Field& field, std::vector<ServiceEvent>& out,
                  std::vector<FieldFault>& faults) {
  const std::string name(field.name);
  auto* members = std::get_if<Object>(&value.data);
  if (members == nullptr) {
    faults.push_back({name, "must be an object, not " + std::string(describe_type(value))});
    return;
  }
  if (members->empty()) faults.push_back({name, "must not be empty"});
  if (Why why = why_not_so_many(field, members->size())) {
    faults.push_back({name, std::move(*why)});
    return;
  }
  for (NamedValue& member : *members) {
    std::int64_t times = 0;
    auto event = parse_event(member.name);
    Why why = convert(member.value, field, times);
    if (!why) why = why_not(field, times);
    if (!event) why = not_an_event;
    if (why) {
      faults.push_back({name + "." + member.name, std::move(*why)});
      continue;
    }
    event->times = times;
    out.push_back(std::move(*event));
  }
}

Why why_not(const Field& field, const ServiceEvent& event) {
  if (event.readings.empty()) return not_an_event;
  return why_not(field, event.times);
}

}  // namespace gatehouse::schema
