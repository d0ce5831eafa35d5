#include "scratch_folder.hpp"

#include <cstdlib>
#include <string>
#include <system_error>

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "gatehouse-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "mkdtemp");
  }
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}
