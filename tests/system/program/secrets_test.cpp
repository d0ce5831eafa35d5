// No password, token, code or push key is stored or logged in plain text.
#include <doctest/doctest.h>

#include <map>
#include <string>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/kept.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

std::string changed_password(const std::string& email, const std::string& password) {
  return R"({"firstName":"a","lastName":"b","email":")" + email + R"(","password":")" + password +
         R"("})";
}

}  // namespace

TEST_CASE("secrets: none is found in the database or the log") {
  Installation site({"--log-level", "debug"});
  std::map<std::string, std::string> secrets{{"root's password", site.root().password},
                                             {"root's token", site.root().token}};
  const Registration pending = register_account(site);
  secrets["code of a pending registration"] = pending.code;
  Tenant tenant(site);
  secrets["used code"] = site.mailbox().last_to(tenant.email).header("X-Approve-Code");
  tenant.furnish();
  secrets["admin's token"] = tenant.admin.token;
  secrets["developer's token"] = tenant.developer.token;
  secrets["consumer token"] = tenant.consumer_token;
  secrets["reset token"] = request_reset(site, tenant.billing.email);

  const std::string used_reset = request_reset(site, tenant.developer.email);
  secrets["used reset token"] = used_reset;
  const std::string reset_password = "the password that was reset";
  secrets["password after a reset"] = reset_password;
  check_success(
      tenant.client.put("/api/v1/reset-password", R"({"password":")" + reset_password +
                                                      R"(","resetToken":")" + used_reset + R"("})"),
      202);
  const std::string set_password = "the password that an admin set";
  secrets["password that was set"] = set_password;
  check_success(tenant.put("/billings/" + tenant.billing.id,
                           changed_password(tenant.billing.email, set_password)),
                202);
  const std::string wrong_password = "a password that is wrong";
  secrets["wrong password"] = wrong_password;
  check_error(tenant.client.post("/api/v1/session", login_body(tenant.admin.email, wrong_password)),
              401);
  const std::string push_keys[] = {"the API keys for FCM", "the number of the FCM project",
                                   "the certificate for APNS"};
  for (const std::string& key : push_keys) secrets[key] = key;
  const auto keys_path = "/projects/" + tenant.project + "/api";
  check_success(
      tenant.put(keys_path, R"({"fcmApiKeys":")" + push_keys[0] + R"(","fcmProjectNumber":")" +
                                push_keys[1] + R"(","apnsCert":")" + push_keys[2] + R"("})"),
      202);
  CHECK(tenant.get(keys_path).text("apnsCert") == push_keys[2]);
  // In paths, and in failing requests.
  const std::string in_path =
      "/consumer-tokens/" + tenant.consumer_token + "/projects/" + tenant.project + "/services/";
  check_error(tenant.remove(in_path + "unknown"), 404);
  check_error(tenant.client.remove("/api/v1" + in_path + tenant.service), 401);
  const std::string unknown_token = "a-token-that-nobody-was-given";
  secrets["unknown token"] = unknown_token;
  check_error(tenant.client.get("/api/v1/me?token=" + unknown_token, unknown_token), 401);
  // A failing storage: the values of statements must not be shown.
  run_sql(site.database(), "ALTER TABLE outgoing_mail RENAME TO gone");
  const auto failed = tenant.client.post("/api/v1/forgot-password", email_body(tenant.email));
  CHECK(failed.status >= 500);
  CHECK(failed.http.body.find("outgoing_mail") == std::string::npos);
  run_sql(site.database(), "ALTER TABLE gone RENAME TO outgoing_mail");
  CHECK(comes_to_hold(site.log(), "POST /api/v1/forgot-password"));

  for (const auto& [file, octets] : what_is_kept(site)) check_holds_none(secrets, octets, file);
  // The search finds text that is present.
  CHECK(what_is_kept(site)
            .at(on_postgresql() ? "PostgreSQL" : "gatehouse.db-wal")
            .find(tenant.developer.email) != std::string::npos);
}

TEST_CASE("secrets: the database contains a password hash in PHC format") {
  Installation site;
  Tenant tenant(site);
  CHECK(run_sql(site.database(), "SELECT password_hash FROM users WHERE role = 'admin'")
            .starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
}
