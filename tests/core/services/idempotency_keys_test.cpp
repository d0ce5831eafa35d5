#include <gatehouse/services/idempotency/idempotency_keys.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

/// The answer to one request: "new ID", "again ID", or the name of the error and its fields.
using Reply = std::string;

template <class T>
Reply reply_of(const Result<T>& result, std::string_view prefix = {}) {
  if (result) return std::string(prefix) + *result;
  const auto& fields = result.error().fields;
  const bool says_id = !fields.empty() && fields.front().field == "id";
  const std::string retry = result.error().retry_after > Duration::zero() ? " later" : "";
  return outcome(result) + (says_id ? " " + fields.front().why : "") + retry;
}

/// A server that carries out requests with keys, as the HTTP API does.
struct Server {
  Services& services;

  /// Carries out `change(context)`, which returns a result with an id. The text of the answer is
  /// kept if `keeps` is set.
  template <class Create>
  Reply send(const Principal& user, std::string_view key, std::string_view operation,
             std::string_view body, Create create, bool keeps = true) {
    IdempotencyKeys& keys = services.idempotency_keys;
    auto claim = keys.claim(user.user.id, key, {operation, body});
    if (!claim) return outcome(claim) + " " + faults(claim);
    if (keeps) {
      claim->write = [](const std::type_info& type, const void* result) {
        return type == typeid(Consumer)
                   ? std::optional(static_cast<const Consumer*>(result)->id.to_string())
                   : std::nullopt;
      };
    }
    const auto work = [&]() -> Result<std::string> {
      const auto made = create(UserContext(user, {.claim = &*claim}));
      if (!made) return Unexpected(made.error());
      return "new " + *made;
    };
    const auto replay = [](const std::string& answer) -> Result<std::string> {
      return "again " + answer;
    };
    return reply_of(keys.once(*claim, work, replay));
  }

  Reply consumer(const Principal& user, std::string_view key, std::string_view body = "{}",
                 std::string_view operation = "createConsumer", bool keeps = true) {
    const auto create = [&](const UserContext& caller) -> Result<std::string> {
      return services.consumers.create(caller, checked<CreateConsumer>({}))
          .transform([](const Consumer& made) { return made.id.to_string(); });
    };
    return send(user, key, operation, body, create, keeps);
  }

  /// Its password is hashed before the transaction.
  Reply developer(const Principal& user, std::string_view key, std::string_view address) {
    const auto create = [&](const UserContext& caller) -> Result<std::string> {
      return services.users.create(caller, Role::developer, checked(person(address)))
          .transform([](const NewSession& made) { return made.user.id.to_string(); });
    };
    return send(user, key, "createDeveloper", address, create);
  }
};

struct KeyedWorld {
  World world{};
  Principal admin = world.registered_admin("ann@example.com");
  Server server{world.services};

  std::string only_consumer() { return world.all<Consumer>().at(0).id.to_string(); }
};

TEST_CASE("idempotency keys: a repeated request gets the first answer and changes nothing") {
  KeyedWorld keyed;
  const Reply first = keyed.server.consumer(keyed.admin, "k");
  CHECK(first == "new " + keyed.only_consumer());
  CHECK(keyed.server.consumer(keyed.admin, "k") == "again " + keyed.only_consumer());
  // After another login of the user, too.
  CHECK(keyed.server.consumer(keyed.world.logged_in("ann@example.com"), "k") ==
        "again " + keyed.only_consumer());
  CHECK(keyed.world.all<Consumer>().size() == 1);
  CHECK(keyed.server.consumer(keyed.admin, "another").starts_with("new "));
  CHECK(keyed.world.all<Consumer>().size() == 2);
}

TEST_CASE("idempotency keys: another body or operation under a key is refused") {
  KeyedWorld keyed;
  CHECK(keyed.server.consumer(keyed.admin, "k").starts_with("new "));
  CHECK(keyed.server.consumer(keyed.admin, "k", "{ }") == "idempotency_key_reused");
  CHECK(keyed.server.consumer(keyed.admin, "k", "{}", "createProject") == "idempotency_key_reused");
  // The parts of a request do not run into each other.
  CHECK(keyed.server.consumer(keyed.admin, "k", "r{}", "createConsume") ==
        "idempotency_key_reused");
  CHECK(keyed.server.consumer(keyed.admin, "k").starts_with("again "));
  CHECK(keyed.world.all<Consumer>().size() == 1);
}

