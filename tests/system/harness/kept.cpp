#include "kept.hpp"

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

}  // namespace gatehouse::testing
