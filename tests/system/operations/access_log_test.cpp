// The access log, and request ids.
#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;
namespace json = boost::json;

namespace {

/// Waits until the file contains that text.
std::string wait_for(const std::filesystem::path& path, const std::string& text) {
  using namespace std::chrono_literals;
  for (int i = 0; i < 500; ++i) {
    if (std::filesystem::exists(path)) {
      std::string content = read_file(path);
      if (content.find(text) != std::string::npos) return content;
    }
    std::this_thread::sleep_for(20ms);
  }
  FAIL("never in " << path << ": " << text);
  return {};
}

/// The line of the request with that id.
json::object line_of(const std::filesystem::path& path, const std::string& id) {
  std::istringstream lines(wait_for(path, id));
  for (std::string line; std::getline(lines, line);) {
    if (line.find(id) != std::string::npos) return json::parse(line).as_object();
  }
  return {};
}

/// Waits until the server has reported `times` times that it reopened the log.
void await_reopened(const std::filesystem::path& server_log, int times) {
  using namespace std::chrono_literals;
  const std::string said = "the access log is opened again";
  for (int i = 0; i < 500; ++i) {
    const std::string content = read_file(server_log);
    int found = 0;
    for (auto at = content.find(said); at != std::string::npos; at = content.find(said, at + 1)) {
      ++found;
    }
    if (found >= times) return;
    std::this_thread::sleep_for(20ms);
  }
  FAIL("not said " << times << " times: " << said);
}

/// The files of the folder that are open in the process.
std::vector<std::string> open_files(pid_t process, const std::filesystem::path& folder) {
  std::vector<std::string> found;
  const std::filesystem::path descriptors = "/proc/" + std::to_string(process) + "/fd";
  for (const auto& entry : std::filesystem::directory_iterator(descriptors)) {
    std::error_code closed;
    const auto file = std::filesystem::read_symlink(entry, closed);
    if (file.parent_path() == folder) found.push_back(file.filename());
  }
  return found;
}

ApiReply get_with_id(ApiClient&& client, const std::string& target, const std::string& id,
                     const std::string& token = {}) {
  return client.send({.target = target, .token = token, .headers = {{"X-Request-Id", id}}});
}

}  // namespace

TEST_CASE("access log: behind a trusted proxy a line contains the client's address") {
  const TemporaryFolder folder;
  const auto log = folder.path() / "access";
  Installation site(
      {"--access-log", log.string(), "--trusted-proxies", "2001:db8::/32, 127.0.0.1"});
  const auto remote_of = [&](const std::string& id, std::string forwarded_for) {
    site.connect().send(
        {.target = "/healthz",
         .headers = {{"X-Request-Id", id}, {"X-Forwarded-For", std::move(forwarded_for)}}});
    return line_of(log, "\"" + id + "\"").at("remote").as_string();
  };
  CHECK(remote_of("client", "203.0.113.9, [2001:db9::1]:99, 2001:db8::7") == "2001:db9::1");
  CHECK(remote_of("hidden", "203.0.113.9, \"") == "127.0.0.1");
}

TEST_CASE("access log: a line contains the request, the caller and the outcome") {
  const TemporaryFolder folder;
  const auto log = folder.path() / "access";
  Installation site({"--access-log", log.string()});
  Tenant tenant(site);
  tenant.furnish();
  get_with_id(site.connect(), "/api/v1/projects/" + tenant.project + "?indent=2", "first",
              tenant.developer.token);
  const json::object line = line_of(log, "\"first\"");
  CHECK(line.at("method") == "GET");
  CHECK(line.at("path") == "/api/v1/projects/{project_id}");
  CHECK(line.at("status") == 200);
  CHECK(line.at("remote") == "127.0.0.1");
  CHECK(line.at("role") == "developer");
  CHECK(line.at("account").as_string().size() == 32);
  CHECK(line.at("duration_ms").to_number<double>() >= 0);
  CHECK(line.at("received").as_int64() > 0);
  CHECK(line.at("sent").as_int64() > 0);
  CHECK(line.at("time").as_string().size() == std::string("2023-08-14T00:00:00.000Z").size());

  get_with_id(site.connect(), "/nowhere/" + tenant.admin.token, "second");
  CHECK(line_of(log, "\"second\"").at("path").is_null());
  get_with_id(site.connect(), "/readyz", "third");
  CHECK(line_of(log, "\"third\"").at("path") == "/readyz");

  const std::string all = read_file(log);
  for (const std::string& secret :
       {tenant.admin.token, tenant.developer.token, tenant.consumer_token, tenant.admin.email,
        tenant.email, tenant.project, site.root().password}) {
    CAPTURE(secret);
    CHECK(all.find(secret) == std::string::npos);
  }
  std::istringstream lines(all);
  for (std::string text; std::getline(lines, text);) CHECK(json::parse(text).is_object());
}

