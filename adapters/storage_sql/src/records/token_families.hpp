#pragma once

#include <gatehouse/ports/storage/token_family_records.hpp>
#include <gatehouse/records/token_families.hpp>

#include "../living.hpp"
#include "../of_attached.hpp"

namespace gatehouse::sql {

template <>
inline constexpr KeyedTable<TokenFamily, TokenFamilyId> table<TokenFamily>{
    "token_families", "family_key", &TokenFamily::id};

class TokenFamilies final : public OfProjects<TokenFamilyRecords, TokenFamily> {
 public:
  TokenFamilies(Connection& connection, const Erasures& erasures);

  void insert(const TokenFamily& family) override;
  std::optional<TokenFamily> find(TokenFamilyId id) const override;
  std::optional<TokenFamily> find_by_origin(const TokenDigest& origin) const override;
  bool update(const TokenFamily& family) override;
  bool erase(AccountId account, TokenFamilyId id) override;
  std::size_t erase_of_service(AccountId account, ProjectId project, const ServiceCode& service,
                               std::size_t limit) override;
  std::size_t erase_of_consumer(AccountId account, ProjectId project, ConsumerId consumer,
                                std::size_t limit) override;
  std::size_t erase_expired(Timestamp now, std::size_t limit) override;

 private:
  Insert<TokenFamily> insert_;
  SelectLiving<TokenFamily, RowKey, TokenFamilyId> find_;
  SelectLiving<TokenFamily, TokenDigest> find_by_origin_;
  UpdateRecord<TokenFamily, RowKey, TokenFamilyId, AccountId> update_;
  ChangeRows<RowKey, TokenFamilyId, AccountId> erase_;
  OfAttached<TokenFamily> attached_;
  EraseExpired<TokenFamily> erase_expired_;
};

}  // namespace gatehouse::sql
