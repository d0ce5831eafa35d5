/// Registrations and approve codes on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/kernel/stores/find_by_address.hpp>
#include <gatehouse/ports/storage/registration_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<Registration> {
  using Id = DescribedIndex<Registration>;
  using Address = Index<&email_key<Registration>>;
  using Expiry = Index<&Registration::expires_at, &Registration::id>;
  using All = IndexList<Id, Address, Expiry>;
};

template <>
struct Indexes<ApproveCode> {
  using Code = DescribedIndex<ApproveCode>;
  using Age = Index<&ApproveCode::registration, &ApproveCode::created_at, &ApproveCode::digest>;
  using Expiry = Index<&ApproveCode::expires_at, &ApproveCode::registration, &ApproveCode::digest>;
  using All = IndexList<Code, Age, Expiry>;
};

template <class Engine>
class Registrations : public Store<RegistrationRecords> {
  using By = Indexes<Registration>;

 public:
  explicit Registrations(Tables<Engine>& tables)
      : registrations_(tables.template of<Registration>()) {}

  bool insert(const Registration& registration) override {
    return registrations_.insert(registration);
  }
  std::optional<Registration> find(AccountId id) const override {
    return copied(registrations_.find(By::Id{}, id));
  }
  std::optional<Registration> find_by_email(const Email& email) const override {
    return copied(find_by_address(registrations_, email));
  }
  bool update(const Registration& registration) override {
    return registrations_.update(registrations_.find(By::Id{}, registration.id), registration) ==
           Update::done;
  }
  bool erase(AccountId id) override {
    return registrations_.erase_found(registrations_.find(By::Id{}, id));
  }
  std::size_t erase_expired(Timestamp now, std::size_t limit) override {
    return registrations_.erase(By::Expiry{}, up_to(now), limit);
  }

 private:
  Rows<Engine, Registration>& registrations_;
};

template <class Engine>
class ApproveCodes : public Store<ApproveCodeRecords> {
  using By = Indexes<ApproveCode>;

 public:
  explicit ApproveCodes(Tables<Engine>& tables) : codes_(tables.template of<ApproveCode>()) {}

  void insert(const ApproveCode& code) override {
    codes_.insert_new(code, "the registration has a code with that digest");
  }
  std::optional<ApproveCode> find(AccountId registration,
                                  const TokenDigest& digest) const override {
    return copied(codes_.find(By::Code{}, registration, digest));
  }
  std::vector<ApproveCode> list(AccountId registration) const override {
    return codes_.list(By::Age{}, within(registration));
  }
  bool release(AccountId registration, OutgoingMailId mail) override {
    bool found = false;
    for (const ApproveCode& code : list(registration)) {
      if (code.mail != mail) continue;
      found |= codes_.change(codes_.find(By::Code{}, code.registration, code.digest),
                             [](ApproveCode& released) { released.mail.reset(); });
    }
    return found;
  }
  std::size_t erase_of_registration(AccountId registration) override {
    return codes_.erase(By::Age{}, within(registration));
  }
  std::size_t erase_expired(Timestamp now, std::size_t limit) override {
    return codes_.erase(By::Expiry{}, up_to(now), limit);
  }

 private:
  Rows<Engine, ApproveCode>& codes_;
};

}  // namespace gatehouse::kernel