TEST_CASE("access log: after SIGHUP it continues in the file that now has its name") {
  const TemporaryFolder folder;
  const auto log = folder.path() / "access";
  Installation site({"--access-log", log.string()});
  get_with_id(site.connect(), "/api/v1/me", "before");
  wait_for(log, "\"before\"");
  std::filesystem::rename(log, folder.path() / "access.1");
  site.server().process().signal(SIGHUP);
  wait_for(site.log(), "the access log is opened again");
  get_with_id(site.connect(), "/api/v1/me", "after");
  const std::string fresh = wait_for(log, "\"after\"");
  CHECK(fresh.find("\"before\"") == std::string::npos);
}

TEST_CASE("access log: SIGHUP leaves no descriptor of a former file open") {
  const TemporaryFolder scratch;
  const auto folder = std::filesystem::canonical(scratch.path());
  const auto log = folder / "access";
  Installation site({"--access-log", log.string()});
  Process& server = site.server().process();
  for (int i = 1; i <= 3; ++i) {
    const std::string id = "request-" + std::to_string(i);
    get_with_id(site.connect(), "/api/v1/me", id);
    wait_for(log, id);
    CHECK(open_files(server.pid(), folder) == std::vector<std::string>{"access"});
    std::filesystem::rename(log, folder / ("access." + std::to_string(i)));
    server.signal(SIGHUP);
    await_reopened(site.log(), i);
  }
}

TEST_CASE("access log: requests answered before the end of the server are logged") {
  const TemporaryFolder folder;
  const auto log = folder.path() / "access";
  Installation site({"--access-log", log.string()});
  get_with_id(site.connect(), "/api/v1/me", "last");
  CHECK(site.server().stop() == 0);
  CHECK(read_file(log).find("\"last\"") != std::string::npos);
}

TEST_CASE("access log: a full disk does not delay requests and is reported once") {
  Installation site({"--access-log", "/dev/full"});
  auto client = site.connect();
  for (int i = 0; i < 3; ++i) check_success(client.get("/api/v1/me", site.root().token), 200);
  const std::string text = wait_for(site.log(), "/dev/full cannot be written");
  CHECK(text.find("cannot be written") == text.rfind("cannot be written"));
}

TEST_CASE("access log: a file that cannot be opened is reported at the start") {
  const TemporaryFolder folder;
  const auto outcome =
      run_gatehouse({.arguments = {"serve", "--listen", "127.0.0.1:0", "--database",
                                   "sqlite:" + (folder.path() / "db").string(), "--mail",
                                   "maildir:" + (folder.path() / "mail").string(), "--access-log",
                                   "/nowhere/access"}});
  CHECK(outcome.status == 1);
  CHECK(outcome.err.find("/nowhere/access") != std::string::npos);
}

TEST_CASE("request ids: a well-formed id is returned, also with errors and pages") {
  const std::string id(128, 'x');
  for (const std::string target : {"/api/v1/me", "/nowhere", "/healthz", "/gate/a/b"}) {
    CHECK(get_with_id(shared_installation().connect(), target, id).http.header("X-Request-Id") ==
          id);
  }
}

TEST_CASE("request ids: a malformed or missing id is replaced by a new one") {
  auto client = shared_installation().connect();
  std::set<std::string> seen;
  for (const std::string& id : std::vector<std::string>{std::string(129, 'x'), "a b", "a\"b",
                                                        "a\\b", "a'b", "caf\xC3\xA9"}) {
    const std::string made =
        get_with_id(shared_installation().connect(), "/api/v1/me", id).http.header("X-Request-Id");
    CHECK(made != id);
    CHECK(made.size() == 32);
    seen.insert(made);
  }
  seen.insert(client.get("/api/v1/me").http.header("X-Request-Id"));
  seen.insert(
      client
          .send({.target = "/api/v1/me", .headers = {{"X-Request-Id", "a"}, {"X-Request-Id", "b"}}})
          .http.header("X-Request-Id"));
  HttpClient raw(shared_installation().server().port());
  seen.insert(raw.exchange("nonsense\r\n\r\n").header("X-Request-Id"));
  CHECK(seen.size() == 9);
  CHECK(seen.count("") == 0);
}
