/// What a change did, for those that follow changes.
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

/// The kind of thing that an event is about.
enum class Subject : std::uint8_t {
  account,
  registration,
  user,
  /// Of the user with that id.
  sessions,
  password_reset,
  project,
  /// Of the project with that id.
  push_keys,
  catalogue_item,
  attachment,
  consumer,
  consumer_token,
  /// The user with that id as a member of a project.
  member,
  credential,
  /// Of the credential with that id.
  grants,
  api_proxy,
  api_proxy_group,
  gateway,
  token_family,
  service_token,
  signing_key,
  usage_entry,
  /// Of the account with that id; the nil id for those of services and the installation.
  limits,
};

/// One thing: by its id, and by its name where things of that kind are found by name.
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
  /// In which the actor acted; nothing for the installation's own.
  Tenant account;
  Timestamp at;
  /// In the order in which they happened; those of the last run, where the work ran several times.
  std::vector<Event> events{};
  /// The transaction threw, and may have been committed all the same (see CommitInDoubt).
  bool in_doubt = false;
};

/// Follows changes. Called after the commit, on the thread of the caller, before the caller learns
/// of it; from many threads at the same time.
class CommitListener {
 public:
  virtual void committed(const Commit& commit) noexcept = 0;

 protected:
  ~CommitListener() = default;
};

}  // namespace gatehouse
