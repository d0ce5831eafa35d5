#include <gatehouse/services/projects/attachments.hpp>

#include <cstdint>
#include <utility>
#include <vector>

#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/metering/detail/effective_limits.hpp>

#include "services/refusals.hpp"

namespace gatehouse {
namespace {

Error not_attached() {
  return not_found("The account has no such project, or the service is not attached to it.");
}

}  // namespace

Attachments::Attachments(Operations& operations, const ServicePorts& ports,
                         const Settings& settings, Erasures& erasures)
    : operations_(operations), ports_(ports), settings_(settings), erasures_(erasures) {}

Result<AttachmentView> Attachments::create(const UserContext& caller, ProjectId project,
                                           const Checked<AttachService>& command) {
  NewId<AttachmentId> new_id(ports_);
  const auto attach = [&](Change& change, Erasures::Obstacle& obstacle) -> Result<AttachmentView> {
    Transaction& tx = change.tx;
    const AccountId account = change.account();
    if (!tx.projects().find(account, project)) return Unexpected(no_such_project());
    if (!tx.catalogue().find(command->service)) {
      return Unexpected(invalid_field("serviceCatalogCode", "is not a service in the catalogue"));
    }
    if (obstacle.is_met(tx, erasure_of::service(account, project, command->service))) {
      return Erasures::Obstacle::refusal();
    }
    const auto id = new_id.at(change.now);
    const Attachment attachment{
        .id = id,
        .account = account,
        .project = project,
        .service = command->service,
        .name = command->name,
        .description = command->description,
        // Detaching does not reset the usage.
        .item_used = tx.usage().total(account, project, command->service),
        .created_at = change.now,
    };
    if (!tx.attachments().insert(attachment)) {
      return Unexpected(already_exists("The service is attached to the project already.",
                                       {{"serviceCatalogCode", "is already attached"}}));
    }
    change.created(Subject::attachment, id);
    return AttachmentView{attachment, EffectiveLimits(tx, account, settings_).items(attachment)};
  };
  return erasures_.past_obstacles([&](Erasures::Obstacle& obstacle) {
    return operations_.change(caller, Action::use_projects,
                              [&](Change& change) { return attach(change, obstacle); });
  });
}

Result<Listing<AttachmentView, AttachmentId>> Attachments::list(
    const UserContext& caller, ProjectId project, const ListRequest<AttachmentId>& request) {
  using Answer = Result<Listing<AttachmentView, AttachmentId>>;
  return operations_.read(caller, Action::use_projects, [&](const Reading& reading) -> Answer {
    const Transaction& tx = reading.tx;
    const AccountId account = reading.account();
    if (!tx.projects().find(account, project)) return Unexpected(no_such_project());
    const EffectiveLimits limits(tx, account, settings_);
    return list_page(
        settings_, request,
        [&](const Page<AttachmentId>& page) {
          std::vector<AttachmentView> views;
          for (const ServiceCode& code : tx.attachments().codes(account, project)) {
            if (views.size() == page.limit) break;
            auto attachment = tx.attachments().find(account, project, code);
            if (!attachment || (page.after && attachment->id <= *page.after)) continue;
            const std::int64_t limit = limits.items(*attachment);
            views.push_back({*std::move(attachment), limit});
          }
          return views;
        },
        [](const AttachmentView& view) { return view.attachment.id; });
  });
}

Result<AttachmentView> Attachments::get(const UserContext& caller, ProjectId project,
                                        const ServiceCode& service) {
  return operations_.read(
      caller, Action::use_projects, [&](const Reading& reading) -> Result<AttachmentView> {
        const AccountId account = reading.account();
        auto attachment = reading.tx.attachments().find(account, project, service);
        if (!attachment || !reading.tx.projects().find(account, project)) {
          return Unexpected(not_attached());
        }
        const std::int64_t limit =
            EffectiveLimits(reading.tx, account, settings_).items(*attachment);
        return AttachmentView{std::move(*attachment), limit};
      });
}

Result<Done> Attachments::remove(const UserContext& caller, ProjectId project,
                                 const ServiceCode& service) {
  return operations_.change(caller, Action::use_projects, [&](Change& change) -> Result<Done> {
    const AccountId account = change.account();
    if (!change.tx.projects().find(account, project) ||
        !change.tx.attachments().erase(account, project, service)) {
      return Unexpected(not_attached());
    }
    erasures_.begin(change.tx, {.key = erasure_of::service(account, project, service)});
    change.removed(Subject::attachment, service.text());
    return Done{};
  });
}

}  // namespace gatehouse
