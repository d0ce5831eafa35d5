#include <gatehouse/testing/counting_storage.hpp>

#include <gatehouse/ports/storage/scan.hpp>

namespace gatehouse::testing {

class CountingStorage::CountedTransaction final : public Transaction {
 public:
  CountedTransaction(CountingStorage& storage, Transaction& inner)
      : storage_(storage), inner_(inner) {}

  AccountRecords& accounts() override { return counted(inner_.accounts()); }
  RegistrationRecords& registrations() override { return counted(inner_.registrations()); }
  ApproveCodeRecords& approve_codes() override { return counted(inner_.approve_codes()); }
  UserRecords& users() override { return counted(inner_.users()); }
  SessionRecords& sessions() override { return counted(inner_.sessions()); }
  PasswordResetRecords& password_resets() override { return counted(inner_.password_resets()); }
  ProjectRecords& projects() override { return counted(inner_.projects()); }
  CatalogueRecords& catalogue() override { return counted(inner_.catalogue()); }
  AttachmentRecords& attachments() override { return counted(inner_.attachments()); }
  ConsumerRecords& consumers() override { return counted(inner_.consumers()); }
  ConsumerTokenRecords& consumer_tokens() override { return counted(inner_.consumer_tokens()); }
  MailRecords& mail() override { return counted(inner_.mail()); }
  MemberRecords& members() override { return counted(inner_.members()); }
  CredentialRecords& credentials() override { return counted(inner_.credentials()); }
  GrantRecords& grants() override { return counted(inner_.grants()); }
  ApiProxyRecords& api_proxies() override { return counted(inner_.api_proxies()); }
  ApiProxyGroupRecords& api_proxy_groups() override { return counted(inner_.api_proxy_groups()); }
  GatewayRecords& gateways() override { return counted(inner_.gateways()); }
  TokenFamilyRecords& token_families() override { return counted(inner_.token_families()); }
  ServiceTokenRecords& service_tokens() override { return counted(inner_.service_tokens()); }
  SigningKeyRecords& signing_keys() override { return counted(inner_.signing_keys()); }
  UsageRecords& usage() override { return counted(inner_.usage()); }
  LimitRecords& limits() override { return counted(inner_.limits()); }
  ErasureRecords& erasures() override { return counted(inner_.erasures()); }

 private:
  const Scan& scan() const override { return Scan::through(inner_); }

  template <class Records>
  Records& counted(Records& records) {
    storage_.count(typeid(Records));
    return records;
  }

  CountingStorage& storage_;
  Transaction& inner_;
};

std::size_t CountingStorage::reads() const {
  const std::scoped_lock lock(mutex_);
  return reads_;
}

std::size_t CountingStorage::transactions() const {
  const std::scoped_lock lock(mutex_);
  return transactions_;
}

CountingStorage::Uses CountingStorage::all_uses() const {
  const std::scoped_lock lock(mutex_);
  return uses_;
}

void CountingStorage::reset() {
  const std::scoped_lock lock(mutex_);
  reads_ = transactions_ = 0;
  uses_.clear();
}

std::size_t CountingStorage::count_of(std::type_index records) const {
  const std::scoped_lock lock(mutex_);
  const auto found = uses_.find(records);
  return found == uses_.end() ? 0 : found->second;
}

void CountingStorage::count(std::type_index records) {
  const std::scoped_lock lock(mutex_);
  ++uses_[records];
}

void CountingStorage::do_read(ReadWork work) {
  {
    const std::scoped_lock lock(mutex_);
    ++reads_;
  }
  inner_.read([&](const Transaction& tx) {
    // The work gets it as const, so that it cannot change anything.
    CountedTransaction counted(*this, const_cast<Transaction&>(tx));
    work(counted);
    return Done{};
  });
}

void CountingStorage::do_transact(Work work) {
  {
    const std::scoped_lock lock(mutex_);
    ++transactions_;
  }
  (void)inner_.transact([&](Transaction& tx) -> Result<Done> {
    CountedTransaction counted(*this, tx);
    if (work(counted) == Outcome::commit) return Done{};
    return Unexpected(conflict("rolled back"));
  });
}

}  // namespace gatehouse::testing
