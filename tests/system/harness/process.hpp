/// Runs the program `gatehouse` like its users: with arguments, environment, standard streams and
/// signals.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::testing {

struct Invocation {
  /// After the name of the program.
  std::vector<std::string> arguments;
  /// In addition to the environment of the test without its GATEHOUSE_ variables.
  std::vector<std::pair<std::string, std::string>> environment{};
  /// The standard input.
  std::string input{};
  /// The program to run; empty for gatehouse.
  std::string program{};
};

/// The path of the program.
[[nodiscard]] std::string gatehouse_program();

/// The same for a program to which file modes apply even if root runs the tests.
[[nodiscard]] Invocation bound_by_file_modes(const Invocation& invocation);

struct Outcome {
  /// The exit status, or 128 and the signal that ended it.
  int status;
  std::string out;
  std::string err;
};

/// Runs the program until it exits. Throws if it does not exit in time.
[[nodiscard]] Outcome run_gatehouse(const Invocation& invocation);

/// A running program; it is killed by the destructor, or when the thread that started it exits.
class Process {
 public:
  /// Standard error is appended to the file `log`.
  Process(const Invocation& invocation, const std::filesystem::path& log);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  [[nodiscard]] pid_t pid() const noexcept { return pid_; }

  /// The next line of standard output, without its end; the remaining text if the stream ends
  /// first.
  [[nodiscard]] std::string read_line();
  /// The rest of standard output.
  [[nodiscard]] std::string read_rest();

  void signal(int number) const;
  /// The exit status, or 128 and the signal that ended it. Throws if it does not end in time.
  int wait();

 private:
  bool receive();

  pid_t pid_ = -1;
  int descriptor_ = -1;
  int output_ = -1;
  bool ended_ = false;
  int status_ = 0;
  std::string received_;
};

/// Whether a file that is being written contains the text after `begin`, or does so soon.
[[nodiscard]] bool comes_to_hold(const std::filesystem::path& path, const std::string& text,
                                 std::size_t begin = 0);

/// The whole file.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

}  // namespace gatehouse::testing
