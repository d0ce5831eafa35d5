// Transactions of the operations layer: permissions are checked first, the session is checked again
// inside the transaction, and listeners are notified once, after the commit.
#include <gatehouse/operations/operations.hpp>

#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/records/users.hpp>
#include <gatehouse/services/issue.hpp>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

/// Records the notifications together with the contents of the storage at that time.
class Witness final : public CommitListener {
 public:
  Witness(std::vector<std::string>& log, std::string own_name, World& world)
      : log_(log), name_(std::move(own_name)), world_(world) {}

  void committed(const Commit& commit) noexcept override {
    std::string line = name_ + (commit.in_doubt ? " in doubt:" : ":");
    for (const Event& event : commit.events) {
      const bool is_project = event.target.subject == Subject::project;
      const bool is_stored = is_project && !world_.all<Project>().empty();
      line += event.kind == Event::Kind::created ? " created" : " changed";
      line += is_stored ? " and stored" : "";
    }
    log_.push_back(line);
    origin = std::string(commit.context.origin.request_id);
    account = commit.account;
    action = commit.action;
  }

  std::string origin{};
  Tenant account{};
  Action action = Action::enter;

 private:
  std::vector<std::string>& log_;
  const std::string name_;
  World& world_;
};

struct Room {
  World world{};
  Principal admin = world.registered_admin("ann@example.com");
  std::vector<std::string> log{};
  Witness first{log, "first", world};
  Witness second{log, "second", world};
  Operations operations{world.storage, world.clock, {&first, &second}};

  /// A unit of work that creates a project and reports the change.
  auto creation() {
    return [id = make_id<ProjectId>(ServicePorts(world.ports), world.clock.now())](
               Change& change) -> Result<Done> {
      const Project project{.id = id,
                            .account = change.account(),
                            .name = "Shop",
                            .description = {},
                            .own_user_limit = {},
                            .created_at = change.now};
      if (!change.tx.projects().insert(project)) return Unexpected(conflict("taken"));
      change.created(Subject::project, id);
      return Done{};
    };
  }

  Result<Done> create(const UserContext& caller) {
    return operations.change(caller, Action::use_projects, creation());
  }
};

using Log = std::vector<std::string>;

TEST_CASE("operations: listeners are notified of a change once, in order, after it is stored") {
  Room room;
  CHECK(outcome(room.create({room.admin, {.request_id = "request 1"}})) == "done");
  CHECK(room.log == Log{"first: created and stored", "second: created and stored"});
  CHECK(room.first.origin == "request 1");
  CHECK(room.first.account == room.admin.user.account);
  CHECK(room.first.action == Action::use_projects);
}

TEST_CASE("operations: work that runs twice is reported as one change") {
  Room room;
  room.world.storage.repeat_work(true);
  CHECK(outcome(room.create(room.admin)) == "done");
  CHECK(room.log == Log{"first: created and stored", "second: created and stored"});
  CHECK(room.world.all<Project>().size() == 1);
}

TEST_CASE("operations: listeners are not notified of work that was refused or reported no change") {
  Room room;
  const auto refused = [&](Change& change) -> Result<Done> {
    if (auto created = room.creation()(change); !created) return created;
    return Unexpected(conflict("refused after all"));
  };
  const auto idle = [](Change&) -> Result<Done> { return Done{}; };
  CHECK(outcome(room.operations.change(UserContext(room.admin), Action::use_projects, refused)) ==
        "conflict");
  CHECK(outcome(room.operations.change(UserContext(room.admin), Action::use_projects, idle)) ==
        "done");
  CHECK(room.log.empty());
  CHECK(room.world.all<Project>().empty());
}

TEST_CASE(
    "operations: listeners are notified of a commit in doubt, and the caller gets the exception") {
  Room room;
  room.world.storage.leave_next_commits_in_doubt(1);
  CHECK_THROWS_AS((void)room.create(room.admin), CommitInDoubt);
  CHECK(room.log ==
        Log{"first in doubt: created and stored", "second in doubt: created and stored"});
}

TEST_CASE("operations: a transaction that never ran its work is not reported to listeners") {
  Room room;
  room.world.storage.fail_next_transactions(1, TransientPortError("disk full"));
  CHECK_THROWS_AS((void)room.create(room.admin), TransientPortError);
  CHECK(room.log.empty());
}

