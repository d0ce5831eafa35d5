#include <gatehouse/schema/service_events.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

Operation report_service_events() {
  return {.method = Method::post,
          .name = "reportServiceEvents",
          .summary = "Write events of the project's services to the ledger of usage, all or none",
          .access = access::Service{},
          .may_take_idempotency_key = true,
          .pool = Pool::storage,
          .success = 201,
          .refusals = {402, 404, 409},
          .work = take<ReportEvents>([](const Call& call, const auto& command) {
            return call.services.service_events.report(call.client(), call.idempotency_key,
                                                       command);
          })};
}

}  // namespace

std::vector<ResourceRow> service_event_resources() {
  return {
      {.path = "/api/v1/service-event",
       .name = "Service events",
       .details = "Report what the project's services did, with the project's service token. The "
                  "events post_message and post_push_message use an item each time; others use "
                  "none. A repeated Idempotency-Key counts nothing.",
       .resource = &schema::resources::service_events,
       .operations = {report_service_events()}},
  };
}

}  // namespace gatehouse::http::api
