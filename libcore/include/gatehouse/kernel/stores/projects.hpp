/// Projects, the catalogue, attachments and consumers on tables.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/consumer_records.hpp>
#include <gatehouse/ports/storage/project_records.hpp>
#include <gatehouse/ports/storage/service_records.hpp>

namespace gatehouse::kernel {

template <class Engine>
class Projects : public Store<ProjectRecords> {
  using By = Indexes<Project>;
  using KeysBy = Indexes<ProjectPushKeys>;

 public:
  explicit Projects(Tables<Engine>& tables)
      : projects_(tables.template of<Project>()),
        push_keys_(tables.template of<ProjectPushKeys>()) {}

  bool insert(const Project& project) override { return projects_.insert(project); }
  std::optional<Project> find(AccountId account, ProjectId id) const override {
    return copied(owned(account, id));
  }
  std::optional<Project> find_by_name(AccountId account, std::string_view name) const override {
    return copied(projects_.find(By::Name{}, account, name));
  }
  std::vector<Project> list(AccountId account, const Page<ProjectId>& page) const override {
    return projects_.page(By::Place{}, page, account);
  }
  std::size_t count(AccountId account) const override {
    return projects_.count(By::InAccount{}, account);
  }
  Update update(const Project& project) override {
    return projects_.update(owned(project.account, project.id), project);
  }
  bool set_user_limit(AccountId account, ProjectId id, std::optional<std::int64_t> limit) override {
    return projects_.change(owned(account, id),
                            [&](Project& project) { project.own_user_limit = limit; });
  }
  bool take_user(AccountId account, ProjectId id, std::int64_t limit) override {
    const auto found = owned(account, id);
    return found && found->user_used < limit &&
           projects_.change(found, [](Project& project) { ++project.user_used; });
  }
  void give_back_user(AccountId account, ProjectId id) override {
    const auto found = owned(account, id);
    if (found && found->user_used > 0) {
      projects_.change(found, [](Project& project) { --project.user_used; });
    }
  }
  SealedPushKeys push_keys(AccountId account, ProjectId id) const override {
    const auto found = push_keys_.find(KeysBy::Place{}, account, id);
    return found ? found->keys : SealedPushKeys{};
  }
  bool set_push_keys(AccountId account, ProjectId id, const SealedPushKeys& keys) override {
    if (!owned(account, id)) return false;
    push_keys_.put(push_keys_.find(KeysBy::Place{}, account, id), {account, id, keys});
    return true;
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    const std::size_t keys = push_keys_.erase(KeysBy::Place{}, within(account), limit);
    return keys + projects_.erase(By::Place{}, within(account), limit - keys);
  }

 private:
  auto owned(AccountId account, ProjectId id) const {
    return owned_by(account, projects_.find(By::Id{}, id));
  }

  Rows<Engine, Project>& projects_;
  Rows<Engine, ProjectPushKeys>& push_keys_;
};

template <class Engine>
class Catalogue : public Store<CatalogueRecords> {
  using By = Indexes<CatalogueItem>;

 public:
  explicit Catalogue(Tables<Engine>& tables) : items_(tables.template of<CatalogueItem>()) {}

  bool insert(const CatalogueItem& item) override { return items_.insert(item); }
  std::optional<CatalogueItem> find(const ServiceCode& code) const override {
    return copied(items_.find(By::Code{}, code));
  }
  std::vector<CatalogueItem> list(const Page<ServiceCode>& page) const override {
    if (!page.after) return items_.scan({.after = {}, .limit = page.limit});
    auto last = find(*page.after);
    if (!last) return {};
    return items_.scan({.after = std::move(last), .limit = page.limit});
  }

 private:
  Rows<Engine, CatalogueItem>& items_;
};

template <class Engine>
class Attachments : public Store<AttachmentRecords> {
  using By = Indexes<Attachment>;

 public:
  explicit Attachments(Tables<Engine>& tables) : attachments_(tables.template of<Attachment>()) {}

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
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return attachments_.erase(By::Place{}, within(account), limit);
  }

 private:
  auto owned(AccountId account, ProjectId project, const ServiceCode& service) const {
    return owned_by(account, attachments_.find(By::Service{}, project, service));
  }

  Rows<Engine, Attachment>& attachments_;
};

template <class Engine>
class Consumers : public Store<ConsumerRecords> {
  using By = Indexes<Consumer>;
  using AttachedBy = Indexes<AttachedConsumer>;

 public:
  explicit Consumers(Tables<Engine>& tables)
      : consumers_(tables.template of<Consumer>()),
        attached_(tables.template of<AttachedConsumer>()) {}

  bool insert(const Consumer& consumer) override { return consumers_.insert(consumer); }
  std::optional<Consumer> find(AccountId account, ConsumerId id) const override {
    return copied(owned_by(account, consumers_.find(By::Id{}, id)));
  }
  std::vector<Consumer> list(AccountId account, const Page<ConsumerId>& page) const override {
    return consumers_.page(By::Place{}, page, account);
  }
  bool attach(AccountId account, ProjectId project, ConsumerId consumer) override {
    return attached_.insert({account, project, consumer});
  }
  bool detach(AccountId account, ProjectId project, ConsumerId consumer) override {
    return attached_.erase_found(attached_.find(AttachedBy::Place{}, account, project, consumer));
  }
  bool is_attached(AccountId account, ProjectId project, ConsumerId consumer) const override {
    return bool(attached_.find(AttachedBy::Place{}, account, project, consumer));
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    const std::size_t attached = attached_.erase(AttachedBy::Place{}, within(account), limit);
    return attached + consumers_.erase(By::Place{}, within(account), limit - attached);
  }

 private:
  Rows<Engine, Consumer>& consumers_;
  Rows<Engine, AttachedConsumer>& attached_;
};

}  // namespace gatehouse::kernel
