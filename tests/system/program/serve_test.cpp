// The server from start to stop.
#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

std::vector<std::string> serve(const TemporaryFolder& folder, const std::string& listen) {
  return {"serve",
          "--listen",
          listen,
          "--database",
          "sqlite:" + (folder.path() / "gatehouse.db").string(),
          "--mail",
          "maildir:" + (folder.path() / "mail").string()};
}

}  // namespace

TEST_CASE("serve: the only line on standard output contains the URL, which is served") {
  const TemporaryFolder folder;
  Process process({serve(folder, "127.0.0.1:0")}, folder.path() / "log");
  const std::string line = process.read_line();
  const std::string before = "listening on http://127.0.0.1:";
  REQUIRE(line.starts_with(before));
  const auto port = static_cast<std::uint16_t>(std::stoul(line.substr(before.size())));
  CHECK(port != 0);
  check_error(ApiClient(port).get("/api/v1/me"), 401);
  process.signal(SIGTERM);
  CHECK(process.wait() == 0);
  CHECK(process.read_rest().empty());
}

TEST_CASE("serve: SIGTERM and SIGINT stop it with status 0") {
  for (const int number : {SIGTERM, SIGINT}) {
    Installation site;
    auto idle = site.connect();
    check_success(idle.get("/api/v1/me", site.root().token), 200);
    site.server().process().signal(number);
    CHECK(site.server().process().wait() == 0);
  }
}

TEST_CASE("serve: requests in flight are answered before it stops") {
  // Hashing takes long enough for the signal to arrive meanwhile. The default deadlines of the stop
  // and of the client are too short for it on a very busy machine.
  Installation site(
      {"--argon2-memory-kib", "65536", "--argon2-iterations", "8", "--stop-deadline", "1m"});
  const std::string body = login_body(site.root().email, site.root().password);
  HttpClient client(site.server().port(), std::chrono::minutes(1));
  // Sent together: when the first is answered, the server has read the second too.
  client.send(
      "GET /api/v1/me HTTP/1.1\r\nHost: x\r\n\r\n"
      "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
      "Content-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body);
  REQUIRE(client.read().status == 401);
  site.server().process().signal(SIGTERM);
  // It has no effect any more.
  site.server().process().signal(SIGHUP);
  const HttpAnswer answer = client.read();
  CHECK(answer.status == 201);
  CHECK(answer.header("Connection") == "close");
  CHECK(client.is_closed_by_server());
  CHECK(site.server().process().wait() == 0);
}

TEST_CASE("serve: a port in use is reported with its number") {
  Installation site;
  const TemporaryFolder folder;
  const std::string port = std::to_string(site.server().port());
  const auto outcome = run_gatehouse({serve(folder, "127.0.0.1:" + port)});
  INFO(outcome.err);
  CHECK(outcome.status == 1);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.find(port) != std::string::npos);
  CHECK(outcome.err.find("in use") != std::string::npos);
  check_success(site.connect().get("/api/v1/me", site.root().token), 200);
}

TEST_CASE("serve: links in mail begin with the listening address, unless configured otherwise") {
  const TemporaryFolder folder;
  ServerProcess server({"--database", "sqlite:" + (folder.path() / "gatehouse.db").string(),
                        "--mail", "maildir:" + (folder.path() / "mail").string()},
                       folder.path() / "log");
  check_success(ApiClient(server.port()).post("/api/v1/register", registration_body("a@b.example")),
                201);
  const auto mail = Mailbox(folder.path() / "mail").last_to("a@b.example");
  CHECK(mail.raw.find("\n" + server.url() + "/approve?registrationId=") != std::string::npos);
}

TEST_CASE("serve: mail is sent from the configured sender") {
  Installation site({"--mail-from", "Zoë of Gatehouse <zoe@example.net>"});
  const Registration registration = register_account(site);
  CHECK(site.mailbox().last_to(registration.email).header("From").find("<zoe@example.net>") !=
        std::string::npos);
}

TEST_CASE("serve: an unusable Maildir is reported at the start") {
  const TemporaryFolder folder;
  auto arguments = serve(folder, "127.0.0.1:0");
  arguments.back() = "maildir:/proc/mail";
  const auto outcome = run_gatehouse({arguments});
  CHECK(outcome.status == 1);
  CHECK(outcome.err.find("/proc/mail") != std::string::npos);
}

TEST_CASE("serve: two servers with one database see each other's accounts") {
  Installation site;
  ServerProcess second(
      {"--database", site.database(), "--mail", "maildir:" + site.maildir().string()}, site.log());
  Tenant tenant(site);
  ApiClient other(second.port());
  check_success(other.get("/api/v1/me", tenant.admin.token), 200);
  check_success(other.remove("/api/v1/session/logout", tenant.admin.token), 202);
  check_error(tenant.get("/me"), 401);
}
