/// Runs the program `gatehouse` as its users do: arguments, environment, standard streams, signals.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::testing {

struct Invocation {
  /// After the program's name.
  std::vector<std::string> arguments;
  /// On top of the test's own environment, without its GATEHOUSE_ variables.
  std::vector<std::pair<std::string, std::string>> environment{};
  /// What stands on standard input.
  std::string input{};
  /// What to run; empty for gatehouse.
  std::string program{};
};

/// The path of the program.
[[nodiscard]] std::string gatehouse_program();

/// The same for a program that the modes of files bind even when root runs the tests.
[[nodiscard]] Invocation bound_by_file_modes(const Invocation& invocation);

struct Outcome {
  /// The exit status, or 128 and the signal that ended it.
  int status;
  std::string out;
  std::string err;
};

/// Runs the program to its end. Throws when it has none in time.
[[nodiscard]] Outcome run_gatehouse(const Invocation& invocation);

/// The program while it runs; killed when this ends, or when the thread that started it does.
class Process {
 public:
  /// Standard error is appended to the file `log`.
  Process(const Invocation& invocation, const std::filesystem::path& log);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  [[nodiscard]] pid_t pid() const noexcept { return pid_; }

  /// The next line of standard output, without its end; what there is when the stream ends first.
  [[nodiscard]] std::string read_line();
  /// The rest of standard output.
  [[nodiscard]] std::string read_rest();

  void signal(int number) const;
  /// The exit status, or 128 and the signal that ended it. Throws when it does not end in time.
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

/// Whether a file that is being written holds the text from `begin` on, or does so soon.
[[nodiscard]] bool comes_to_hold(const std::filesystem::path& path, const std::string& text,
                                 std::size_t begin = 0);

/// The whole file.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

}  // namespace gatehouse::testing
