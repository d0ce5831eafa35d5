#include "shared.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "response_writer.hpp"

namespace gatehouse::http::server {
namespace {

HeadRules head_rules_of(const ServerOptions& options, const Mux& mux) {
  constexpr std::size_t most_relayed = std::size_t{64} * 1024;
  constexpr std::size_t most_relayed_fields = 1000;
  const std::size_t target = std::max(options.max_target, most_relayed);
  return {.own = {.target = options.max_target, .header = options.max_header},
          .relayed = {.target = target,
                      .header = target + std::max(options.max_header, most_relayed),
                      .fields = most_relayed_fields,
                      .takes_any_target = true},
          .relayed_prefix = mux.relayed_prefix()};
}

}  // namespace

Shared::Shared(const ServerOptions& given)
    : options(given),
      plain_security_fields(security_fields({})),
      tls_security_fields(
          security_fields(std::chrono::duration_cast<std::chrono::seconds>(given.hsts_max_age))),
      slots(given),
      memory(given, slots) {}

void Shared::serve(const Mux& handlers, std::vector<Observer*> watching) {
  mux = handlers;
  head_rules = head_rules_of(options, handlers);
  observers = std::move(watching);
}

}  // namespace gatehouse::http::server
