#include "installation_files.hpp"

#include <filesystem>
#include <system_error>
#include <vector>

#include "encryption.hpp"
#include "wiring.hpp"

namespace gatehouse::app {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> files_of(const Configuration& chosen) {
  std::vector<std::string> files{encryption_key_file(chosen), chosen.tls_certificate,
                                 chosen.tls_key, chosen.smtp_password_file, chosen.smtp_ca_file};
  if (const auto path = sqlite_path(chosen)) {
    for (const char* suffix : {"", "-wal", "-shm", "-journal", ".key"}) {
      files.push_back(*path + suffix);
    }
  }
  std::erase(files, std::string());
  return files;
}

/// Returns the path at which a file would be created. weakly_canonical() does not follow a link to
/// a file that does not exist.
std::optional<fs::path> resolved(const std::string& path) {
  constexpr int most_links = 40;  // the limit of Linux
  std::error_code failure;
  fs::path at = fs::absolute(path, failure);
  for (int i = 0; i < most_links && !failure && fs::is_symlink(at, failure); ++i) {
    at = at.parent_path() / fs::read_symlink(at, failure);
  }
  // A missing file is not an error here.
  at = fs::weakly_canonical(at, failure);
  if (failure) return std::nullopt;
  return at;
}

bool is_same_file(const std::string& one, const std::string& other) {
  std::error_code failure;
  if (fs::equivalent(one, other, failure)) return true;
  const auto first = resolved(one);
  return first && first == resolved(other);
}

}  // namespace

std::optional<std::string> fault_of_target(const Configuration& chosen, const std::string& target) {
  if (target.empty() || target == "-") return std::nullopt;
  for (const std::string& file : files_of(chosen)) {
    if (!is_same_file(target, file)) continue;
    return target + " belongs to the installation itself; choose another name";
  }
  return std::nullopt;
}

}  // namespace gatehouse::app
