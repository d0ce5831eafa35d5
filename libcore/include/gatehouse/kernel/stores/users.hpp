/// Users, sessions, password resets and memberships on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <gatehouse/kernel/stores/find_by_address.hpp>
#include <gatehouse/kernel/tables.hpp>
#include <gatehouse/ports/storage/member_records.hpp>
#include <gatehouse/ports/storage/session_records.hpp>
#include <gatehouse/ports/storage/user_records.hpp>

namespace gatehouse::kernel {

template <class Engine>
class Users : public Store<UserRecords> {
  using By = Indexes<User>;

 public:
  explicit Users(Tables<Engine>& tables) : tables_(tables), users_(tables.template of<User>()) {}

  bool insert(const User& user) override {
    make_room(user.email);
    return users_.insert(user);
  }
  std::optional<User> find(Tenant tenant, UserId id) const override {
    return tables_.living(owned(tenant, id));
  }
  std::optional<User> find_by_email(const Email& email) const override {
    return tables_.living(find_by_address(users_, email));
  }
  std::vector<User> list(AccountId account, Role role, const Page<UserId>& page) const override {
    return users_.page(By::Place{}, page, account, role);
  }
  std::size_t count(AccountId account, Role role) const override {
    return users_.count(By::InRole{}, account, role);
  }
  Update update(const User& user) override {
    if (!owned(user.account, user.id)) return Update::missing;
    make_room(user.email);
    return users_.update(owned(user.account, user.id), user);
  }
  bool erase(Tenant tenant, UserId id) override { return users_.erase_found(owned(tenant, id)); }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return users_.erase(By::Place{}, within(account), limit);
  }

 private:
  auto owned(const Tenant& tenant, UserId id) const {
    return owned_by(tenant, users_.find(By::Id{}, id));
  }

  /// Erases the user with the address if the user is being erased ([ST-211]).
  void make_room(const Email& email) {
    const auto former = users_.find(By::Address{}, email.key());
    if (former && tables_.is_being_erased(*former)) users_.erase(*former);
  }

  Tables<Engine>& tables_;
  Rows<Engine, User>& users_;
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
    if (!keep) return sessions_.erase(By::Holder{}, within(tenant, user), limit);
    std::vector<TokenDigest> some;
    sessions_.visit(By::Holder{}, within(tenant, user), [&](const Session& session) {
      if (session.digest != *keep && some.size() < limit) some.push_back(session.digest);
      return some.size() < limit;
    });
    for (const TokenDigest& digest : some) erase(digest);
    return some.size();
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

template <class Engine>
class Members : public Store<MemberRecords> {
  using By = Indexes<ProjectMember>;

 public:
  explicit Members(Tables<Engine>& tables) : members_(tables.template of<ProjectMember>()) {}

  void set(const ProjectMember& member) override {
    members_.put(members_.find(By::Place{}, member.account, member.project, member.user), member);
  }
  std::optional<ProjectMember> find(AccountId account, ProjectId project,
                                    UserId user) const override {
    return copied(members_.find(By::Place{}, account, project, user));
  }
  std::vector<ProjectMember> list(AccountId account, ProjectId project,
                                  const Page<UserId>& page) const override {
    return members_.page(By::Place{}, page, account, project);
  }
  bool erase(AccountId account, ProjectId project, UserId user) override {
    return members_.erase_found(members_.find(By::Place{}, account, project, user));
  }
  std::size_t erase_of_user(AccountId account, UserId user, std::size_t limit) override {
    return members_.erase(By::Membership{}, within(account, user), limit);
  }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return members_.erase(By::Place{}, within(account), limit);
  }

 private:
  Rows<Engine, ProjectMember>& members_;
};

}  // namespace gatehouse::kernel
