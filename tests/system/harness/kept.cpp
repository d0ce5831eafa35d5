#include "kept.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "database.hpp"
#include "process.hpp"

namespace gatehouse::testing {

std::map<std::string, std::string> what_is_kept(const Installation& site) {
  std::map<std::string, std::string> kept{{"PostgreSQL", dump(site.database())}};
  for (const auto& entry : std::filesystem::directory_iterator(site.folder())) {
    if (entry.is_regular_file()) {
      kept[entry.path().filename().string()] = read_file(entry.path());
    }
  }
  return kept;
}

void check_holds_none(const std::map<std::string, std::string>& secrets, const std::string& octets,
                      const std::string& place) {
  for (const auto& secret : secrets) {
    REQUIRE(secret.second.size() > 10);
    CHECK_MESSAGE(octets.find(secret.second) == std::string::npos,
                  place << " holds the " << secret.first);
  }
}

}  // namespace gatehouse::testing
