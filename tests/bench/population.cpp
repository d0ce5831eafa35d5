#include "population.hpp"

#include <chrono>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/services/issue.hpp>
#include <gatehouse/testing/sequence_entropy.hpp>

namespace gatehouse::bench {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp first_day = std::chrono::sys_days(2024y / 1 / 1);
constexpr Timestamp last_day = std::chrono::sys_days(2100y / 1 / 1);

Timestamp created_at(std::size_t n) { return first_day + 20s * static_cast<long>(n); }

template <class AnyId>
AnyId id(std::size_t n) {
  testing::SequenceEntropy entropy(n + 1);
  return make_id<AnyId>(created_at(n), entropy);
}

Email email(const std::string& text) { return Email::parse(text).value(); }

void expect(bool inserted) {
  if (!inserted) throw std::runtime_error("the storage holds something of it already");
}

}  // namespace

Population::Population(std::size_t users, std::string password_hash)
    : users_(users), password_hash_(std::move(password_hash)) {
  if (users == 0 || users % per_account != 0) {
    throw std::invalid_argument("the number of users must be a multiple of 100");
  }
}

Account Population::account(std::size_t n) const {
  return {.id = id<AccountId>(n),
          .organization_name = "Organization " + std::to_string(n),
          .address = {},
          .phone = {},
          .email = email("office@organization-" + std::to_string(n) + ".example"),
          .created_at = created_at(n)};
}

Project Population::project(std::size_t account) const {
  return {.id = id<ProjectId>(account),
          .account = id<AccountId>(account),
          .name = "Project",
          .description = "What all consumers of the account are attached to",
          .own_user_limit = {},
          .user_used = static_cast<std::int64_t>(per_account),
          .created_at = created_at(account)};
}

CatalogueItem Population::service() const {
  return {.code = ServiceCode::parse("roc").value(),
          .name = "Real Time Online Chat",
          .description = "Chat, in real time",
          .created_at = first_day};
}

Attachment Population::attachment(std::size_t account) const {
  return {.id = id<AttachmentId>(account),
          .account = id<AccountId>(account),
          .project = id<ProjectId>(account),
          .service = service().code,
          .name = "message",
          .description = "Our chat",
          .item_used = 0,
          .created_at = created_at(account)};
}

User Population::user(std::size_t n) const {
  const std::size_t account = account_of(n);
  Role role = Role::developer;
  if (n % per_account == 0) role = Role::admin;
  if (n % per_account == 1) role = Role::billing;
  return {.id = id<UserId>(n),
          .account = id<AccountId>(account),
          .role = role,
          .email = email("user-" + std::to_string(n) + "@organization-" + std::to_string(account) +
                         ".example"),
          .first_name = "Ada",
          .last_name = "Lovelace",
          .password_hash = password_hash_,
          .created_at = created_at(n)};
}

std::string Population::session_token(std::size_t n) const {
  return to_base64url(digest_.sha256("session of user " + std::to_string(n)).bytes);
}

Session Population::session(std::size_t n) const {
  return {.digest = digest_.sha256(session_token(n)),
          .account = id<AccountId>(account_of(n)),
          .user = id<UserId>(n),
          .created_at = created_at(n),
          .expires_at = last_day};
}

Consumer Population::consumer(std::size_t n) const {
  return {.id = id<ConsumerId>(n),
          .account = id<AccountId>(account_of(n)),
          .created_at = created_at(n)};
}

ConsumerToken Population::consumer_token(std::size_t n) const {
  const std::size_t account = account_of(n);
  return {.digest = digest_.sha256("token of consumer " + std::to_string(n)),
          .account = id<AccountId>(account),
          .project = id<ProjectId>(account),
          .service = service().code,
          .consumer = id<ConsumerId>(n),
          .created_at = created_at(n),
          .expires_at = last_day};
}

void Population::insert_account(Transaction& tx, std::size_t n) const {
  const Account tenant = account(n);
  const Project project_of_all = project(n);
  expect(tx.accounts().insert(tenant));
  expect(tx.projects().insert(project_of_all));
  expect(tx.attachments().insert(attachment(n)));
  for (std::size_t i = n * per_account; i < (n + 1) * per_account; ++i) {
    expect(tx.users().insert(user(i)));
    tx.sessions().insert(session(i));
    expect(tx.consumers().insert(consumer(i)));
    expect(tx.consumers().attach(tenant.id, project_of_all.id, id<ConsumerId>(i)));
    tx.consumer_tokens().insert(consumer_token(i));
  }
}

void Population::insert_all(Transaction& tx) const {
  expect(tx.catalogue().insert(service()));
  for (std::size_t n = 0; n < accounts(); ++n) insert_account(tx, n);
}

}  // namespace gatehouse::bench
