#include <gatehouse/services/metering/service_events.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/metering/detail/usage_ledger.hpp>
#include <gatehouse/services/metering/usage.hpp>

namespace gatehouse {
namespace {

/// An event whose service is known.
struct KnownEvent {
  ServiceCode service;
  std::string event;
  std::int64_t times = 0;

  friend auto operator<=>(const KnownEvent&, const KnownEvent&) = default;
};

std::optional<KnownEvent> known_event(const Transaction& tx, const ServiceCaller& caller,
                                      const ServiceEvent& event) {
  if (event.project != caller.project) return std::nullopt;
  for (const auto& [service, name] : event.readings) {
    if (tx.attachments().find(caller.account, caller.project, service)) {
      return KnownEvent{service, name, event.times};
    }
  }
  return std::nullopt;
}

/// The events by service. Fails with all events that are of another project or service.
Result<std::vector<KnownEvent>> all_known(const Transaction& tx, const ServiceCaller& caller,
                                          const std::vector<ServiceEvent>& events) {
  std::vector<KnownEvent> all;
  std::vector<FieldFault> faults;
  for (const ServiceEvent& event : events) {
    if (auto one = known_event(tx, caller, event)) {
      all.push_back(std::move(*one));
    } else {
      faults.push_back(
          {"serviceData." + event.name, "is of another project, or its service is not attached"});
    }
  }
  if (!faults.empty()) {
    Error error = service_not_attached();
    error.fields = std::move(faults);
    return Unexpected(std::move(error));
  }
  std::sort(all.begin(), all.end());
  return all;
}

/// Keys of the entries of one request. Entries of a service are numbered, so that a request that
/// repeats a key with more or fewer events is noticed.
class EntryKeys {
 public:
  /// `key` is the client's, or unique.
  EntryKeys(const Digest& digest, std::string_view key)
      : prefix_("events." + to_hex(digest.sha256(key).bytes) + ".") {}

  [[nodiscard]] std::string at(std::size_t number) const {
    return prefix_ + std::to_string(number);
  }

 private:
  std::string prefix_;
};

Error other_events() { return conflict("The key was used for other events."); }

Result<Done> write_all(Change& change, const Settings& settings, const ServiceCaller& caller,
                       const std::vector<KnownEvent>& events, const EntryKeys& keys,
                       std::vector<NewId<UsageEntryId>>& ids) {
  std::size_t number = 0;
  std::size_t repeats = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const KnownEvent& event = events[i];
    number = i > 0 && events[i - 1].service == event.service ? number + 1 : 0;
    const UsageEntry entry{.id = ids[i].at(change.now),
                           .account = caller.account,
                           .project = caller.project,
                           .service = event.service,
                           .event = event.event,
                           .amount = ServiceEvents::uses_items(event.event) ? event.times : 0,
                           .times = event.times,
                           .key = keys.at(number),
                           .created_at = change.now};
    const auto receipt = add_to_ledger(change, settings, entry);
    if (!receipt) return Unexpected(receipt.error());
    if (receipt->is_repeat) ++repeats;
    const bool is_last_of_service =
        i + 1 == events.size() || events[i + 1].service != event.service;
    if (is_last_of_service && change.tx.usage().find(caller.account, caller.project, event.service,
                                                     keys.at(number + 1))) {
      return Unexpected(other_events());
    }
  }
  if (repeats != 0 && repeats != events.size()) return Unexpected(other_events());
  return Done{};
}

}  // namespace

ServiceEvents::ServiceEvents(Operations& operations, const ServicePorts& ports,
                             const Settings& settings)
    : operations_(operations), ports_(ports), settings_(settings) {}

bool ServiceEvents::uses_items(std::string_view event) noexcept {
  return event == "post_message" || event == "post_push_message";
}

Result<Done> ServiceEvents::report(const ServiceContext& caller,
                                   std::optional<std::string_view> key,
                                   const Checked<ReportEvents>& command) {
  if (key) {
    if (auto fault = Usage::fault_of_key(*key)) return Unexpected(schema::faulty({*fault}));
  }
  const std::vector<ServiceEvent>& events = command->events;
  const EntryKeys keys(ports_.digest,
                       key ? *key : issue_token(ports_.entropy, ports_.digest).text.reveal());
  std::vector<NewId<UsageEntryId>> ids(events.size(), NewId<UsageEntryId>(ports_));
  return operations_.change(caller, Action::serve_project, [&](Change& change) -> Result<Done> {
    const auto all = all_known(change.tx, caller.actor, events);
    if (!all) return Unexpected(all.error());
    return write_all(change, settings_, caller.actor, *all, keys, ids);
  });
}

}  // namespace gatehouse
