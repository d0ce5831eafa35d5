#include "doctor/findings.hpp"

#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <iostream>
#include <stdexcept>

namespace gatehouse::app {
namespace {

void say(std::string_view level, const std::string& what) {
  constexpr std::size_t width = 9;
  std::cout << level << std::string(width - level.size(), ' ') << what << '\n';
}

}  // namespace

void PrintedFindings::ok(const std::string& what) { say("ok", what); }

void PrintedFindings::warn(const std::string& what) { say("warning", what); }

void PrintedFindings::error(const std::string& what) {
  failed_ = true;
  say("error", what);
}

void PrintedFindings::thrown(std::string_view subject, const std::exception& failure) {
  const auto* option = dynamic_cast<const BadOption*>(&failure);
  error(std::string(subject) + ": " +
        (option != nullptr ? option->in_words(chosen_) : failure.what()));
}

void StartFindings::ok(const std::string& what) { logger_.debug("{}", what); }

void StartFindings::warn(const std::string& what) { logger_.warn("{}", what); }

void StartFindings::error(const std::string& what) { throw std::runtime_error(what); }

void StartFindings::thrown(std::string_view /*subject*/, const std::exception& /*failure*/) {
  throw;
}

void warn_if_open(Findings& findings, const std::string& what, const std::string& path) {
  struct stat status {};
  if (path.empty() || stat(path.c_str(), &status) != 0) return;
  constexpr mode_t others = S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
  if ((status.st_mode & others) != 0) {
    findings.warn(what + ": " + path + " is open to other users of this machine (chmod 600)");
  }
}

}  // namespace gatehouse::app
