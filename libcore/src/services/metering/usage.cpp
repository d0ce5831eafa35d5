#include <gatehouse/services/metering/usage.hpp>

#include <algorithm>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/metering/detail/usage_ledger.hpp>

namespace gatehouse {
namespace {

constexpr std::string_view key_name = "Idempotency-Key";
constexpr std::chrono::days default_days{30};

/// The first of `count` days that end with `last`.
std::chrono::sys_days first_of(std::chrono::days count, std::chrono::sys_days last) {
  return last - count + std::chrono::days(1);
}

}  // namespace

Usage::Usage(Operations& operations, const ServicePorts& ports, const Settings& settings)
    : operations_(operations), ports_(ports), settings_(settings) {}

std::optional<FieldFault> Usage::fault_of_key(std::string_view key) {
  const bool visible =
      std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (visible && !key.empty() && key.size() <= max_key) return std::nullopt;
  return FieldFault{std::string(key_name),
                    "must be given once, as 1 to 128 visible ASCII characters"};
}

Result<UsageReceipt> Usage::record(const ServiceContext& caller, ProjectId project,
                                   const ServiceCode& service, std::string_view key,
                                   const Checked<RecordUsage>& command) {
  if (auto fault = fault_of_key(key)) return Unexpected(schema::faulty({*fault}));
  if (project != caller.actor.project) return Unexpected(service_not_attached());

  NewId<UsageEntryId> new_id(ports_);
  const auto record = [&](Change& change) -> Result<UsageReceipt> {
    const UsageEntry entry{.id = new_id.at(change.now),
                           .account = change.account(),
                           .project = project,
                           .service = service,
                           .event = command->event,
                           .amount = command->amount,
                           .key = std::string(key),
                           .created_at = change.now};
    auto receipt = add_to_ledger(change, settings_, entry);
    if (!receipt) return std::move(receipt).failure();
    return std::move(receipt->usage);
  };
  return operations_.change(caller, Action::serve_project, record);
}

Result<std::vector<UsageOfDay>> Usage::sums(const UserContext& caller, ProjectId project,
                                            const ServiceCode& service, const UsageQuery& query) {
  using std::chrono::days;
  using Answer = Result<std::vector<UsageOfDay>>;
  if (auto ok = require(caller.actor.user.role, Action::use_projects); !ok) {
    return std::move(ok).failure();
  }
  const auto today = std::chrono::floor<days>(ports_.clock.now());
  const auto until = query.until.value_or(std::max(today, query.from.value_or(today)));
  const auto from = query.from.value_or(first_of(default_days, until));
  if (until < from) return Unexpected(invalid_field("to", "must not be before \"from\""));
  if (from < first_of(days(max_days), until)) {
    return Unexpected(invalid_field("from", "must leave at most 366 days until \"to\""));
  }
  if (query.event) {
    const schema::Field& field = *schema::resources::usage.find("event");
    if (auto why = schema::why_not(field, *query.event)) {
      return Unexpected(invalid_field("event", std::move(*why)));
    }
  }
  invariant(from <= until);
  return operations_.read(caller, Action::use_projects, [&](const Reading& reading) -> Answer {
    const AccountId account = reading.account();
    if (!reading.tx.projects().find(account, project)) {
      return Unexpected(not_found("The account has no project with that id."));
    }
    return reading.tx.usage().sums(account, project, service, query.event, from, until + days(1));
  });
}

}  // namespace gatehouse
