// Exports with well-formed lines whose records are inconsistent.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include <gatehouse/storage_memory/memory_storage.hpp>

#include "export_text.hpp"
#include "furnished.hpp"

using namespace gatehouse;
using namespace gatehouse::testing;

namespace {

std::vector<std::string> sample() {
  MemoryStorage storage;
  furnish(storage);
  return lines_of(export_of(storage));
}

std::string field(const std::string& line, const std::string& name) {
  const std::string key = "\"" + name + "\":\"";
  const std::size_t begin = line.find(key) + key.size();
  return line.substr(begin, line.find('"', begin) - begin);
}

std::vector<std::string*> of_type(std::vector<std::string>& lines, const std::string& type) {
  std::vector<std::string*> found;
  for (std::string& line : lines) {
    if (is_of_type(line, type)) found.push_back(&line);
  }
  REQUIRE(found.size() >= 2);
  return found;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("references: referenced records must exist") {
  for (const auto& record : std::initializer_list<std::array<const char*, 2>>{
           {"account", "names an account"},
           {"user", "names a user"},
           {"service_account", "names a service account"},
           {"project", "names a project"},
           {"catalogue_item", "names a service"},
           {"consumer", "names a consumer"},
           {"attachment", "names an attached service"},
           {"attached_consumer", "names an attached consumer"},
           {"api_proxy", "names an API proxy"},
           {"api_proxy_group", "names a group"},
           {"credential", "names a credential"},
       }) {
    const auto& type = record[0];
    const auto& says = record[1];
    CAPTURE(type);
    auto lines = sample();
    lines.erase(std::remove_if(lines.begin(), lines.end(),
                               [&](const std::string& line) { return is_of_type(line, type); }),
                lines.end());
    const std::string refusal = refusal_of(sealed(lines));
    CAPTURE(refusal);
    CHECK(contains(refusal, says));
    CHECK(contains(refusal, "that no line before it holds"));
  }
}

TEST_CASE("references: records of another account cannot be referenced") {
  for (const auto& record : std::initializer_list<std::array<const char*, 2>>{
           {"session", "user"},
           {"service_account_token", "service_account"},
           {"password_reset", "user"},
           {"idempotency_key", "user"},
           {"project_push_keys", "project"},
           {"attachment", "project"},
           {"attached_consumer", "project"},
           {"attached_consumer", "consumer"},
           {"consumer_token", "project"},
           {"consumer_token", "consumer"},
           {"project_member", "project"},
           {"project_member", "user"},
           {"api_proxy", "scope"},
           {"api_proxy_group", "scope"},
           {"grouped_api_proxy", "proxy"},
           {"credential", "scope"},
           {"grant", "credential"},
           {"grant", "scope"},
           {"grant", "target_name"},
           {"token_family", "project"},
           {"token_family", "consumer"},
           {"service_token", "project"},
           {"usage_entry", "project"},
           {"limit_setting", "project"},
       }) {
    const auto& type = record[0];
    const auto& name = record[1];
    CAPTURE(type);
    CAPTURE(name);
    auto lines = sample();
    const auto records = of_type(lines, type);
    // The last one, so that the order is kept.
    std::string& changed = *records.back();
    const std::string own = field(changed, name);
    const std::string key = "\"" + std::string(name) + "\":\"";
    std::string foreign;
    for (const std::string* other : records) {
      if (contains(*other, key) && field(*other, name) != own &&
          contains(*other, "\"account\":\"")) {
        foreign = field(*other, name);
      }
    }
    REQUIRE_FALSE(foreign.empty());
    changed.replace(changed.find(key) + key.size(), own.size(), foreign);
    const std::string refusal = refusal_of(sealed(lines));
    CAPTURE(refusal);
    CHECK(contains(refusal, "that no line before it holds"));
  }
}

TEST_CASE("references: unique values must not be repeated") {
  using Names = std::vector<std::string>;
  for (const auto& unique : std::initializer_list<std::pair<std::string, Names>>{
           {"account", {"email", "email_key"}},
           {"registration", {"email", "email_key"}},
           {"user", {"email", "email_key"}},
           {"session", {"digest"}},
           {"service_account_token", {"digest"}},
           {"password_reset", {"digest"}},
           {"idempotency_key", {"digest"}},
           {"consumer_token", {"digest"}},
           {"gateway", {"digest"}},
           {"token_family", {"origin"}},
           {"service_token", {"digest"}},
       }) {
    const auto& type = unique.first;
    const auto& names = unique.second;
    CAPTURE(type);
    auto lines = sample();
    const auto records = of_type(lines, type);
    std::string& changed = *records.back();
    for (const std::string& name : names) {
      const std::string key = "\"" + name + "\":\"";
      const std::string own = field(changed, name);
      changed.replace(changed.find(key) + key.size(), own.size(),
                      field(**(records.end() - 2), name));
    }
    const std::string refusal = refusal_of(sealed(lines));
    CAPTURE(refusal);
    CHECK(contains(refusal, "of another record"));
  }
}

TEST_CASE("references: a registration has at most one code with a digest") {
  auto lines = sample();
  const auto place = of_type(lines, "approve_code").back() - lines.data();
  lines.insert(lines.begin() + place + 1, std::string(lines[static_cast<std::size_t>(place)]));
  CHECK(contains(refusal_of(sealed(lines)), "is out of order, or there twice"));
}

TEST_CASE("references: a usage key is unique in its account, project and service") {
  auto lines = sample();
  const std::string& last = *of_type(lines, "usage_entry").back();
  std::string again = last;
  const std::string own = field(last, "id");
  again.replace(again.find(own), own.size(), std::string(own.size(), 'f'));
  lines.insert(lines.begin() + (&last - lines.data()) + 1, again);
  CHECK(contains(refusal_of(sealed(lines)), "has the id or key of another record"));
}

TEST_CASE("references: what a project used, and its limits, may name a deleted service") {
  for (const std::string type : {"usage_entry", "limit_setting"}) {
    CAPTURE(type);
    auto lines = sample();
    // The last limits are those of a service in a project.
    std::string& changed = *of_type(lines, type).back();
    const std::string key = R"("service":")";
    REQUIRE(contains(changed, key));
    REQUIRE_FALSE(field(changed, "project").empty());
    changed.replace(changed.find(key), key.size(), key + "x");
    MemoryStorage storage;
    CHECK(import_text(storage, sealed(lines)).has_value());
  }
}

TEST_CASE("references: limits require existing services and accounts") {
  const std::string nobody(32, 'f');
  const std::string nothing = R"("account":null,"project":null,"service":null)";
  const std::string of_nobody = R"("account":")" + nobody + "\"";
  const std::string in_nothing = R"(,"project":")" + nobody + "\"";
  const std::string mixed = "is not for an account, a service, or a service in a project";
  for (const auto& change : std::initializer_list<std::array<std::string, 4>>{
           {"limit_setting", nothing, R"("account":null,"project":null,"service":"x")",
            "names a service"},
           {"limit_setting", nothing, of_nobody + R"(,"project":null,"service":null)",
            "names an account"},
           {"limit_setting", nothing, of_nobody + R"(,"project":null,"service":"x")", mixed},
           {"limit_setting", nothing, of_nobody + in_nothing + R"(,"service":null)", mixed},
           {"limit_setting", nothing, R"("account":null)" + in_nothing + R"(,"service":"x")",
            mixed},
           {"limit_setting", nothing, R"("account":null)" + in_nothing + R"(,"service":null)",
            mixed},
           {"limit_setting", nothing, of_nobody + in_nothing + R"(,"service":"x")",
            "names an account"},
       }) {
    const auto& type = change[0];
    const auto& from = change[1];
    const auto& to = change[2];
    const auto& says = change[3];
    CAPTURE(to);
    auto lines = sample();
    std::string& changed = *of_type(lines, type).front();
    changed.replace(changed.find(from), from.size(), to);
    const std::string refusal = refusal_of(sealed(lines));
    CAPTURE(refusal);
    CHECK(contains(refusal, says));
  }
}