TEST_CASE("idempotency keys: those of different users are independent") {
  KeyedWorld keyed;
  const Principal colleague = keyed.world.added(keyed.admin, Role::developer, "dev@example.com");
  const Principal stranger = keyed.world.registered_admin("bob@example.org");
  CHECK(keyed.server.consumer(keyed.admin, "k").starts_with("new "));
  CHECK(keyed.server.consumer(colleague, "k", "{ }").starts_with("new "));
  CHECK(keyed.server.consumer(stranger, "k").starts_with("new "));
  CHECK(keyed.world.all<Consumer>().size() == 3);
}

TEST_CASE("idempotency keys: an answer that is not kept is replaced by the id of what was made") {
  KeyedWorld keyed;
  CHECK(keyed.server.consumer(keyed.admin, "k", "{}", "createConsumer", false).starts_with("new "));
  CHECK(keyed.server.consumer(keyed.admin, "k") == "request_repeated " + keyed.only_consumer());
  const Reply made = keyed.server.developer(keyed.admin, "d", "dev@example.com");
  REQUIRE(made.starts_with("new "));
  CHECK(keyed.server.developer(keyed.admin, "d", "dev@example.com") ==
        "request_repeated " + made.substr(4));
}

TEST_CASE("idempotency keys: an answer is kept up to a length") {
  KeyedWorld keyed;
  const auto send = [&](std::string_view key, std::size_t length) {
    auto claim = must(keyed.world.services.idempotency_keys.claim(keyed.admin.user.id, key, {"x"}));
    claim.write = [=](const std::type_info&, const void*) {
      return std::optional(std::string(length, 'x'));
    };
    must(keyed.world.services.consumers.create({keyed.admin, {.claim = &claim}},
                                               checked<CreateConsumer>({})));
  };
  send("long", max_kept_answer);
  send("too long", max_kept_answer + 1);
  std::size_t kept = 0;
  for (const IdempotencyKey& key : keyed.world.all<IdempotencyKey>()) kept += key.answer ? 1U : 0U;
  CHECK(keyed.world.all<IdempotencyKey>().size() == 2);
  CHECK(kept == 1);
}

TEST_CASE("idempotency keys: a refused request is judged again when it is repeated") {
  KeyedWorld keyed;
  const Principal developer = keyed.world.added(keyed.admin, Role::developer, "taken@example.com");
  CHECK(keyed.server.developer(keyed.admin, "k", "taken@example.com") == "already_exists");
  CHECK(keyed.world.all<IdempotencyKey>().empty());
  must(keyed.world.services.users.remove(keyed.admin, Role::developer, developer.user.id));
  CHECK(keyed.server.developer(keyed.admin, "k", "taken@example.com").starts_with("new "));
}

TEST_CASE(
    "idempotency keys: a request that failed before its commit is carried out when repeated") {
  KeyedWorld keyed;
  keyed.world.storage.fail_next_transactions(1, TransientPortError("disk full"));
  CHECK_THROWS_AS((void)keyed.server.consumer(keyed.admin, "k"), TransientPortError);
  CHECK(keyed.world.all<IdempotencyKey>().empty());
  CHECK(keyed.server.consumer(keyed.admin, "k").starts_with("new "));
  CHECK(keyed.world.all<Consumer>().size() == 1);
}

TEST_CASE("idempotency keys: a request whose commit was in doubt is not carried out twice") {
  KeyedWorld keyed;
  keyed.world.storage.leave_next_commits_in_doubt(1);
  CHECK_THROWS_AS((void)keyed.server.consumer(keyed.admin, "k"), CommitInDoubt);
  CHECK(keyed.server.consumer(keyed.admin, "k") == "again " + keyed.only_consumer());
  CHECK(keyed.world.all<Consumer>().size() == 1);
}

TEST_CASE("idempotency keys: work that runs twice is recorded once") {
  KeyedWorld keyed;
  keyed.world.storage.repeat_work(true);
  const Reply first = keyed.server.consumer(keyed.admin, "k");
  CHECK(first == "new " + keyed.only_consumer());
  CHECK(keyed.server.consumer(keyed.admin, "k") == "again " + keyed.only_consumer());
  CHECK(keyed.world.all<IdempotencyKey>().size() == 1);
}

TEST_CASE("idempotency keys: a key may be used again after a day, and is erased then") {
  KeyedWorld keyed;
  CHECK(keyed.server.consumer(keyed.admin, "k").starts_with("new "));
  CHECK(keyed.server.consumer(keyed.admin, "erased").starts_with("new "));
  keyed.world.clock.advance(idempotency_key_lifetime - std::chrono::seconds(1));
  CHECK(keyed.server.consumer(keyed.admin, "k").starts_with("again "));
  CHECK(keyed.world.services.housekeeping.step().erased == ErasedRecords{});
  keyed.world.clock.advance(std::chrono::seconds(1));
  // The expired record is still there, and is replaced.
  CHECK(keyed.server.consumer(keyed.admin, "k", "other").starts_with("new "));
  CHECK(keyed.server.consumer(keyed.admin, "k", "other").starts_with("again "));
  CHECK(keyed.world.services.housekeeping.step().erased == ErasedRecords{.idempotency_keys = 1});
  CHECK(keyed.world.all<IdempotencyKey>().size() == 1);
}

