/// Attached services on tables.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/attachment_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<Attachment> {
  using Id = DescribedIndex<Attachment>;
  using Service = Index<&Attachment::project, &Attachment::service>;
  using InProject = Index<&Attachment::account, &Attachment::project, &Attachment::id>;
  using Place = Index<&Attachment::account, &Attachment::id>;
  using Use = Index<&Attachment::service, &Attachment::id>;
  using All = IndexList<Id, Service, InProject, Place, Use>;
};

template <class Engine>
class Attachments : public Store<AttachmentRecords> {
  using By = Indexes<Attachment>;

 public:
  explicit Attachments(Tables<Engine>& tables)
      : tables_(tables), attachments_(tables.template of<Attachment>()) {}

  bool insert(const Attachment& attachment) override { return attachments_.insert(attachment); }
  std::optional<Attachment> find(AccountId account, ProjectId project,
                                 const ServiceCode& service) const override {
    return copied(owned(account, project, service));
  }
  std::vector<ServiceCode> codes(AccountId account, ProjectId project) const override {
    std::vector<ServiceCode> codes;
    attachments_.visit(By::InProject{}, within(account, project), [&](const Attachment& found) {
      codes.push_back(found.service);
      return true;
    });
    return codes;
  }
  std::vector<std::pair<ProjectId, ServiceCode>> codes(AccountId account, ProjectId first,
                                                       ProjectId last) const override {
    using Bound = std::tuple<const AccountId&, const ProjectId&>;
    std::vector<Attachment> found = attachments_.list(
        By::InProject{}, Range<Bound, Bound>{{account, first}, {account, last}, false});
    std::ranges::sort(found, {}, &Attachment::id);
    std::vector<std::pair<ProjectId, ServiceCode>> codes;
    codes.reserve(found.size());
    for (Attachment& each : found) codes.emplace_back(each.project, std::move(each.service));
    return codes;
  }
  bool take_items(AccountId account, ProjectId project, const ServiceCode& service,
                  std::int64_t amount, std::int64_t limit) override {
    const auto found = owned(account, project, service);
    // The comparison is written so that it cannot overflow.
    return found && amount <= limit && found->item_used <= limit - amount &&
           attachments_.change(found, [&](Attachment& taken) { taken.item_used += amount; });
  }
  bool erase(AccountId account, ProjectId project, const ServiceCode& service) override {
    return attachments_.erase_found(owned(account, project, service));
  }
  bool is_in_use(const ServiceCode& service) const override {
    bool is_found = false;
    attachments_.visit(By::Use{}, within(service), [&](const Attachment& attachment) {
      is_found = !tables_.is_being_erased(attachment);
      return !is_found;
    });
    return is_found;
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return attachments_.erase(By::Place{}, within(account), limit);
  }
  std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) override {
    return attachments_.erase(By::InProject{}, within(account, project), limit);
  }

 private:
  auto owned(AccountId account, ProjectId project, const ServiceCode& service) const {
    return owned_by(account, attachments_.find(By::Service{}, project, service));
  }

  Tables<Engine>& tables_;
  Rows<Engine, Attachment>& attachments_;
};

}  // namespace gatehouse::kernel
