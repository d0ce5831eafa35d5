/// Password resets on tables.
#pragma once

#include <cstddef>
#include <optional>

#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/password_reset_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<PasswordReset> {
  using Digest = Index<&PasswordReset::digest>;
  using Holder = Index<&PasswordReset::account, &PasswordReset::user, &PasswordReset::digest>;
  using Expiry = DescribedIndex<PasswordReset>;
  using All = IndexList<Digest, Holder, Expiry>;
};

template <class Engine>
class PasswordResets : public Store<PasswordResetRecords> {
  using By = Indexes<PasswordReset>;

 public:
  explicit PasswordResets(Tables<Engine>& tables)
      : tables_(tables), resets_(tables.template of<PasswordReset>()) {}

  void insert(const PasswordReset& reset) override {
    resets_.insert_new(reset, "a reset with that digest exists already");
  }
  std::optional<PasswordReset> find(const TokenDigest& digest) const override {
    return tables_.living(resets_.find(By::Digest{}, digest));
  }
  std::size_t erase_of_user(Tenant tenant, UserId user, std::size_t limit) override {
    return resets_.erase(By::Holder{}, within(tenant, user), limit);
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return resets_.erase(By::Holder{}, within(account), limit);
  }
  std::size_t erase_expired(Timestamp now, std::size_t limit) override {
    return resets_.erase(By::Expiry{}, up_to(now), limit);
  }

 private:
  Tables<Engine>& tables_;
  Rows<Engine, PasswordReset>& resets_;
};

}  // namespace gatehouse::kernel