TEST_CASE("idempotency keys: a request whose first one is running is refused for now") {
  KeyedWorld keyed;
  std::vector<Reply> meanwhile;
  keyed.world.hasher.on_next_call([&] {
    meanwhile.push_back(keyed.server.developer(keyed.admin, "k", "dev@example.com"));
    meanwhile.push_back(keyed.server.developer(keyed.admin, "k", "other@example.com"));
  });
  CHECK(keyed.server.developer(keyed.admin, "k", "dev@example.com").starts_with("new "));
  CHECK(meanwhile == std::vector<Reply>{"request_repeated later", "idempotency_key_reused"});
  CHECK(
      keyed.server.developer(keyed.admin, "k", "dev@example.com").starts_with("request_repeated "));
}

TEST_CASE("idempotency keys: a key is free again after its request was refused or failed") {
  KeyedWorld keyed;
  keyed.world.storage.fail_next_reads(1, TransientPortError("disk full"));
  CHECK_THROWS_AS((void)keyed.server.consumer(keyed.admin, "k"), TransientPortError);
  CHECK(keyed.server.developer(keyed.admin, "k", "ann@example.com") == "already_exists");
  CHECK(keyed.server.consumer(keyed.admin, "k").starts_with("new "));
}

TEST_CASE("idempotency keys: of the same request on two servers one is carried out") {
  KeyedWorld keyed;
  Services others(keyed.world.ports);
  Server other{others};
  Reply first;
  keyed.world.hasher.on_next_call(
      [&] { first = other.developer(keyed.admin, "k", "dev@example.com"); });
  const Reply second = keyed.server.developer(keyed.admin, "k", "dev@example.com");
  REQUIRE(first.starts_with("new "));
  CHECK(second == "request_repeated " + first.substr(4));

  // The same if the answer is kept.
  const auto create = [&](const UserContext& caller) -> Result<std::string> {
    first = other.consumer(keyed.admin, "c");
    return keyed.world.services.consumers.create(caller, checked<CreateConsumer>({}))
        .transform([](const Consumer& made) { return made.id.to_string(); });
  };
  const Reply repeated = keyed.server.send(keyed.admin, "c", "createConsumer", "{}", create);
  CHECK(repeated == "again " + first.substr(4));
  CHECK(keyed.world.all<Consumer>().size() == 1);
}

TEST_CASE("idempotency keys: a claim covers the first change of a request") {
  KeyedWorld keyed;
  auto claim = must(keyed.world.services.idempotency_keys.claim(keyed.admin.user.id, "k", {"x"}));
  const UserContext caller(keyed.admin, {.claim = &claim});
  must(keyed.world.services.consumers.create(caller, checked<CreateConsumer>({})));
  must(keyed.world.services.consumers.create(caller, checked<CreateConsumer>({})));
  CHECK(keyed.world.all<Consumer>().size() == 2);
  CHECK(keyed.world.all<IdempotencyKey>().size() == 1);
}

TEST_CASE("idempotency keys: an ended session gets no answer and leaves no record") {
  KeyedWorld keyed;
  must(keyed.world.services.sessions.log_out(keyed.admin));
  CHECK(keyed.server.consumer(keyed.admin, "k") == "unauthenticated");
  CHECK(keyed.world.all<IdempotencyKey>().empty());
}

TEST_CASE("idempotency keys: a key must have 1 to 255 octets and no control character") {
  KeyedWorld keyed;
  for (const std::string& wrong :
       {std::string(), std::string(256, 'k'), std::string("a\nb"), std::string("a\0b", 3),
        std::string("a\tb"), std::string("\x7f"), std::string("\x1f")}) {
    CAPTURE(wrong);
    CHECK(keyed.server.consumer(keyed.admin, wrong) == "invalid_argument Idempotency-Key");
  }
  for (const std::string& right :
       {std::string(255, 'k'), std::string(" "), std::string("\"8e03978e-40d5-43e8\""),
        std::string("schlüssel")}) {
    CAPTURE(right);
    CHECK(keyed.server.consumer(keyed.admin, right).starts_with("new "));
  }
}

