/// What the ports for ConsumerToken and TokenFamily have in common, on tables.
#pragma once

#include <cstddef>

#include <gatehouse/kernel/tables.hpp>

namespace gatehouse::kernel {

/// What the ports for ConsumerToken and TokenFamily have in common: tokens of a consumer for a
/// service in a project.
template <class Engine, class Port, class Token>
class AttachedTokens : public Store<Port> {
  using By = Indexes<Token>;

 public:
  explicit AttachedTokens(Tables<Engine>& tables)
      : tables_(tables), tokens_(tables.template of<Token>()) {}

  std::size_t erase_of_service(AccountId account, ProjectId project, const ServiceCode& service,
                               std::size_t limit) override {
    return tokens_.erase(typename By::Service{}, within(account, project, service), limit);
  }
  std::size_t erase_of_consumer(AccountId account, ProjectId project, ConsumerId consumer,
                                std::size_t limit) override {
    return tokens_.erase(typename By::Holder{}, within(account, project, consumer), limit);
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return tokens_.erase(typename By::Service{}, within(account), limit);
  }
  std::size_t erase_of_project(AccountId account, ProjectId project, std::size_t limit) override {
    return tokens_.erase(typename By::Service{}, within(account, project), limit);
  }
  std::size_t erase_expired(Timestamp now, std::size_t limit) override {
    return tokens_.erase(typename By::Expiry{}, up_to(now), limit);
  }

 protected:
  [[nodiscard]] Tables<Engine>& tables() const noexcept { return tables_; }
  [[nodiscard]] Rows<Engine, Token>& tokens() const noexcept { return tokens_; }

 private:
  Tables<Engine>& tables_;
  Rows<Engine, Token>& tokens_;
};

}  // namespace gatehouse::kernel
