/// An installation and the output of the doctor.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/installation.hpp"
#include "harness/process.hpp"

namespace gatehouse::testing {

/// `more` options override those of the installation.
inline Outcome examine(const Installation& site, const std::vector<std::string>& more = {}) {
  std::vector<std::string> options{"--database",
                                   site.database(),
                                   "--encryption-key-file",
                                   site.key_file().string(),
                                   "--mail",
                                   "maildir:" + site.maildir().string(),
                                   "--public-url",
                                   "https://example.org",
                                   "--password-min-length",
                                   "12"};
  options.insert(options.end(), more.begin(), more.end());
  std::vector<std::string> arguments = last_of_each(options);
  arguments.insert(arguments.begin(), "doctor");
  return run_gatehouse({.arguments = arguments});
}

/// Whether the output has a line of that level with the text.
inline bool says(const Outcome& outcome, const std::string& level, const std::string& text) {
  for (std::size_t at = outcome.out.find(text); at != std::string::npos;
       at = outcome.out.find(text, at + 1)) {
    const std::size_t line = outcome.out.rfind('\n', at) + 1;
    if (outcome.out.substr(line).starts_with(level + " ")) return true;
  }
  MESSAGE(outcome.out << outcome.err);
  return false;
}

}  // namespace gatehouse::testing
