/// Says what is well and what is not, line by line, on standard output.
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "bad_option.hpp"

namespace gatehouse::app {

class Findings {
 public:
  explicit Findings(const Configuration& chosen) : chosen_(chosen) {}

  static void ok(const std::string& what);
  static void warn(const std::string& what);
  void error(const std::string& what);
  /// What `check` throws is an error.
  template <class Check>
  void run(std::string_view subject, Check check) {
    try {
      check();
    } catch (const BadOption& failure) {
      error(std::string(subject) + ": " + failure.in_words(chosen_));
    } catch (const std::exception& failure) {
      error(std::string(subject) + ": " + failure.what());
    }
  }
  /// Whether there was an error.
  [[nodiscard]] bool failed() const noexcept { return failed_; }

 private:
  const Configuration& chosen_;
  bool failed_ = false;
};

/// Warns of a file, if it is there, that other users of the machine may read or write.
void warn_if_open(const std::string& what, const std::string& path);

}  // namespace gatehouse::app
