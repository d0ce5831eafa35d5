// Events that end a family of tokens early.
#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "harness/checks.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

struct Ending {
  const char* what;
  std::function<void(Provider&, const std::string& consumer_token)> make;
};

std::string project(const Provider& provider) { return "/projects/" + provider.tenant.project; }

const std::vector<Ending>& endings() {
  static const std::vector<Ending> all{
      {"the consumer is detached",
       [](Provider& p, const std::string&) {
         check_success(p.tenant.remove(project(p) + "/consumers/" + p.tenant.consumer), 202);
       }},
      {"the service is detached",
       [](Provider& p, const std::string&) {
         check_success(p.tenant.remove(project(p) + "/services/" + p.tenant.service), 202);
       }},
      {"the exchanged consumer token is deleted",
       [](Provider& p, const std::string& token) {
         check_success(p.tenant.remove("/consumer-tokens/" + token + project(p) + "/services/" +
                                       p.tenant.service),
                       202);
       }},
      {"the items are used up",
       [](Provider& p, const std::string&) {
         check_success(p.limit(p.attachment_limits(), R"({"itemLimit":7})"), 202);
         check_success(p.use(7, "all"), 201);
       }},
      {"the limit is lowered to what is used",
       [](Provider& p, const std::string&) {
         check_success(p.use(7, "some"), 201);
         check_success(p.limit(p.attachment_limits(), R"({"itemLimit":7})"), 202);
       }},
  };
  return all;
}

}  // namespace

TEST_CASE("endings: after the end of a family none of its tokens is valid") {
  for (const Ending& ending : endings()) {
    INFO(ending.what);
    Provider provider(shared_installation());
    const std::string token = provider.tenant.mint_token();
    const TokenPair first = provider.exchanged(token);
    const TokenPair last = provider.exchanged(first.refresh);
    REQUIRE(provider.is_active(last.access));
    ending.make(provider, token);
    for (const std::string& one : {first.access, last.access, last.refresh}) {
      check_inactive(provider.introspect(one));
    }
    // Not within the grace period either.
    for (const std::string& one : {first.refresh, last.refresh}) {
      check_oauth_refused(provider.exchange(one), 400, "invalid_grant");
    }
  }
}

TEST_CASE("endings: deleting an account ends its tokens and its service token") {
  Provider gone(shared_installation());
  const TokenPair tokens = gone.begin();
  const std::string unspent = gone.tenant.mint_token();
  REQUIRE(gone.is_active(tokens.access));
  check_success(gone.tenant.remove("/account"), 202);
  for (const std::string& token : {tokens.refresh, unspent}) {
    check_oauth_refused(gone.exchange(token), 400, "invalid_grant");
  }
  check_oauth_refused(gone.introspect(tokens.access), 401, "invalid_client");
  check_oauth_refused(gone.revoke(tokens.access), 401, "invalid_client");
  check_error(gone.use(1, "key"), 401);
}

TEST_CASE("endings: attaching again does not restore tokens") {
  Provider provider(shared_installation());
  Tenant& tenant = provider.tenant;
  const TokenPair tokens = provider.begin();
  check_success(tenant.remove(project(provider) + "/consumers/" + tenant.consumer), 202);
  check_success(
      tenant.post(project(provider) + "/consumers", attach_consumer_body(tenant.consumer)), 201);
  const TokenPair others = provider.begin();
  check_success(tenant.remove(project(provider) + "/services/" + tenant.service), 202);
  tenant.attach_service(tenant.project, tenant.service);
  for (const TokenPair* pair : {&tokens, &others}) {
    check_inactive(provider.introspect(pair->access));
    check_inactive(provider.introspect(pair->refresh));
    check_oauth_refused(provider.exchange(pair->refresh), 400, "invalid_grant");
  }
  CHECK(provider.is_active(provider.begin().access));
}

TEST_CASE("endings: changes to other consumers, services or tokens do not end a family") {
  Provider provider(shared_installation());
  Tenant& tenant = provider.tenant;
  const TokenPair tokens = provider.begin();
  const std::string other = tenant.attach_consumer(tenant.project);
  const std::string code = tenant.site.add_service();
  tenant.attach_service(tenant.project, code);
  check_success(tenant.remove(project(provider) + "/consumers/" + other), 202);
  check_success(tenant.remove(project(provider) + "/services/" + code), 202);
  check_success(tenant.remove("/consumer-tokens/" + tenant.consumer_token + project(provider) +
                              "/services/" + tenant.service),
                202);
  CHECK(provider.is_active(tokens.access));
  CHECK(provider.is_active(tokens.refresh));
  CHECK(provider.is_active(provider.exchanged(tokens.refresh).access));
}

TEST_CASE("endings: a consumer token is invalid only while there are no items left") {
  Provider provider(shared_installation());
  const std::string token = provider.tenant.mint_token();
  check_success(provider.limit(provider.attachment_limits(), R"({"itemLimit":0})"), 202);
  check_inactive(provider.introspect(token));
  check_oauth_refused(provider.exchange(token), 400, "invalid_grant");
  check_success(provider.limit(provider.attachment_limits(), R"({"itemLimit":1})"), 202);
  CHECK(provider.is_active(token));
  (void)provider.exchanged(token);
}

TEST_CASE("endings: a family refreshed without items has ended, whatever is added later") {
  Provider provider(shared_installation());
  const TokenPair tokens = provider.begin();
  check_success(provider.limit(provider.attachment_limits(), R"({"itemLimit":0})"), 202);
  check_inactive(provider.introspect(tokens.access));
  check_oauth_refused(provider.exchange(tokens.refresh), 400, "invalid_grant");
  check_success(provider.limit(provider.attachment_limits(), R"({"itemLimit":1})"), 202);
  check_inactive(provider.introspect(tokens.access));
  check_oauth_refused(provider.exchange(tokens.refresh), 400, "invalid_grant");
}

TEST_CASE("endings: another project of the account cannot delete an exchanged token") {
  Provider provider(shared_installation());
  Tenant& tenant = provider.tenant;
  const TokenPair tokens = provider.exchanged(tenant.consumer_token);
  const std::string other = tenant.add_project();
  tenant.attach_service(other, tenant.service);
  check_error(tenant.remove("/consumer-tokens/" + tenant.consumer_token + "/projects/" + other +
                            "/services/" + tenant.service),
              404);
  check_error(tenant.remove("/consumer-tokens/" + tenant.consumer_token + project(provider) +
                            "/services/" + tenant.site.add_service()),
              404);
  CHECK(provider.is_active(tokens.access));
  // A refresh token is not a consumer token.
  check_error(tenant.remove("/consumer-tokens/" + tokens.refresh + project(provider) +
                            "/services/" + tenant.service),
              404);
  CHECK(provider.is_active(tokens.refresh));
}
