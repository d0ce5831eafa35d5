/// Sessions on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>

#include <gatehouse/kernel/stores/users.hpp>
#include <gatehouse/ports/storage/session_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<Session> {
  using Digest = Index<&Session::digest>;
  using Holder = Index<&Session::account, &Session::user, &Session::digest>;
  using Expiry = DescribedIndex<Session>;
  using All = IndexList<Digest, Holder, Expiry>;
};

template <class Engine>
class Sessions : public Store<SessionRecords> {
  using By = Indexes<Session>;

 public:
  explicit Sessions(Tables<Engine>& tables)
      : tables_(tables),
        sessions_(tables.template of<Session>()),
        users_(tables.template of<User>()) {}

  void insert(const Session& session) override {
    sessions_.insert_new(session, "a session with that digest exists already");
  }
  std::optional<SignedIn> find(const TokenDigest& digest) const override {
    const auto session = sessions_.find(By::Digest{}, digest);
    if (!session || tables_.is_being_erased(*session)) return std::nullopt;
    auto user =
        tables_.living(owned_by(session->account, users_.find(Indexes<User>::Id{}, session->user)));
    if (!user) return std::nullopt;
    user->password_hash.clear();
    return SignedIn{*session, std::move(*user)};
  }
  bool erase(const TokenDigest& digest) override {
    return sessions_.erase_found(sessions_.find(By::Digest{}, digest));
  }
  std::size_t erase_of_user(Tenant tenant, UserId user, const std::optional<TokenDigest>& keep,
                            std::size_t limit) override {
    return sessions_.erase_but(keep, By::Holder{}, within(tenant, user), limit);
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return sessions_.erase(By::Holder{}, within(account), limit);
  }
  std::size_t erase_expired(Timestamp now, std::size_t limit) override {
    return sessions_.erase(By::Expiry{}, up_to(now), limit);
  }
  std::size_t refresh_copies(std::size_t /*limit*/) override { return 0; }

 private:
  Tables<Engine>& tables_;
  Rows<Engine, Session>& sessions_;
  Rows<Engine, User>& users_;
};

}  // namespace gatehouse::kernel
