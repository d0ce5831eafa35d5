#include <gatehouse/services/api_security/credentials.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <gatehouse/records/credentials.hpp>
#include <gatehouse/services/detail/names.hpp>
#include <gatehouse/services/detail/search.hpp>
#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/metering/detail/effective_limits.hpp>

namespace gatehouse {
namespace {

Error username_taken() {
  return already_exists("The account has a credential with that username already.",
                        {{"username", "is already used"}});
}

/// The error for a credential that a project cannot save, because it is another scope's.
Error belongs_elsewhere(const Transaction& tx, const Credential& credential) {
  std::string where = "is a credential of every project of the account (\"admin\")";
  if (!credential.scope.is_everywhere()) {
    where = "is a credential of the project \"" +
            ProjectNames(tx, credential.account).of(credential.scope) + "\"";
  }
  return already_exists("The username " + where + ": change it there.", {{"username", where}});
}

bool finds(const Search& search, const Credential& credential) {
  return search.finds(
      {credential.username, credential.full_name, credential.email.text(), credential.description});
}

/// Inserts the credential in the scope of the project name, unless the account has reached its
/// limit. Of two transactions that count concurrently, the storage makes one retry.
Result<Done> insert(Change& change, const ManagedScope& managed, const Settings& settings,
                    Credential credential) {
  Transaction& tx = change.tx;
  credential.account = managed.account;
  credential.scope = managed.scope;
  const std::int64_t limit = EffectiveLimits(tx, managed.account, settings).credentials();
  if (static_cast<std::int64_t>(tx.credentials().count(managed.account, std::nullopt)) >= limit) {
    return Unexpected(limit_exceeded("The account may have no more than " + std::to_string(limit) +
                                     " credentials."));
  }
  if (!tx.credentials().insert(credential)) return Unexpected(username_taken());
  change.created(Subject::credential, credential.id);
  return Done{};
}

}  // namespace

Error unknown_credential() {
  return failed_precondition("The project has no credential with that username.",
                             {{"username", "is unknown in the project"}});
}

Result<Credential> find_credential(const Transaction& tx, const ManagedScope& managed,
                                   std::string_view username, const TextForms* forms) {
  auto credential = find_by_username(tx, managed.account, username, forms);
  if (credential && (managed.scope.is_everywhere() || credential->scope == managed.scope)) {
    return std::move(*credential);
  }
  return Unexpected(unknown_credential());
}

Credentials::Credentials(Operations& operations, const ServicePorts& ports,
                         const Settings& settings, Passwords& passwords, Erasures& erasures)
    : ports_(ports),
      settings_(settings),
      scopes_(operations),
      passwords_(passwords),
      erasures_(erasures) {}

Result<Listing<CredentialView, CredentialId>> Credentials::list(
    const UserContext& caller, std::string_view project, const ListRequest<CredentialId>& request) {
  using Answer = Result<Listing<CredentialView, CredentialId>>;
  const Search search(request.filter, ports_.text_forms);
  const auto id = [](const CredentialView& view) { return view.credential.id; };
  const auto accept = [&](const CredentialView& view) { return finds(search, view.credential); };
  return scopes_.read(
      caller, project, [&](const Transaction& tx, const ManagedScope& managed) -> Answer {
        ProjectNames names(tx, managed.account);
        const auto with_name = [&](Credential&& credential) {
          std::string name = names.of(credential.scope);
          return CredentialView{std::move(credential), std::move(name)};
        };
        if (request.filter.exact) {
          auto named = find_credential(tx, managed, *request.filter.exact, ports_.text_forms);
          std::optional<CredentialView> only;
          if (named) only = with_name(*std::move(named));
          return list_one(settings_, request, only, id, accept);
        }
        return search_page(
            settings_, request,
            [&](const Page<CredentialId>& page) {
              std::vector<CredentialView> views;
              for (Credential& credential :
                   tx.credentials().list(managed.account, scope_of_list(managed), page)) {
                views.push_back(with_name(std::move(credential)));
              }
              return views;
            },
            id, accept, large_rows_of_search);
      });
}

Result<std::size_t> Credentials::count(const UserContext& caller, std::string_view project,
                                       const ListFilter& filter) {
  const Search search(filter, ports_.text_forms);
  return scopes_.read(
      caller, project,
      [&](const Transaction& tx, const ManagedScope& managed) -> Result<std::size_t> {
        if (filter.exact) {
          const auto named = find_credential(tx, managed, *filter.exact, ports_.text_forms);
          return named && finds(search, *named) ? 1 : 0;
        }
        if (!filter.part) return tx.credentials().count(managed.account, scope_of_list(managed));
        std::size_t count = 0;
        Page<CredentialId> page{.after = {}, .limit = large_rows_of_search};
        for (bool more = true; more;) {
          const auto some = tx.credentials().list(managed.account, scope_of_list(managed), page);
          for (const Credential& credential : some) {
            if (finds(search, credential)) ++count;
          }
          more = some.size() == page.limit;
          if (more) page.after = some.back().id;
        }
        return count;
      });
}

Result<CredentialView> Credentials::get(const UserContext& caller, std::string_view project,
                                        std::string_view username) {
  return scopes_.read(
      caller, project,
      [&](const Transaction& tx, const ManagedScope& managed) -> Result<CredentialView> {
        auto credential = find_credential(tx, managed, username, ports_.text_forms);
        if (!credential) return std::move(credential).failure();
        std::string name = ProjectNames(tx, managed.account).of(credential->scope);
        return CredentialView{std::move(*credential), std::move(name)};
      });
}

Result<Done> Credentials::create(const UserContext& caller, std::string_view project,
                                 const Checked<CreateCredential>& command) {
  if (auto ok = may_manage(caller, project); !ok) return ok;
  const Credential made = draft(*command, passwords_.hash(*command->password));
  return scopes_.change(caller, project,
                        [&](Change& change, const ManagedScope& managed) -> Result<Done> {
                          return insert(change, managed, settings_, made);
                        });
}

Result<Done> Credentials::save(const UserContext& caller, std::string_view project,
                               const Checked<SaveCredential>& command) {
  if (auto ok = may_manage(caller, project); !ok) return ok;
  std::optional<Credential> made;
  if (command->password) made = draft(*command, passwords_.hash(*command->password));
  return scopes_.change(
      caller, project, [&](Change& change, const ManagedScope& managed) -> Result<Done> {
        auto credential =
            find_by_username(change.tx, managed.account, command->username, ports_.text_forms);
        if (!credential) {
          if (!made) {
            return Unexpected(invalid_field("password", "is required for a new credential"));
          }
          return insert(change, managed, settings_, *made);
        }
        if (!managed.scope.is_everywhere() && credential->scope != managed.scope) {
          return Unexpected(belongs_elsewhere(change.tx, *credential));
        }
        const Credential before = *credential;
        schema::assign(*credential, *command);
        credential->scope = managed.scope;
        if (made) credential->password_hash = made->password_hash;
        records::stamp_change(before, *credential, change.now);
        (void)change.tx.credentials().update(*credential);
        change.updated(Subject::credential, before.id, before, *credential);
        return Done{};
      });
}

Result<Done> Credentials::set_password(const UserContext& caller, std::string_view project,
                                       std::string_view username,
                                       const Checked<SetCredentialPassword>& command) {
  if (auto ok = may_manage(caller, project); !ok) return ok;
  const std::string hash = passwords_.hash(command->password);
  return scopes_.change(
      caller, project, [&](Change& change, const ManagedScope& managed) -> Result<Done> {
        auto credential = find_credential(change.tx, managed, username, ports_.text_forms);
        if (!credential) return std::move(credential).failure();
        const Credential before = *credential;
        credential->password_hash = hash;
        records::stamp_change(before, *credential, change.now);
        (void)change.tx.credentials().update(*credential);
        change.updated(Subject::credential, before.id, before, *credential);
        return Done{};
      });
}

Result<Done> Credentials::remove(const UserContext& caller, std::string_view project,
                                 std::string_view username) {
  return scopes_.change(
      caller, project, [&](Change& change, const ManagedScope& managed) -> Result<Done> {
        const auto credential = find_credential(change.tx, managed, username, ports_.text_forms);
        if (!credential) return Unexpected(credential.error());
        change.tx.credentials().erase(managed.account, credential->id);
        erasures_.begin(change.tx,
                        {.key = erasure_of::credential(managed.account, credential->id)});
        change.removed(Subject::credential, credential->id);
        return Done{};
      });
}

Credential Credentials::draft(const SaveCredential& command, const std::string& hash) {
  Credential credential;
  credential.created_at = ports_.clock.now();
  credential.id = make_id<CredentialId>(ports_, credential.created_at);
  credential.username = as_kept(command.username, ports_.text_forms);
  credential.password_hash = hash;
  schema::assign(credential, command);
  return credential;
}

Result<Done> Credentials::may_manage(const UserContext& caller, std::string_view project) {
  return scopes_.check(caller, project);
}

}  // namespace gatehouse
