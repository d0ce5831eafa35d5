// Many clients that compete for the same resource.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"
#include "harness/threads.hpp"

using namespace gatehouse::testing;

namespace {

constexpr std::size_t clients = 16;

/// Sends one request of each client at the same time, each on an established connection.
std::vector<ApiReply> race(Installation& site, std::size_t count,
                           const std::function<ApiRequest(std::size_t)>& request) {
  std::vector<ApiClient> connected;
  for (std::size_t i = 0; i < count; ++i) {
    connected.push_back(site.connect());
    (void)connected.back().options("/api/v1/me");
  }
  return all_at_once<ApiReply>(count, [&](std::size_t i) { return connected[i].send(request(i)); });
}

std::map<unsigned, std::size_t> counted(const std::vector<ApiReply>& replies) {
  std::map<unsigned, std::size_t> statuses;
  for (const ApiReply& reply : replies) {
    ++statuses[reply.status];
    if (reply.status >= 400) check_error(reply, reply.status);
  }
  return statuses;
}

using Statuses = std::map<unsigned, std::size_t>;

ApiRequest post(const std::string& path, std::string body, const std::string& token = {}) {
  return {.method = "POST", .target = "/api/v1" + path, .token = token, .body = std::move(body)};
}

ApiRequest put(const std::string& path, std::string body, const std::string& token = {}) {
  return {.method = "PUT", .target = "/api/v1" + path, .token = token, .body = std::move(body)};
}

ApiRequest remove(const std::string& path, const std::string& token) {
  return {.method = "DELETE", .target = "/api/v1" + path, .token = token};
}

}  // namespace

TEST_CASE("races: one of several concurrent registrations of an e-mail can be approved") {
  Installation& site = shared_installation();
  const std::string email = site.fresh_email();
  const auto replies =
      race(site, clients, [&](std::size_t) { return post("/register", registration_body(email)); });
  CHECK(counted(replies) == Statuses{{201, clients}});

  const std::string id = replies.front().text("registrationId");
  for (const ApiReply& reply : replies) CHECK(reply.text("registrationId") == id);

  // As many codes as may be valid at a time, each for its own data.
  std::set<std::string> codes;
  for (const MailText& mail : site.mailbox().to(email)) {
    CHECK(mail.header("X-Registration-Id") == id);
    codes.insert(mail.header("X-Approve-Code"));
  }
  CHECK(codes.size() == 3);
  CHECK(site.mailbox().to(email).size() == 3);
  std::size_t approved = 0;
  auto client = site.connect();
  for (const std::string& code : codes) {
    const auto answer =
        client.put("/api/v1/register/" + id, approval_body(code, site.fresh_email()));
    if (answer.status == 202) {
      ++approved;
    } else {
      check_error(answer, 404);
    }
  }
  CHECK(approved == 1);
}

TEST_CASE("races: one of several concurrent approvals of a registration creates an account") {
  Installation& site = shared_installation();
  const Registration registration = register_account(site);
  std::vector<std::string> emails;
  for (std::size_t i = 0; i < clients; ++i) emails.push_back(site.fresh_email());
  const auto replies = race(site, clients, [&](std::size_t i) {
    return put("/register/" + registration.id, approval_body(registration.code, emails[i]));
  });
  CHECK(counted(replies) == Statuses{{202, 1}, {404, clients - 1}});
  const auto winner = std::find_if(replies.begin(), replies.end(),
                                   [](const ApiReply& reply) { return reply.status == 202; });
  REQUIRE(winner != replies.end());
  auto client = site.connect();
  CHECK(client.get("/api/v1/admins", winner->text("token")).items().size() == 1);
  for (const std::string& email : emails) {
    const bool won = email == winner->text("email");
    const auto login = client.post("/api/v1/session", login_body(email, usual_password));
    CHECK(login.status == (won ? 201 : 401));
  }
}

TEST_CASE("races: concurrent wrong codes are all counted") {
  Installation site({"--wrong-approve-codes", "4"}, 1);
  const Registration registration = register_account(site);
  std::string wrong = registration.code;
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  const auto replies = race(site, 10, [&](std::size_t) {
    return put("/register/" + registration.id, approval_body(wrong, registration.email));
  });
  CHECK(counted(replies) == Statuses{{404, 4}, {429, 6}});
}

TEST_CASE("races: consumers are attached up to the limit of the project and never beyond it") {
  Installation site({"--consumers-per-project", "10"});
  Tenant tenant(site);
  const std::string path = "/projects/" + tenant.add_project();
  std::vector<std::string> consumers;
  for (std::size_t i = 0; i < clients; ++i) consumers.push_back(tenant.add_consumer());

  const auto replies = race(site, clients, [&](std::size_t i) {
    return post(path + "/consumers", attach_consumer_body(consumers[i]), tenant.admin.token);
  });
  CHECK(counted(replies) == Statuses{{201, 10}, {402, clients - 10}});
  CHECK(tenant.get(path).content().at("userUsed").as_int64() == 10);

  // All are detached at once, each twice: the count never falls below the actual number.
  const auto leaving = race(site, clients * 2, [&](std::size_t i) {
    return remove(path + "/consumers/" + consumers[i / 2], tenant.admin.token);
  });
  CHECK(counted(leaving) == Statuses{{202, 10}, {404, clients * 2 - 10}});
  CHECK(tenant.get(path).content().at("userUsed").as_int64() == 0);
}

