// A server that cannot write: its messages, and where and how often they appear.
#include <doctest/doctest.h>
#include <sys/resource.h>

#include <chrono>
#include <string>
#include <thread>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"
#include "operations/site.hpp"

using namespace gatehouse::testing;

namespace {

/// Less than the size of SQLite's log after the installation, and more than that of the server's
/// log.
constexpr rlim_t small = 3 * 4096;

/// Simulates a full disk: during its lifetime no file of a server can grow. (The limit applies to
/// SQLite's files; the server's log is smaller.)
class FullDisk {
 public:
  FullDisk(const Process& process, rlim_t bytes) : process_(process) { limit(bytes); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() { limit(RLIM_INFINITY); }

 private:
  void limit(rlim_t bytes) const {
    const rlimit64 wanted{.rlim_cur = bytes, .rlim_max = RLIM_INFINITY};
    CHECK(::prlimit64(process_.pid(), RLIMIT_FSIZE, &wanted, nullptr) == 0);
  }

  const Process& process_;
};

/// Makes writes fail with that SQLSTATE, like PostgreSQL on a full or read-only disk.
void break_writes(const std::string& database, const std::string& sqlstate) {
  run_sql(database,
          "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
          " $$ BEGIN RAISE EXCEPTION 'no write today' USING ERRCODE = '" +
              sqlstate + "'; END $$");
  for (const char* table : {"outgoing_mail", "sessions"}) {
    run_sql(database, std::string("CREATE TRIGGER refuse BEFORE INSERT ON ") + table +
                          " FOR EACH ROW EXECUTE FUNCTION refuse()");
  }
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

bool comes_to_answer(const OperatedSite& site, unsigned status) {
  for (int i = 0; i < 400; ++i) {
    if (site.connect().get("/readyz").status == status) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

/// Checks while writes fail.
void check_told(OperatedSite& site) {
  const std::string login = login_body(site.root().email, site.root().password);
  for (int i = 0; i < 30; ++i) {
    check_error(site.connect().post("/api/v1/session", login), 503);
  }
  CHECK(comes_to_answer(site, 503));
  CHECK(site.connect().get("/readyz").http.body.find(
            R"("writing":"The storage cannot be written; the server's log says why.")") !=
        std::string::npos);
  CHECK(site.connect().get("/healthz").status == 200);
  // Reads succeed.
  check_success(site.connect().get("/api/v1/me", site.root().token), 200);
  const std::string metrics = site.metrics();
  CHECK(value_of(metrics, "gatehouse_storage_writable") == "0");
  CHECK(value_of(metrics, "gatehouse_storage_up") == "1");
  CHECK(std::stoul(value_of(metrics, "gatehouse_storage_failed_commits_total")) >= 30);
}

/// Checks after writes succeed again, without requests in between.
void check_recovered(OperatedSite& site) {
  CHECK(comes_to_answer(site, 200));
  check_success(
      site.connect().post("/api/v1/session", login_body(site.root().email, site.root().password)),
      201);
  CHECK(value_of(site.metrics(), "gatehouse_storage_writable") == "1");
  CHECK(comes_to_hold(site.log(), "storage: it can be written again"));
  const std::string log = read_file(site.log());
  CHECK(count(log, "storage: it cannot be written, and the server is not ready") == 1);
  CHECK(count(log, "storage: it can be written again") == 1);
}

}  // namespace

TEST_CASE("disk: a server with a full disk is not ready, logs it once, and recovers by itself") {
  if (on_postgresql()) return;
  OperatedSite site;
  {
    const FullDisk disk(site.server().process(), small);
    check_told(site);
  }
  check_recovered(site);
  const std::string log = read_file(site.log());
  // The first failing requests may have been faster than the trial write.
  CHECK(count(log, "\n") < 25);
}

TEST_CASE("disk: a server without writes detects it when readiness is checked") {
  if (on_postgresql()) return;
  OperatedSite site;
  CHECK(site.connect().get("/readyz").status == 200);
  const FullDisk disk(site.server().process(), small);
  CHECK(comes_to_answer(site, 503));
}

TEST_CASE("disk: a limit on the size of files does not terminate the server") {
  if (on_postgresql()) return;
  Installation site;
  {
    const FullDisk disk(site.server().process(), small);
    (void)site.connect().post("/api/v1/session",
                              login_body(site.root().email, site.root().password));
  }
  CHECK(site.server().stop() == 0);
}

TEST_CASE("disk: a full or read-only disk of PostgreSQL makes a server not ready as well") {
  if (!on_postgresql()) return;
  for (const char* sqlstate : {"53100", "25006", "58030"}) {
    CAPTURE(sqlstate);
    OperatedSite site;
    break_writes(site.database(), sqlstate);
    check_told(site);
    run_sql(site.database(), "DROP FUNCTION refuse() CASCADE");
    check_recovered(site);
  }
}
