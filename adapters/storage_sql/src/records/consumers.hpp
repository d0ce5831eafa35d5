#pragma once

#include <gatehouse/ports/storage/consumer_records.hpp>
#include <gatehouse/ports/storage/walk.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../erasing.hpp"

namespace gatehouse::sql {

class Consumers final : public ConsumerRecords {
 public:
  explicit Consumers(Connection& connection);

  bool insert(const Consumer& consumer) override;
  std::optional<Consumer> find(AccountId account, ConsumerId id) const override;
  std::vector<Consumer> list(AccountId account, const Page<ConsumerId>& page) const override;
  bool attach(AccountId account, ProjectId project, ConsumerId consumer) override;
  bool detach(AccountId account, ProjectId project, ConsumerId consumer) override;
  bool is_attached(AccountId account, ProjectId project, ConsumerId consumer) const override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

  std::vector<Consumer> page(const Page<Consumer>& page) const;
  std::vector<AttachedConsumer> page(const Page<AttachedConsumer>& page) const;

 private:
  using Text = std::string;

  Statement<In<Text, Text, long long>> insert_;
  mutable Statement<In<Text, Text>, Out<long long>> find_;
  mutable Statement<In<Text, Text, long long>, Out<Text, long long>> list_;
  Statement<In<Text, Text, Text>> attach_;
  Statement<In<Text, Text, Text>> detach_;
  mutable Statement<In<Text, Text, Text>, Out<long long>> is_attached_;
  ErasingStatement<Text> erase_all_attached_;
  ErasingStatement<Text> erase_all_;
  mutable Statement<In<Text, long long>, Out<Text, Text, long long>> page_;
  mutable Statement<In<Text, Text, Text, long long>, Out<Text, Text, Text>> attached_page_;
};

}  // namespace gatehouse::sql
