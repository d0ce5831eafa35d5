#include <gatehouse/services/attachments.hpp>

#include <gatehouse/services/effective_limits.hpp>
#include <gatehouse/services/issue.hpp>

namespace gatehouse {
namespace {

Error not_attached() {
  return not_found("The account has no such project, or the service is not attached to it.");
}

}  // namespace

Attachments::Attachments(const Ports& ports, const Settings& settings, Erasures& erasures)
    : ports_(ports), settings_(settings), erasures_(erasures) {}

Result<AttachmentView> Attachments::create(const Principal& caller, ProjectId project,
                                           const AttachService& command) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());
  if (auto ok = schema::check(command); !ok) return std::move(ok).failure();

  const Timestamp now = ports_.clock.now();
  Attachment attachment{
      .id = make_id<AttachmentId>(ports_.clock.in_order(now), ports_.entropy),
      .account = *account,
      .project = project,
      .service = command.service,
      .name = command.name,
      .description = command.description,
      .item_used = 0,
      .created_at = now,
  };
  const auto attach = [&](Transaction& tx, Erasures::Obstacle& obstacle) -> Result<AttachmentView> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return std::move(ok).failure();
    if (!tx.projects().find(*account, project)) {
      return Unexpected(not_found("The account has no project with that id."));
    }
    if (!tx.catalogue().find(command.service)) {
      return Unexpected(invalid_field("serviceCatalogCode", "is no service of the catalogue"));
    }
    if (obstacle.is_met(tx, erasure_of::service(*account, project, command.service))) {
      return Erasures::Obstacle::refusal();
    }
    // Detaching gives nothing back.
    attachment.item_used = tx.usage().total(*account, project, command.service);
    if (!tx.attachments().insert(attachment)) {
      return Unexpected(already_exists("The service is attached to the project already.",
                                       {{"serviceCatalogCode", "is already attached"}}));
    }
    return AttachmentView{attachment, EffectiveLimits(tx, *account, settings_).items(attachment)};
  };
  return erasures_.past_obstacles([&](Erasures::Obstacle& obstacle) {
    return ports_.storage.transact([&](Transaction& tx) { return attach(tx, obstacle); });
  });
}

Result<AttachmentView> Attachments::get(const Principal& caller, ProjectId project,
                                        const ServiceCode& service) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());
  return ports_.storage.read([&](const Transaction& tx) -> Result<AttachmentView> {
    auto attachment = tx.attachments().find(*account, project, service);
    if (!attachment) return Unexpected(not_attached());
    const std::int64_t limit = EffectiveLimits(tx, *account, settings_).items(*attachment);
    return AttachmentView{std::move(*attachment), limit};
  });
}

Result<Done> Attachments::remove(const Principal& caller, ProjectId project,
                                 const ServiceCode& service) {
  const auto account = account_for(caller, Action::use_projects);
  if (!account) return Unexpected(account.error());

  const Timestamp now = ports_.clock.now();
  return ports_.storage.transact([&](Transaction& tx) -> Result<Done> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return ok;
    if (!tx.attachments().erase(*account, project, service)) return Unexpected(not_attached());
    erasures_.begin(tx, {.key = erasure_of::service(*account, project, service)});
    return Done{};
  });
}

}  // namespace gatehouse
