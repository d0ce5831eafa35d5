// The ledger of mails, which root reads.
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

namespace json = boost::json;

const std::string path = "/api/v1/email-tracking";

ApiReply list(Installation& site, const std::string& query = {}) {
  return site.connect().get(path + query, site.root().token);
}

std::string member(const json::value& entry, const char* name) {
  return std::string(entry.at(name).as_string());
}

}  // namespace

TEST_CASE("mail ledger: each mail is listed with its Message-ID, the newest first") {
  Installation site;
  Tenant tenant(site);
  const std::string token = request_reset(site, tenant.admin.email);
  const auto reply = list(site, "?receiver=" + segment(tenant.admin.email));
  check_success(reply, 200);
  const auto entries = reply.items();
  REQUIRE(entries.size() >= 1);
  const json::value& reset = entries[0];
  CHECK(names(reset) == std::set<std::string>{"receiver", "accountId", "kind", "status",
                                              "providerMailId", "createdAt"});
  CHECK(member(reset, "receiver") == tenant.admin.email);
  CHECK(member(reset, "accountId") == tenant.account);
  CHECK(member(reset, "kind") == "password_reset");
  CHECK(member(reset, "status") == "sent");
  CHECK(member(reset, "createdAt").ends_with("Z"));
  CHECK("<" + member(reset, "providerMailId") + ">" ==
        site.mailbox().last_to(tenant.admin.email).header("Message-ID"));
  // Never a code.
  CHECK(reply.http.body.find(token) == std::string::npos);
  const auto of_account = list(site, "?account_id=" + tenant.account).items();
  REQUIRE(of_account.size() >= 2);
  CHECK(member(of_account.back(), "kind") == "approval");
}

TEST_CASE("mail ledger: filters are combined, and pages go on with meta.next") {
  Installation site;
  Tenant tenant(site);
  Tenant other(site);
  for (int i = 0; i < 3; ++i) (void)request_reset(site, tenant.admin.email);
  const std::string of_account = "?account_id=" + tenant.account;
  const auto all = list(site, of_account).items();
  REQUIRE(all.size() == 4);
  json::array read;
  std::string after;
  for (int i = 0; i < 2; ++i) {
    const auto page = list(site, of_account + "&limit=2" + after);
    check_success(page, 200);
    for (const json::value& entry : page.items()) read.push_back(entry);
    const auto& meta = page.body.at("meta").as_object();
    CHECK(meta.contains("next") == (i == 0));
    if (i == 0) after = "&after=" + std::string(meta.at("next").as_string());
  }
  CHECK(read == all);
  const std::string id = segment(member(all[1], "providerMailId"));
  CHECK(list(site, "?provider_mail_id=" + id).items() == json::array{all[1]});
  CHECK(list(site, "?provider_mail_id=" + id + "&account_id=" + other.account).items().empty());
  CHECK(list(site, "?receiver=" + segment(other.admin.email) + "&account_id=" + tenant.account)
            .items()
            .empty());
  CHECK(list(site).items().size() >= all.size() + 1);
  check_faults(list(site, "?receiver=x&account_id=y"), {"receiver", "account_id"});
  check_faults(list(site, "?limit=0"), {"limit"});
}

TEST_CASE("mail ledger: only root may read it") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  for (const Person* person : {&tenant.admin, &tenant.developer, &tenant.billing}) {
    check_error(tenant.client.get(path, person->token), 403);
  }
  check_error(tenant.client.get(path), 401);
}

TEST_CASE("mail ledger: a mail that cannot be delivered has not been sent") {
  Installation site;
  const std::string email = site.fresh_email();
  const std::filesystem::path tmp = site.maildir() / "tmp";
  std::filesystem::remove_all(tmp);
  std::ofstream(tmp) << "in the way";
  check_error(site.connect().post("/api/v1/register", registration_body(email)), 424);
  std::filesystem::remove(tmp);
  std::filesystem::create_directory(tmp);
  const auto entries = list(site, "?receiver=" + segment(email)).items();
  REQUIRE(entries.size() == 1);
  CHECK(std::set<std::string>{"failed", "unconfirmed"}.contains(member(entries[0], "status")));
}

TEST_CASE("mail ledger: the entries of a deleted account go with it") {
  Installation site;
  Tenant tenant(site);
  check_success(tenant.remove("/account"), 202);
  // Housekeeping removes what the deletion itself did not.
  const auto is_gone = [&] {
    return list(site, "?account_id=" + tenant.account).items().empty() &&
           list(site, "?receiver=" + segment(tenant.admin.email)).items().empty();
  };
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!is_gone() && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  CHECK(is_gone());
}
