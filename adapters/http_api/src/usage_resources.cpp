#include <gatehouse/schema/usage.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

constexpr Parameter from{.name = "from",
                         .details =
                             "The first day in UTC, e.g. 2026-11-01; 30 days before the last "
                             "one if it is left out.",
                         .type = Parameter::Type::text,
                         .has_default = false,
                         .format = "date"};

constexpr Parameter to{.name = "to",
                       .details = "The last day in UTC; today if it is left out. At most 366 days.",
                       .type = Parameter::Type::text,
                       .has_default = false,
                       .format = "date"};

constexpr Parameter event{.name = "event",
                          .details = "Sum the entries of this event alone.",
                          .type = Parameter::Type::text,
                          .has_default = false,
                          // Without control characters.
                          .pattern = R"(^[^\u0000-\u001F\u007F-\u009F]+$)"};

/// The project and the service of the path.
struct Place {
  ProjectId project;
  ServiceCode service;
};

Result<Place> place_of(const Call& call) {
  const auto project = call.value<ProjectId>(0);
  if (!project) return Unexpected(project.error());
  auto service = call.value<ServiceCode>(1);
  if (!service) return Unexpected(service.error());
  return Place{*project, std::move(*service)};
}

std::optional<std::chrono::sys_days> day_of(const Call& call, const Parameter& parameter,
                                            std::vector<FieldFault>& faults) {
  const auto text = call.parameters.given_text(parameter);
  if (!text) return std::nullopt;
  const auto day = parse_day(*text);
  if (!day) faults.push_back({std::string(parameter.name), "must be a day such as 2026-11-24"});
  return day;
}

Result<UsageQuery> query_of(const Call& call) {
  std::vector<FieldFault> faults;
  UsageQuery query{.event = call.parameters.given_text(event),
                   .from = day_of(call, from, faults),
                   .until = day_of(call, to, faults)};
  if (!faults.empty()) return Unexpected(schema::faulty(std::move(faults)));
  return query;
}

/// The key, which is required.
std::string_view key_of(const Call& call) { return call.idempotency_key.value_or(""); }

/// Reports errors of the body together with an error of the key.
Result<Content> with_fault_of_key(Result<Content> content, std::string_view key) {
  if (content || content.error().fields.empty()) return content;
  auto fault = Usage::fault_of_key(key);
  std::vector<FieldFault> faults = content.error().fields;
  if (!fault || faults.back() == *fault) return content;
  faults.push_back(std::move(*fault));
  return Unexpected(schema::faulty(std::move(faults)));
}

Operation record_usage() {
  Work work = take<RecordUsage, schema::views::usage>(
      [](const Call& call, const auto& command) -> Result<UsageReceipt> {
        const auto place = place_of(call);
        if (!place) return Unexpected(place.error());
        return call.services.usage.record(call.client(), place->project, place->service,
                                          key_of(call), command);
      });
  work.run = [record = std::move(work.run)](const Call& call, schema::Value body) {
    return with_fault_of_key(record(call, std::move(body)), key_of(call));
  };
  return {.method = Method::post,
          .name = "recordUsage",
          .summary = "Count items that were used, once for each Idempotency-Key",
          .access = access::Service{},
          .takes_idempotency_key = true,
          .pool = Pool::storage,
          .success = 201,
          .refusals = {402, 409},
          .work = std::move(work)};
}

Operation sum_usage() {
  return {.method = Method::get,
          .name = "sumUsage",
          .summary = "Sum the items that were used, by day",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .parameters = {from, to, event},
          .work = without_body<schema::views::usage_of_day>(
              [](const Call& call) -> Result<std::vector<UsageOfDay>> {
                const auto place = place_of(call);
                if (!place) return Unexpected(place.error());
                const auto query = query_of(call);
                if (!query) return Unexpected(query.error());
                return call.services.usage.sums(call.user(), place->project, place->service,
                                                *query);
              })};
}

}  // namespace

std::vector<ResourceRow> usage_resources() {
  return {
      {.path = "/api/v1/projects/{project_id}/services/{service_catalog_code}/usage",
       .name = "Usage",
       .details = "Count what the service uses, with the project's service token; and sum it.",
       .kind = Kind::list,
       .resource = &schema::resources::usage,
       .operations = {sum_usage(), record_usage()}},
  };
}

}  // namespace gatehouse::http::api
