// Lists that are written in several parts.
#include <doctest/doctest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"

using namespace gatehouse::testing;

namespace {

namespace json = boost::json;

/// An account with credentials named c000, c001, …, whose items are longer in JSON than in the
/// database.
class ManyCredentials : public Estate {
 public:
  ManyCredentials(Installation& site, int count, std::size_t addresses) : Estate(site) {
    json::array ranges;
    for (std::size_t i = 0; i < addresses; ++i) {
      ranges.emplace_back("10." + std::to_string(i / 256) + "." + std::to_string(i % 256) + ".1");
    }
    for (int i = 0; i < count; ++i) {
      const std::string number = std::to_string(1000 + i).substr(1);
      const json::object body{{"username", "c" + number},
                              {"password", "pw"},
                              {"email", "contact@example.org"},
                              {"ipList", ranges}};
      check_done(send("PUT", "credentials/", json::serialize(body)));
    }
  }

  /// The request for the list, as sent.
  [[nodiscard]] std::string request(const std::string& query, const std::string& token,
                                    const std::string& version = "1.1") const {
    return "GET " + at("credentials/") + query + " HTTP/" + version +
           "\r\nHost: x\r\nAuthorization: " + token + "\r\n\r\n";
  }
};

std::vector<std::string> usernames(const json::value& body) {
  std::vector<std::string> names;
  for (const auto& item : body.at("resultList").as_array()) {
    names.emplace_back(item.at("username").as_string());
  }
  return names;
}

}  // namespace

TEST_CASE("long lists: a list of the credential API is complete, with its counts and any indent") {
  ManyCredentials many(shared_installation(), 120, 200);
  std::vector<std::string> pages;
  for (std::string after; pages.size() < 120;) {
    const auto page = many.get("credentials/?limit=50" + after);
    const auto names = usernames(page.body);
    CHECK(page.body.at("resultCount") == names.size());
    CHECK(page.body.at("totalCount") == 120);
    pages.insert(pages.end(), names.begin(), names.end());
    const bool is_last = pages.size() == 120;
    CHECK(page.body.as_object().contains("next") == !is_last);
    if (!is_last) after = "&after=" + std::string(page.body.at("next").as_string());
  }
  for (const char* query : {"", "?indent=1", "?indent=16"}) {
    CAPTURE(query);
    const auto whole = many.get(std::string("credentials/") + query);
    CHECK(whole.http.header("Transfer-Encoding") == "chunked");
    check_listed(whole);
    CHECK(whole.http.body.ends_with("}\n") == !std::string_view(query).empty());
    CHECK(usernames(whole.body) == pages);
    CHECK(whole.body.at("resultCount") == 120);
    CHECK(whole.body.at("totalCount") == 120);
    CHECK_FALSE(whole.body.as_object().contains("next"));
  }
  // Every item equals the single resource.
  const auto whole = many.get("credentials/");
  const auto last =
      many.get("credentials/?limit=1&after=" +
               std::string(many.get("credentials/?limit=119").body.at("next").as_string()));
  CHECK(whole.body.at("resultList").as_array().back() == last.body.at("resultList").at(0));
}

TEST_CASE(
    "long lists: with HTTP/1.0 a list ends with the connection, and with HEAD it has no body") {
  ManyCredentials many(shared_installation(), 60, 200);
  HttpClient old(many.tenant.site.server().port());
  old.send(many.request("", many.tenant.admin.token, "1.0"));
  const std::string all = old.read_to_end();
  CHECK(all.find("Transfer-Encoding") == std::string::npos);
  CHECK(usernames(json::parse(all.substr(all.find("\r\n\r\n") + 4))).size() == 60);

  ApiClient client = many.tenant.site.connect();
  const auto head = client.send(
      {.method = "HEAD", .target = many.at("credentials/"), .token = many.tenant.admin.token});
  CHECK(head.status == 200);
  CHECK(client.get("/api/v1/me", many.tenant.admin.token).status == 200);
}

TEST_CASE("long lists: a list of the account API equals the concatenation of its pages") {
  Installation site({"--projects-per-account", "300"});
  Tenant tenant(site);
  for (int i = 0; i < 250; ++i) {
    const json::object body{{"name", "project " + std::to_string(i)},
                            {"description", std::string(200, 'd')}};
    check_success(tenant.post("/projects", json::serialize(body)), 201);
  }
  json::array pages;
  std::string after;
  for (int i = 0; i < 5; ++i) {
    const auto page = check_success(tenant.get("/projects?limit=50" + after), 200);
    for (const auto& item : page.content().as_array()) pages.push_back(item);
    const auto* next = page.body.at("meta").as_object().if_contains("next");
    CHECK((next != nullptr) == (i < 4));
    if (next != nullptr) after = "&after=" + std::string(next->as_string());
  }
  CHECK(pages.size() == 250);
  const auto whole = check_success(tenant.get("/projects?indent=2"), 200);
  CHECK(whole.http.header("Transfer-Encoding") == "chunked");
  CHECK(whole.http.body.ends_with("\n}\n"));
  CHECK(whole.content() == pages);
  CHECK(whole.body.at("meta") == json::value{{"params", {{"indent", 2}}}});
}

TEST_CASE("long lists: a list that loses access to the database is visibly incomplete") {
  for (const bool account_is_deleted : {false, true}) {
    CAPTURE(account_is_deleted);
    // More than the system's buffers can hold.
    ManyCredentials many(shared_installation(), 250, 500);
    const std::string reader = many.tenant.log_in(many.tenant.admin);
    HttpClient client(many.tenant.site.server().port());
    client.send(many.request("?indent=16", reader));
    REQUIRE(client.has_input(std::chrono::seconds(20)));
    if (account_is_deleted) {
      check_success(many.tenant.remove("/account"), 202);
    } else {
      ApiClient other = many.tenant.site.connect();
      check_success(other.remove("/api/v1/session/logout", reader), 202);
    }
    CHECK_THROWS_AS((void)client.read(), HttpClientError);
  }
}

TEST_CASE("long lists: a client that reads slowly gets every item once") {
  ManyCredentials many(shared_installation(), 250, 500);
  HttpClient slow(many.tenant.site.server().port());
  slow.send(many.request("?indent=16", many.tenant.admin.token));
  REQUIRE(slow.has_input(std::chrono::seconds(20)));
  check_done(many.send("DELETE", "credentials/c240/"));
  check_done(many.send("PUT", "credentials/", credential_body("new")));
  const json::value body = json::parse(slow.read().body);
  std::vector<std::string> names = usernames(body);
  CHECK(body.at("resultCount") == names.size());
  CHECK(body.at("totalCount") == names.size());
  CHECK(std::erase(names, "c240") <= 1);
  CHECK(std::erase(names, "new") <= 1);
  CHECK(names.size() == 249);
  CHECK(std::is_sorted(names.begin(), names.end()));
  CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
}
