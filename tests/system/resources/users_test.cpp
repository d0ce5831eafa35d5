#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

const std::vector<std::string> collections{"admins", "billings", "developers"};

std::string without_password(const std::string& email) {
  return R"({"email":")" + email + R"(","firstName":"Ada","lastName":"Lovelace"})";
}

std::string with_password(const std::string& email, const std::string& password) {
  return R"({"email":")" + email + R"(","firstName":"Ada","lastName":"Lovelace","password":")" +
         password + R"("})";
}

}  // namespace

TEST_CASE("users: an e-mail in use is refused in any account and case, and nothing is changed") {
  Tenant tenant(shared_installation());
  Tenant other(shared_installation());
  const Person user = tenant.add_user("developers");
  const std::string capitals = in_capitals(other.admin.email);
  for (const std::string& taken :
       {tenant.admin.email, user.email, other.admin.email, capitals, tenant.site.root().email}) {
    CAPTURE(taken);
    for (const std::string& collection : collections) {
      const auto reply = tenant.post("/" + collection, user_body(taken));
      check_error(reply, 409);
      CHECK(reply.faults() == std::set<std::string>{"email"});
    }
    if (taken == user.email) continue;
    check_error(tenant.put("/developers/" + user.id, user_body(taken)), 409);
  }
  CHECK(tenant.get("/admins").content().as_array().size() == 1);
  CHECK(tenant.get("/developers").content().as_array().size() == 1);
  CHECK(tenant.get("/developers/" + user.id).text("email") == user.email);
}

TEST_CASE("users: an update may keep the e-mail, or change only its case") {
  Tenant tenant(shared_installation());
  const Person user = tenant.add_user("developers");
  check_success(tenant.put("/developers/" + user.id, user_body(user.email)), 202);
  const std::string capitals = in_capitals(user.email);
  const auto reply = tenant.put("/developers/" + user.id, user_body(capitals));
  check_success(reply, 202);
  CHECK(reply.text("email") == capitals);
}

TEST_CASE("users: an e-mail can be used again when its user is deleted or has another one") {
  Tenant tenant(shared_installation());
  const Person first = tenant.add_user("developers");
  const Person second = tenant.add_user("developers");
  check_success(tenant.remove("/developers/" + first.id), 202);
  check_success(tenant.put("/developers/" + second.id, user_body(first.email)), 202);
  check_success(tenant.post("/billings", user_body(second.email)), 201);
}

TEST_CASE("users: a deleted user's sessions end at once, and the user is not found any more") {
  Tenant tenant(shared_installation());
  for (const std::string& collection : collections) {
    CAPTURE(collection);
    const Person user = tenant.add_user(collection);
    const std::string session = tenant.log_in(user);
    const std::string reset = request_reset(tenant.site, user.email);
    const std::string one = "/" + collection + "/" + user.id;
    check_success(tenant.remove(one), 202);
    check_error(tenant.client.get("/api/v1/me", session), 401);
    check_error(tenant.client.get("/api/v1/me", user.token), 401);
    check_error(tenant.client.post("/api/v1/session", login_body(user.email, usual_password)), 401);
    check_error(tenant.client.put("/api/v1/reset-password",
                                  R"({"password":"x","resetToken":")" + reset + R"("})"),
                404);
    check_error(tenant.get(one), 404);
    check_error(tenant.put(one, user_body(user.email)), 404);
    check_error(tenant.remove(one), 404);
    for (const auto& listed : tenant.get("/" + collection).items()) {
      CHECK(listed.at("id").as_string() != user.id);
    }
  }
}

TEST_CASE("users: a new password ends the user's other sessions") {
  Tenant tenant(shared_installation());
  const Person user = tenant.add_user("developers");
  const std::string session = tenant.log_in(user);
  const std::string one = "/developers/" + user.id;

  SUBCASE("all of them, when an admin sets it") {
    check_success(tenant.put(one, with_password(user.email, "new")), 202);
    check_error(tenant.client.get("/api/v1/me", session), 401);
    check_error(tenant.client.get("/api/v1/me", user.token), 401);
    check_success(tenant.get("/me"), 200);
  }
  SUBCASE("but not the current one, when the user sets it") {
    check_success(tenant.client.put("/api/v1" + one, with_password(user.email, "new"), session),
                  202);
    check_success(tenant.client.get("/api/v1/me", session), 200);
    check_error(tenant.client.get("/api/v1/me", user.token), 401);
  }
  check_error(tenant.client.post("/api/v1/session", login_body(user.email, "123")), 401);
  check_success(tenant.client.post("/api/v1/session", login_body(user.email, "new")), 201);
}

TEST_CASE("users: an omitted password is kept, and so are the sessions") {
  Tenant tenant(shared_installation());
  const Person user = tenant.add_user("billings");
  const auto reply = tenant.put("/billings/" + user.id, without_password(user.email));
  check_success(reply, 202);
  CHECK(reply.text("firstName") == "Ada");
  CHECK(reply.text("lastName") == "Lovelace");
  check_success(tenant.client.get("/api/v1/me", user.token), 200);
  check_success(tenant.client.post("/api/v1/session", login_body(user.email, "123")), 201);
}

TEST_CASE("users: the last admin of an account cannot be deleted, but another one can") {
  Tenant tenant(shared_installation());
  check_error(tenant.remove("/admins/" + tenant.admin.id), 409);
  check_success(tenant.get("/me"), 200);
  const Person second = tenant.add_user("admins");
  check_success(tenant.client.remove("/api/v1/admins/" + tenant.admin.id, second.token), 202);
  check_error(tenant.get("/me"), 401);
  check_error(tenant.client.remove("/api/v1/admins/" + second.id, second.token), 409);
}

TEST_CASE("users: other roles read and change their own record only") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  struct Own {
    const Person& person;
    std::string collection;
    std::string other;
  };
  for (const Own& own : {Own{tenant.developer, "/developers/", "/billings/" + tenant.billing.id},
                         Own{tenant.billing, "/billings/", "/developers/" + tenant.developer.id}}) {
    const std::string colleague =
        own.collection + tenant.add_user(own.collection.substr(1, own.collection.size() - 2)).id;
    for (const std::string& path : {colleague, own.other, "/admins/" + tenant.admin.id}) {
      CAPTURE(path);
      check_error(tenant.client.get("/api/v1" + path, own.person.token), 403);
      check_error(tenant.client.put("/api/v1" + path, user_body(tenant.site.fresh_email()),
                                    own.person.token),
                  403);
      check_error(tenant.client.remove("/api/v1" + path, own.person.token), 403);
    }
  }
}
