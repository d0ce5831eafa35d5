/// The results of checks: successes, warnings and errors.
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "bad_option.hpp"

namespace spdlog {
class logger;
}  // namespace spdlog

namespace gatehouse::app {

/// Receives the results of checks. The checks are the same for all callers, which decide about the
/// consequences.
class Findings {
 public:
  virtual ~Findings() = default;

  virtual void ok(const std::string& what) = 0;
  virtual void warn(const std::string& what) = 0;
  /// Reports that the server would not start, or would not work.
  virtual void error(const std::string& what) = 0;

  /// Runs `check` and reports an exception as an error. Returns whether it succeeded.
  template <class Check>
  bool run(std::string_view subject, Check check) {
    try {
      check();
      return true;
    } catch (const std::exception& failure) {
      thrown(subject, failure);
      return false;
    }
  }

 protected:
  /// Must be called within the catch block.
  virtual void thrown(std::string_view subject, const std::exception& failure) = 0;
};

/// Prints all findings to standard output, one per line.
class PrintedFindings final : public Findings {
 public:
  explicit PrintedFindings(const Configuration& chosen) : chosen_(chosen) {}

  void ok(const std::string& what) override;
  void warn(const std::string& what) override;
  void error(const std::string& what) override;

  /// Whether there was an error.
  [[nodiscard]] bool failed() const noexcept { return failed_; }

 protected:
  void thrown(std::string_view subject, const std::exception& failure) override;

 private:
  const Configuration& chosen_;
  bool failed_ = false;
};

/// For use before a start: logs warnings, and throws the first error.
class StartFindings final : public Findings {
 public:
  explicit StartFindings(spdlog::logger& logger) : logger_(logger) {}

  void ok(const std::string& what) override;
  void warn(const std::string& what) override;
  void error(const std::string& what) override;

 protected:
  void thrown(std::string_view subject, const std::exception& failure) override;

 private:
  spdlog::logger& logger_;
};

/// Warns of an existing file that other users of the machine may read or write.
void warn_if_open(Findings& findings, const std::string& what, const std::string& path);

}  // namespace gatehouse::app