TEST_CASE("races: one consumer is attached once") {
  Tenant tenant(shared_installation());
  const std::string path = "/projects/" + tenant.add_project();
  const std::string consumer = tenant.add_consumer();
  const auto replies = race(tenant.site, clients, [&](std::size_t) {
    return post(path + "/consumers", attach_consumer_body(consumer), tenant.admin.token);
  });
  CHECK(counted(replies) == Statuses{{201, 1}, {409, clients - 1}});
  CHECK(tenant.get(path).content().at("userUsed").as_int64() == 1);
}

TEST_CASE("races: of two admins who delete each other, one remains") {
  for (int round = 0; round < 5; ++round) {
    Tenant tenant(shared_installation());
    const Person second = tenant.add_user("admins");
    const std::vector<const Person*> both{&tenant.admin, &second};
    const auto replies = race(tenant.site, 2, [&](std::size_t i) {
      return remove("/admins/" + both[1 - i]->id, both[i]->token);
    });
    const auto statuses = counted(replies);
    CHECK(statuses.at(202) == 1);
    // The other's session has ended, or the target was already the last admin.
    CHECK(statuses.size() == 2);
    const std::size_t winner = replies[0].status == 202 ? 0 : 1;
    CHECK((replies[1 - winner].status == 401 || replies[1 - winner].status == 409));
    check_success(tenant.client.get("/api/v1/me", both[winner]->token), 200);
    CHECK(tenant.client.get("/api/v1/admins", both[winner]->token).items().size() == 1);
  }
}

TEST_CASE("races: an e-mail is used by one user, across accounts") {
  Installation& site = shared_installation();
  const Tenant one(site);
  const Tenant two(site);
  const std::string email = site.fresh_email();
  const std::vector<std::string> collections{"/admins", "/developers", "/billings"};
  const auto replies = race(site, clients, [&](std::size_t i) {
    return post(collections[i % 3], user_body(email), (i % 2 == 0 ? one : two).admin.token);
  });
  CHECK(counted(replies) == Statuses{{201, 1}, {409, clients - 1}});
}

TEST_CASE("races: the number of projects of an account is limited") {
  Tenant tenant(shared_installation());
  const auto replies = race(tenant.site, clients, [&](std::size_t i) {
    return post("/projects", name_body("Project " + std::to_string(i)), tenant.admin.token);
  });
  CHECK(counted(replies) == Statuses{{201, 5}, {402, clients - 5}});
  CHECK(tenant.get("/projects").items().size() == 5);
}

TEST_CASE("races: a project's name is used once") {
  Tenant tenant(shared_installation());
  const auto replies = race(tenant.site, clients, [&](std::size_t) {
    return post("/projects", name_body("the one"), tenant.admin.token);
  });
  CHECK(counted(replies) == Statuses{{201, 1}, {409, clients - 1}});
  CHECK(tenant.get("/projects").items().size() == 1);
}

TEST_CASE("races: a reset token is accepted once") {
  Tenant tenant(shared_installation());
  const std::string token = request_reset(tenant.site, tenant.admin.email);
  const auto replies = race(tenant.site, 8, [&](std::size_t i) {
    return put("/reset-password", R"({"password":"password )" + std::to_string(i) +
                                      R"(","resetToken":")" + token + R"("})");
  });
  CHECK(counted(replies) == Statuses{{202, 1}, {404, 7}});
  for (std::size_t i = 0; i < 8; ++i) {
    const auto login = tenant.client.post(
        "/api/v1/session", login_body(tenant.admin.email, "password " + std::to_string(i)));
    CHECK(login.status == (replies[i].status == 202 ? 201 : 401));
  }
}

TEST_CASE("races: a service is attached once, and a consumer token deleted once") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string project = "/projects/" + tenant.project;
  const std::string code = tenant.site.add_service();
  const auto attached = race(tenant.site, clients, [&](std::size_t) {
    return post(project + "/services", attach_service_body(code), tenant.admin.token);
  });
  CHECK(counted(attached) == Statuses{{201, 1}, {409, clients - 1}});
  const auto deleted = race(tenant.site, clients, [&](std::size_t) {
    return remove(
        "/consumer-tokens/" + tenant.consumer_token + project + "/services/" + tenant.service,
        tenant.admin.token);
  });
  CHECK(counted(deleted) == Statuses{{202, 1}, {404, clients - 1}});
}

TEST_CASE("races: no data is left of an account that is deleted while others use it") {
  for (int round = 0; round < 3; ++round) {
    Tenant tenant(shared_installation());
    tenant.furnish();
    const auto replies = race(tenant.site, clients, [&](std::size_t i) {
      if (i == 0) return remove("/account", tenant.admin.token);
      if (i % 3 == 0) return post("/consumers", "{}", tenant.developer.token);
      if (i % 3 == 1) {
        return post("/developers", user_body(tenant.site.fresh_email()), tenant.admin.token);
      }
      return post("/consumer-tokens", mint_body(tenant.consumer, tenant.project, tenant.service),
                  tenant.developer.token);
    });
    check_success(replies[0], 202);
    for (const ApiReply& reply : replies) {
      CHECK((reply.status < 300 || reply.status == 401));
      // Users created just before are deleted too.
      if (reply.status != 201 || !reply.content().as_object().contains("email")) continue;
      check_error(tenant.client.get("/api/v1/me", reply.text("token")), 401);
      check_error(
          tenant.client.post("/api/v1/session", login_body(reply.text("email"), usual_password)),
          401);
    }
  }
}
