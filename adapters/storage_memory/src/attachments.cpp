#include "attachments.hpp"

#include <algorithm>
#include <tuple>

#include <gatehouse/base/invariant.hpp>

#include "copies.hpp"

namespace gatehouse::memory {

bool Attachments::insert(const Attachment& attachment) { return attachments_.insert(attachment); }

std::optional<Attachment> Attachments::find(AccountId account, ProjectId project,
                                            const ServiceCode& service) const {
  return copied(owned(account, project, service));
}

std::vector<ServiceCode> Attachments::codes(AccountId account, ProjectId project) const {
  std::vector<ServiceCode> codes;
  for (const Attachment* attachment : attachments_.view<ByProject>().range(account, project)) {
    codes.push_back(attachment->service);
  }
  return codes;
}

std::vector<std::pair<ProjectId, ServiceCode>> Attachments::codes(AccountId account,
                                                                  ProjectId first,
                                                                  ProjectId last) const {
  std::vector<const Attachment*> found;
  for (const Attachment* attachment :
       attachments_.view<ByProject>().between(std::tie(account, first), std::tie(account, last))) {
    found.push_back(attachment);
  }
  std::ranges::sort(found, {}, &Attachment::id);
  std::vector<std::pair<ProjectId, ServiceCode>> codes;
  codes.reserve(found.size());
  for (const Attachment* attachment : found) {
    codes.emplace_back(attachment->project, attachment->service);
  }
  return codes;
}

bool Attachments::take_items(AccountId account, ProjectId project, const ServiceCode& service,
                             std::int64_t amount, std::int64_t limit) {
  const Attachment* attachment = owned(account, project, service);
  // The comparison is written so that it cannot overflow.
  if (attachment == nullptr || amount > limit || attachment->item_used > limit - amount) {
    return false;
  }
  Attachment changed = *attachment;
  changed.item_used += amount;
  invariant(changed.item_used <= limit);
  return attachments_.replace(*attachment, std::move(changed));
}

bool Attachments::erase(AccountId account, ProjectId project, const ServiceCode& service) {
  const Attachment* attachment = owned(account, project, service);
  if (attachment != nullptr) attachments_.erase(*attachment);
  return attachment != nullptr;
}

std::size_t Attachments::erase_all(AccountId account, std::size_t limit) {
  return attachments_.erase(attachments_.view<ByAccount>().range(account), limit);
}

const Attachment* Attachments::owned(AccountId account, ProjectId project,
                                     const ServiceCode& service) const {
  const Attachment* attachment = attachments_.view<ByService>().find(project, service);
  return attachment != nullptr && attachment->account == account ? attachment : nullptr;
}

}  // namespace gatehouse::memory
