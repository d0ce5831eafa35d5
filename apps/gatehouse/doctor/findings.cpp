#include "doctor/findings.hpp"

#include <sys/stat.h>

#include <iostream>

namespace gatehouse::app {
namespace {

void say(std::string_view level, const std::string& what) {
  constexpr std::size_t width = 9;
  std::cout << level << std::string(width - level.size(), ' ') << what << '\n';
}

}  // namespace

void Findings::ok(const std::string& what) { say("ok", what); }

void Findings::warn(const std::string& what) { say("warning", what); }

void Findings::error(const std::string& what) {
  failed_ = true;
  say("error", what);
}

void warn_if_open(const std::string& what, const std::string& path) {
  struct stat status {};
  if (path.empty() || stat(path.c_str(), &status) != 0) return;
  constexpr mode_t others = S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
  if ((status.st_mode & others) != 0) {
    Findings::warn(what + ": " + path + " is open to other users of this machine (chmod 600)");
  }
}

}  // namespace gatehouse::app
