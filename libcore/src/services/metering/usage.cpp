#include <gatehouse/services/metering/usage.hpp>

#include <algorithm>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/metering/detail/effective_limits.hpp>

namespace gatehouse {
namespace {

constexpr std::string_view key_name = "Idempotency-Key";
constexpr std::chrono::days default_days{30};

/// The first of `count` days that end with `last`.
std::chrono::sys_days first_of(std::chrono::days count, std::chrono::sys_days last) {
  return last - count + std::chrono::days(1);
}

Error not_attached() {
  return not_found("The account has no such project, or the service is not attached to it.");
}

}  // namespace

Usage::Usage(Operations& operations, const ServicePorts& ports, const Settings& settings)
    : operations_(operations), ports_(ports), settings_(settings) {}

std::optional<FieldFault> Usage::fault_of_key(std::string_view key) {
  const std::string name(key_name);
  if (key.empty()) return FieldFault{name, "is required"};
  const bool visible =
      std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (visible && key.size() <= max_key) return std::nullopt;
  return FieldFault{name, "must be 1 to 128 visible ASCII characters"};
}

Result<UsageReceipt> Usage::record(const ServiceContext& caller, ProjectId project,
                                   const ServiceCode& service, std::string_view key,
                                   const Checked<RecordUsage>& command) {
  if (auto fault = fault_of_key(key)) return Unexpected(schema::faulty({*fault}));
  if (project != caller.actor.project) return Unexpected(not_attached());

  NewId<UsageEntryId> new_id(ports_);
  const auto record = [&](Change& change) -> Result<UsageReceipt> {
    Transaction& tx = change.tx;
    const AccountId account = change.account();
    const auto attachment = tx.attachments().find(account, project, service);
    if (!attachment) return Unexpected(not_attached());
    const std::int64_t limit = EffectiveLimits(tx, account, settings_).items(*attachment);
    if (auto first = tx.usage().find(account, project, service, key)) {
      if (first->amount != command->amount || first->event != command->event) {
        return Unexpected(conflict("The key was used for another amount or event."));
      }
      return UsageReceipt{std::move(*first), attachment->item_used, limit};
    }
    if (!tx.attachments().take_items(account, project, service, command->amount, limit)) {
      return Unexpected(limit_exceeded("The items of the service are used up."));
    }
    // The storage accepted the amount, so the usage was within the limit.
    invariant(command->amount > 0 && attachment->item_used <= limit - command->amount);
    const auto id = new_id.at(change.now);
    const UsageEntry entry{.id = id,
                           .account = account,
                           .project = project,
                           .service = service,
                           .event = command->event,
                           .amount = command->amount,
                           .key = std::string(key),
                           .created_at = change.now};
    if (!tx.usage().insert(entry)) return Unexpected(conflict("The id is taken."));
    change.created(Subject::usage_entry, id);
    return UsageReceipt{entry, attachment->item_used + entry.amount, limit};
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
