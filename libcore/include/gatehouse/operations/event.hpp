/// Events that describe changes, for listeners.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/operations/context.hpp>
#include <gatehouse/operations/permissions.hpp>
#include <gatehouse/records/difference.hpp>

namespace gatehouse {

/// The kind of record that an event is about.
enum class Subject : std::uint8_t {
  account,
  registration,
  user,
  /// The sessions of the user with the id.
  sessions,
  service_account,
  service_account_secret,
  /// The tokens of the service account with the id.
  service_account_tokens,
  password_reset,
  project,
  /// The push keys of the project with the id.
  push_keys,
  catalogue_item,
  attachment,
  consumer,
  consumer_token,
  /// The user or service account with the id, as a member of a project.
  member,
  credential,
  /// The grants of the credential with the id.
  grants,
  api_proxy,
  api_proxy_group,
  gateway,
  token_family,
  service_token,
  signing_key,
  usage_entry,
  /// The limits of the account with the id; the nil id stands for those of services and the
  /// installation.
  limits,
};

/// A record by its id, and by its name if records of that kind are looked up by name.
struct Target {
  template <class Tag>
  Target(Subject kind, const Id<Tag>& which) : subject(kind), id(which.bytes()) {}
  Target(Subject kind, std::string called) : subject(kind), name(std::move(called)) {}

  Subject subject;
  std::array<std::uint8_t, 16> id{};
  std::string name{};
};

struct Event {
  enum class Kind : std::uint8_t { created, updated, removed };

  Kind kind;
  Target target;
  /// Of an update of one record: the fields that have other values now, in the order of the kind's
  /// description (see records/). Secrets are named without their values.
  std::vector<records::FieldDifference> difference{};
};

/// A change whose transaction was run.
struct Commit {
  const Context& context;
  Action action;
  /// The account in which the actor acted; empty for the installation itself.
  Tenant account;
  Timestamp at;
  /// In the order of occurrence. If the work ran several times, the events of the last run.
  std::vector<Event> events{};
  /// The transaction threw, but may have been committed (see CommitInDoubt).
  bool in_doubt = false;
};

/// Observes changes. Called concurrently, after the commit and on the caller's thread, before the
/// operation returns.
class CommitListener {
 public:
  virtual void committed(const Commit& commit) noexcept = 0;

 protected:
  ~CommitListener() = default;
};

}  // namespace gatehouse