TEST_CASE("idempotency keys: the record holds neither the key nor the body") {
  KeyedWorld keyed;
  CHECK(keyed.server.consumer(keyed.admin, "the-key", "the-body").starts_with("new "));
  const IdempotencyKey kept = keyed.world.all<IdempotencyKey>().at(0);
  CHECK(kept.digest == keyed.world.digest.sha256(keyed.admin.user.id.to_string() + ":the-key"));
  CHECK(kept.request ==
        keyed.world.digest.hmac_sha256(Secret("the-key"), "14:createConsumer8:the-body"));
  CHECK(kept.account == keyed.admin.user.account);
  CHECK(kept.user == keyed.admin.user.id);
  CHECK(kept.answer == keyed.only_consumer());
  CHECK(kept.created == keyed.only_consumer());
  CHECK(kept.expires_at - kept.created_at == std::chrono::hours(24));
}

TEST_CASE("idempotency keys: they are erased with their user and with their account") {
  KeyedWorld keyed;
  const Principal developer = keyed.world.added(keyed.admin, Role::developer, "dev@example.com");
  const Principal stranger = keyed.world.registered_admin("bob@example.org");
  for (const Principal& user : {keyed.admin, developer, stranger}) {
    CHECK(keyed.server.consumer(user, "k").starts_with("new "));
  }
  must(keyed.world.services.users.remove(keyed.admin, Role::developer, developer.user.id));
  CHECK(keyed.world.all<IdempotencyKey>().size() == 2);
  must(keyed.world.services.accounts.remove(keyed.admin));
  const auto left = keyed.world.all<IdempotencyKey>();
  REQUIRE(left.size() == 1);
  CHECK(left.front().user == stranger.user.id);
}

TEST_CASE("idempotency keys: a service account has keys of its own, which are erased with it") {
  KeyedWorld keyed;
  auto& accounts = keyed.world.services.service_accounts;
  const NewServiceAccount made =
      must(accounts.create(keyed.admin, checked<CreateServiceAccount>({"Back end"})));
  const auto obtained = [&] {
    const std::string id = made.account.id.to_string();
    return keyed.world.principal(
        must(accounts.obtain_token(checked<ObtainToken>({"client_credentials", id, made.secret}),
                                   {}))
            .token);
  };
  const Principal caller = obtained();
  const Reply first = keyed.server.consumer(caller, "k");
  CHECK(first == "new " + keyed.only_consumer());
  // With another token of the service account, too.
  CHECK(keyed.server.consumer(obtained(), "k") == "again " + keyed.only_consumer());
  CHECK(keyed.server.consumer(keyed.admin, "k").starts_with("new "));
  CHECK(keyed.world.all<IdempotencyKey>().size() == 2);
  must(accounts.remove(keyed.admin, made.account.id));
  CHECK(keyed.server.consumer(caller, "new").starts_with("unauthenticated"));
  const auto left = keyed.world.all<IdempotencyKey>();
  REQUIRE(left.size() == 1);
  CHECK(left.front().user == keyed.admin.user.id);
}

TEST_CASE("idempotency keys: the repeat for a further client secret names the secret") {
  KeyedWorld keyed;
  auto& accounts = keyed.world.services.service_accounts;
  const NewServiceAccount made =
      must(accounts.create(keyed.admin, checked<CreateServiceAccount>({"Back end"})));
  const auto add = [&] {
    const auto create = [&](const UserContext& caller) -> Result<std::string> {
      return accounts.add_secret(caller, made.account.id)
          .transform(
              [](const NewServiceAccountSecret& added) { return added.secret.id.to_string(); });
    };
    return keyed.server.send(keyed.admin, "k", "createServiceAccountSecret", "", create);
  };
  const Reply first = add();
  REQUIRE(first.starts_with("new "));
  CHECK(add() == "request_repeated " + first.substr(4));
  CHECK(must(accounts.get(keyed.admin, made.account.id)).secrets.size() == 2);
}

TEST_CASE("idempotency keys: a root user has keys without an account") {
  KeyedWorld keyed;
  const Principal root = keyed.world.root();
  const auto offer = [&](std::string_view code_name) {
    const auto create = [&](const UserContext& caller) -> Result<std::string> {
      return keyed.world.services.catalogue
          .create(caller, checked<CreateCatalogueItem>({code(code_name), "Push", ""}))
          .transform([](const CatalogueItem& item) { return item.code.text(); });
    };
    return keyed.server.send(root, "k", "createService", code_name, create);
  };
  CHECK(offer("push") == "new push");
  CHECK(offer("push") == "request_repeated push");
  CHECK(offer("mail") == "idempotency_key_reused");
  CHECK_FALSE(keyed.world.all<IdempotencyKey>().at(0).account.has_value());
}

}  // namespace
}  // namespace gatehouse::testing
