// The memory use is independent of the size of an installation.
#include <cstdint>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/storage_sqlite/sqlite_storage.hpp>
#include <gatehouse/testing/temporary_folder.hpp>
#include <gatehouse/transfer_json/transfer.hpp>

#include "samples.hpp"

using namespace gatehouse;
using namespace gatehouse::testing;

namespace {

std::int64_t status_kib(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::int64_t kib = 0;
    if (word == name + ":" && status >> kib) return kib;
  }
  FAIL("the kernel does not tell");
  return 0;
}

/// The peak growth of the process during `work`.
template <class Work>
std::int64_t growth_kib(Work work) {
  std::ofstream("/proc/self/clear_refs") << "5";  // resets the former peak
  const std::int64_t before = status_kib("VmRSS");
  work();
  return status_kib("VmHWM") - before;
}

}  // namespace

TEST_CASE("memory: 200,000 consumers are exported and imported page by page") {
  constexpr int consumers = 200'000;
  constexpr std::int64_t most_kib = 16 * 1024;
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "export.jsonl").string();
  {
    SqliteStorage source({.path = (folder.path() / "source.db").string()});
    const auto filled = source.transact([&](Transaction& tx) -> Result<Done> {
      conformance::Samples make;
      const Account account = make.account();
      bool all = tx.accounts().insert(account);
      for (int i = 0; i < consumers; ++i) all &= tx.consumers().insert(make.consumer(account.id));
      if (!all) return Unexpected(conflict("was refused"));
      return Done{};
    });
    REQUIRE(filled.has_value());
    CHECK(growth_kib([&] {
            std::ofstream out(file, std::ios::binary);
            CHECK(transfer::export_all(source, out, Timestamp()) == consumers + 1);
          }) < most_kib);
  }
  // Less than all records would take.
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  REQUIRE(in.tellg() > most_kib * 1024);

  SqliteStorage target({.path = (folder.path() / "target.db").string()});
  CHECK(growth_kib([&] {
          const auto imported = transfer::import_all(target, in);
          REQUIRE(imported.has_value());
          CHECK(imported->records == consumers + 1);
        }) < most_kib);
}
