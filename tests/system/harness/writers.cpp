#include "writers.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <set>

#include "checks.hpp"

namespace gatehouse::testing {
namespace {

std::set<std::string> listed_consumers(Tenant& tenant) {
  std::set<std::string> ids;
  std::string target = "/consumers?limit=1000";
  for (;;) {
    const auto page = tenant.get(target);
    check_success(page, 200);
    for (const auto& item : page.items()) ids.emplace(item.at("id").as_string());
    const auto* next = page.body.at("meta").as_object().if_contains("next");
    if (next == nullptr) return ids;
    target = "/consumers?limit=1000&after=" + std::string(next->as_string());
  }
}

}  // namespace

Writers::Writers(Tenant& tenant) : tenant_(tenant) {
  const ApiRequest create{
      .method = "POST", .target = "/api/v1/consumers", .token = tenant.admin.token, .body = "{}"};
  for (int i = 0; i < 4; ++i) repeat(create, "id", consumers_);
  repeat({.method = "POST",
          .target = "/api/v1/session",
          .body = login_body(tenant.developer.email, tenant.developer.password)},
         "token", sessions_);
  repeat({.method = "POST",
          .target = "/api/v1/consumer-tokens",
          .token = tenant.admin.token,
          .body = mint_body(tenant.consumer, tenant.project, tenant.service)},
         "token", tokens_);
}

void Writers::repeat(const ApiRequest& request, const char* member,
                     std::vector<std::string>& kept) {
  threads_.emplace_back([this, request, member, &kept](const std::stop_token& stop) {
    try {
      auto client = tenant_.site.connect();
      while (!stop.stop_requested()) {
        const auto reply = client.send(request);
        // A server that is being stopped may refuse; only a 201 is an acknowledgement.
        if (reply.status != 201) {
          ++refusals_;
          continue;
        }
        const std::lock_guard lock(mutex_);
        kept.push_back(reply.text(member));
        ++count_;
      }
    } catch (const HttpClientError&) {
      return;
    }
  });
}

void Writers::wait_for(std::size_t acknowledged) const {
  while (count_ < acknowledged) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

void Writers::check_kept() {
  const auto listed = listed_consumers(tenant_);
  for (const std::string& id : consumers_) CHECK(listed.contains(id));
  for (const std::string& session : sessions_) {
    check_success(tenant_.client.get("/api/v1/me", session), 200);
  }
  for (const std::string& token : tokens_) {
    check_success(tenant_.remove("/consumer-tokens/" + token + "/projects/" + tenant_.project +
                                 "/services/" + tenant_.service),
                  202);
  }
}

}  // namespace gatehouse::testing
