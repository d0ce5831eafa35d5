#pragma once

#include <gatehouse/ports/storage/api_proxy_records.hpp>
#include <gatehouse/ports/storage/walk.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../erasing.hpp"
#include "../living.hpp"
#include "../scoped_names.hpp"

namespace gatehouse::sql {

class ApiProxyGroups final : public ApiProxyGroupRecords {
 public:
  ApiProxyGroups(Connection& connection, const Erasures& erasures);

  bool insert(const ApiProxyGroup& group) override;
  std::optional<ApiProxyGroup> find(AccountId account, const Scope& scope,
                                    std::string_view name) const override;
  bool exists(AccountId account, std::string_view name) const override;
  std::vector<ApiProxyGroup> list(AccountId account, const std::optional<Scope>& scope,
                                  const Page<ApiProxyGroupId>& page) const override;
  bool erase(AccountId account, const Scope& scope, std::string_view name) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;
  bool add(AccountId account, const Scope& scope, std::string_view group,
           std::string_view proxy) override;
  bool remove(AccountId account, const Scope& scope, std::string_view group,
              std::string_view proxy) override;
  std::vector<std::string> proxies(AccountId account, const Scope& scope,
                                   std::string_view group) const override;
  std::size_t remove_from_all(AccountId account, const std::optional<Scope>& scope,
                              std::string_view proxy, std::size_t limit) override;
  std::size_t erase_contents(AccountId account, const Scope& scope, std::string_view group,
                             std::size_t limit) override;

  std::vector<ApiProxyGroup> page(const Page<ApiProxyGroup>& page) const {
    return groups_.page(page);
  }
  std::vector<GroupedApiProxy> page(const Page<GroupedApiProxy>& page) const;

 private:
  using Text = std::string;

  const Erasures& erasures_;
  ScopedNames<ApiProxyGroup> groups_;
  ErasingStatement<Text, Text, Text> erase_contents_;
  ErasingStatement<Text> erase_all_grouped_;
  Statement<In<Text, Text, Text, Text>> add_;
  Statement<In<Text, Text, Text, Text>> remove_;
  mutable Statement<In<Text, Text, Text>, Out<long long, Text>> proxies_;
  ErasingStatement<Text, Text> remove_from_all_;
  ErasingStatement<Text, Text, Text> remove_from_all_of_scope_;
  mutable Statement<In<Text, Text, Text, Text, long long>, Out<Text, Text, Text, Text>>
      grouped_page_;
};

}  // namespace gatehouse::sql