TEST_CASE(
    "operations: an ended session cannot make changes, whatever the permissions of its user") {
  Room room;
  must(room.world.services.sessions.log_out(room.admin));
  CHECK(outcome(room.create(room.admin)) == "unauthenticated");
  CHECK(room.world.all<Project>().empty());
  const auto nothing = [](const Reading&) -> Result<Done> { return Done{}; };
  const UserContext caller(room.admin);
  CHECK(outcome(room.operations.read(caller, Action::use_projects, nothing)) == "done");
  CHECK(outcome(room.operations.read_confirmed(caller, Action::use_projects, nothing)) ==
        "unauthenticated");
}

TEST_CASE("operations: a service whose token has ended cannot make changes") {
  Room room;
  const ProjectId project = room.world.project(room.admin, "Blog");
  const ServiceCaller service = room.world.service_of(room.admin, project);
  const auto account = [](Change& change) -> Result<AccountId> { return change.account(); };
  const auto change = [&] {
    return room.operations.change(ServiceContext(service), Action::serve_project, account);
  };
  CHECK(must(change()) == *room.admin.user.account);
  must(room.world.services.service_tokens.end_all(room.admin, project));
  CHECK(outcome(change()) == "unauthenticated");
}

TEST_CASE("operations: permissions are checked without use of the storage") {
  Room room;
  const Principal billing = room.world.added(room.admin, Role::billing, "bill@example.com");
  const auto change = [&](const UserContext& caller) {
    return room.operations.change(caller, Action::manage_users,
                                  [](Change&) -> Result<Done> { return Done{}; });
  };
  const auto read = [&](const UserContext& caller) {
    return room.operations.read(caller, Action::manage_users,
                                [](const Reading&) -> Result<Done> { return Done{}; });
  };
  room.world.storage.fail_next_transactions(1'000, PortError("nothing is changed"));
  room.world.storage.fail_next_reads(1'000, PortError("nothing is read"));
  CHECK(outcome(change(billing)) == "permission_denied");
  CHECK(outcome(read(billing)) == "permission_denied");
  room.world.storage.heal();
  CHECK(outcome(change(room.admin)) == "done");
  CHECK(outcome(read(room.admin)) == "done");
}

TEST_CASE("operations: each kind of actor may perform its own operations only") {
  Room room;
  const ProjectId project = room.world.project(room.admin, "Blog");
  const ServiceCaller service = room.world.service_of(room.admin, project);
  struct Case {
    std::string name;
    Context context;
    Action own;
  };
  const UserContext user(room.admin);
  const ServiceContext of_service(service);
  const std::vector<Case> cases{{"user", user, Action::use_projects},
                                {"service", of_service, Action::serve_project},
                                {"stranger", {Anonymous(), Origin()}, Action::enter},
                                {"operator", Operator(), Action::operate},
                                {"server", Housekeeper(), Action::keep_house}};
  for (const Case& actor : cases) {
    for (const Case& other : cases) {
      CAPTURE(actor.name);
      CAPTURE(other.name);
      const bool is_own = actor.own == other.own;
      CHECK(outcome(authorize(actor.context, other.own)) ==
            (is_own ? "done" : "permission_denied"));
    }
  }
}

/// Keeps the differences of the last change.
class Differences final : public CommitListener {
 public:
  void committed(const Commit& commit) noexcept override {
    last.clear();
    for (const Event& event : commit.events) {
      last.insert(last.end(), event.difference.begin(), event.difference.end());
    }
    ++commits;
  }

  std::vector<records::FieldDifference> last{};
  int commits = 0;
};

TEST_CASE("operations: an update tells in which fields, and secrets without their values") {
  World world;
  Differences differences;
  Operations operations(world.storage, world.clock, {&differences});
  const Principal admin = world.registered_admin("ann@example.com");
  const auto change_to = [&](const User& after) {
    return operations.change(UserContext(admin), Action::use_own_session,
                             [&](Change& change) -> Result<Done> {
                               change.updated(Subject::user, after.id, admin.user, after);
                               return Done{};
                             });
  };
  User after = admin.user;
  after.first_name = "Anna";
  after.password_hash = "other";
  must(change_to(after));
  CHECK(differences.last ==
        std::vector<records::FieldDifference>{
            {.field = "first_name", .before = admin.user.first_name, .after = "Anna"},
            {.field = "password_hash", .disclosure = records::Disclosure::secret}});
  must(change_to(admin.user));
  CHECK(differences.commits == 1);
}

}  // namespace
}  // namespace gatehouse::testing
