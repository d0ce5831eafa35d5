/// An in-memory installation of Gatehouse whose ports are controlled by the test.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/model/push_keys.hpp>
#include <gatehouse/ports/storage/scan.hpp>
#include <gatehouse/services/services.hpp>
#include <gatehouse/storage_memory/memory_storage.hpp>
#include <gatehouse/testing/checked.hpp>
#include <gatehouse/testing/fake_cipher.hpp>
#include <gatehouse/testing/fake_digest.hpp>
#include <gatehouse/testing/fake_signatures.hpp>
#include <gatehouse/testing/fake_text_forms.hpp>
#include <gatehouse/testing/faulty_storage.hpp>
#include <gatehouse/testing/manual_clock.hpp>
#include <gatehouse/testing/plain_password_hasher.hpp>
#include <gatehouse/testing/recording_mailer.hpp>
#include <gatehouse/testing/sequence_entropy.hpp>

namespace gatehouse::testing {

/// The password of all users, unless a test sets another one.
inline constexpr std::string_view password = "abc";

[[nodiscard]] Email email(std::string_view text);
[[nodiscard]] ServiceCode code(std::string_view text);
[[nodiscard]] Origin origin_at(std::string_view address);
[[nodiscard]] Checked<std::vector<ApiProxyName>> proxies_named(
    const std::vector<std::string>& names);

/// "done", or the name of the error code: "not_found".
template <class T>
[[nodiscard]] std::string outcome(const Result<T>& result) {
  return result ? "done" : std::string(name(result.error().code));
}

/// The names of the invalid fields, separated by spaces.
template <class T>
[[nodiscard]] std::string faults(const Result<T>& result) {
  std::string names;
  if (result) return names;
  for (const FieldFault& fault : result.error().fields) {
    names += (names.empty() ? "" : " ") + fault.field;
  }
  return names;
}

/// A header of a mail; empty if the mail has no header of that name.
[[nodiscard]] std::string header(const Mail& mail, std::string_view name);

/// All stored records of an account, and those without an account.
struct Contents {
  std::optional<Account> account;
  std::vector<User> users;
  std::vector<Project> projects;
  std::vector<SealedPushKeys> push_keys;
  std::vector<Attachment> attachments;
  std::vector<Consumer> consumers;
  std::vector<std::pair<ProjectId, ConsumerId>> attached;
  std::vector<CatalogueItem> catalogue;
  std::vector<Member> members;
  std::vector<Credential> credentials;
  std::vector<Grant> grants;
  std::vector<ApiProxy> api_proxies;
  std::vector<ApiProxyGroup> api_proxy_groups;
  /// The members of each of the groups, in their order.
  std::vector<std::vector<std::string>> grouped;
  std::vector<Gateway> gateways;
  std::vector<ServiceAccount> service_accounts;
  std::vector<TokenFamily> token_families;
  std::vector<ServiceToken> service_tokens;
  std::vector<UsageEntry> usage;
  /// The limits of the account, of services and of the installation.
  std::vector<LimitSetting> limits;
  std::vector<SigningKey> signing_keys;
  std::size_t mails = 0;

  friend bool operator==(const Contents&, const Contents&) = default;
};

class World {
 public:
  explicit World(Settings settings = {});

  MemoryStorage memory;
  FaultyStorage storage{memory};
  RecordingMailer mailer;
  PlainPasswordHasher hasher;
  FakeDigest digest;
  ManualClock clock;
  SequenceEntropy entropy;
  FakeCipher cipher;
  FakeSignatures signatures;
  FakeTextForms text_forms;
  Ports ports{storage, mailer, hasher, digest, clock, entropy, &cipher, &signatures, &text_forms};
  Services services;

  /// Registers an account and approves it.
  Principal registered_admin(std::string_view address);
  /// Creates a logged-in user in the account of the admin.
  Principal added(const Principal& admin, Role role, std::string_view address);
  Principal root(std::string_view address = "root@example.com");

  /// Begins a new session of the user; `log_in` returns the token as well.
  Principal logged_in(std::string_view address, std::string_view secret = password);
  Result<NewSession> log_in(std::string_view address, std::string_view secret = password);
  Principal principal(const Secret& token);
  bool is_signed_in(const Principal& principal);

  Registration registered(std::string_view address);
  Result<NewSession> approve(AccountId id, std::string_view approve_code, std::string_view address);
  /// The value in the most recent mail.
  std::string mailed_code() const { return header(mailer.last().value(), "X-Approve-Code"); }
  std::string mailed_reset_token() const { return header(mailer.last().value(), "X-Reset-Token"); }
  /// The number of queued mails.
  std::size_t queued();

  ProjectId project(const Principal& caller, std::string_view name);
  /// The root user, the same at each call.
  const Principal& the_operator();
  /// Adds the service to the catalogue.
  void offer(std::string_view service);
  AttachmentView attach_service(const Principal& caller, ProjectId project,
                                std::string_view service);
  ConsumerId consumer(const Principal& caller);
  ConsumerId attached_consumer(const Principal& caller, ProjectId project);
  MintedToken mint(const Principal& caller, ConsumerId consumer, ProjectId project,
                   std::string_view service);
  std::optional<ConsumerToken> stored(const Secret& consumer_token);
  /// Issues the project's service token.
  ServiceCaller service_of(const Principal& caller, ProjectId project);

  /// Under the project of that name, or "admin".
  void api_proxy(const Principal& caller, std::string_view project, std::string_view name);
  /// With these API proxies as members.
  void api_proxy_group(const Principal& caller, std::string_view project, std::string_view name,
                       const std::vector<std::string>& proxies = {});
  void credential(const Principal& caller, std::string_view project, std::string_view username);
  void grant(const Principal& caller, std::string_view project, std::string_view username,
             std::string_view proxy, std::optional<Timestamp> until = std::nullopt);
  void grant_group(const Principal& caller, std::string_view project, std::string_view username,
                   std::string_view group, std::optional<Timestamp> until = std::nullopt);
  /// Gives the developer permission to manage the API security of the project.
  void permit(const Principal& admin, ProjectId project, const Principal& developer);
  std::optional<Credential> find_credential(AccountId account, std::string_view username);

  Contents contents(AccountId account);

  /// All records of a kind, of all accounts.
  template <class Record>
  std::vector<Record> all() {
    return storage.read([](const Transaction& tx) {
      std::vector<Record> records;
      for_each_record<Record>(Scan::through(tx), 100,
                              [&](const Record& record) { records.push_back(record); });
      return records;
    });
  }

 private:
  std::optional<Principal> operator_;
};

/// With the common password.
[[nodiscard]] SaveCredential client(std::string_view username);
[[nodiscard]] CreateUser person(std::string_view address);
[[nodiscard]] UpdateUser person_without_password(std::string_view address);

/// Returns the value, or throws an exception that contains the error.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::logic_error("refused: " + result.error().detail);
  return std::move(*result);
}

/// The user as a session shows it.
inline User without_hash(User user) {
  user.password_hash.clear();
  return user;
}

}  // namespace gatehouse::testing
