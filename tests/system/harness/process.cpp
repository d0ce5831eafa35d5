#include "process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <thread>

#include <gatehouse/testing/temporary_folder.hpp>

extern char** environ;

namespace gatehouse::testing {
namespace {

constexpr int patience_ms = 30'000;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

/// Closes a descriptor at the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {
    if (number < 0) fail("open");
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

std::vector<std::string> environment_of(const Invocation& invocation) {
  std::vector<std::string> environment;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!std::string_view(*variable).starts_with("GATEHOUSE_")) environment.emplace_back(*variable);
  }
  for (const auto& [name, value] : invocation.environment) {
    environment.push_back(name + "=" + value);
  }
  return environment;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

/// A descriptor from which the text can be read.
int readable(const std::string& text) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "input";
  std::ofstream(path, std::ios::binary) << text;
  return ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
}

pid_t spawn(const Invocation& invocation, int in, int out, int err) {
  std::vector<std::string> arguments{invocation.program.empty() ? GATEHOUSE_BINARY
                                                                : invocation.program};
  arguments.insert(arguments.end(), invocation.arguments.begin(), invocation.arguments.end());
  std::vector<std::string> environment = environment_of(invocation);
  const auto argv = pointers(arguments);
  const auto envp = pointers(environment);

  const pid_t pid = ::fork();
  if (pid < 0) fail("fork");
  if (pid > 0) return pid;
  // If a test is killed, its servers are terminated.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::dup2(in, STDIN_FILENO) >= 0 && ::dup2(out, STDOUT_FILENO) >= 0 &&
      ::dup2(err, STDERR_FILENO) >= 0) {
    ::execve(argv[0], argv.data(), envp.data());
  }
  ::_exit(127);
}

bool is_ready(int descriptor) {
  pollfd one{descriptor, POLLIN, 0};
  return ::poll(&one, 1, patience_ms) > 0;
}

}  // namespace

std::string gatehouse_program() { return GATEHOUSE_BINARY; }

Invocation bound_by_file_modes(const Invocation& invocation) {
  if (::geteuid() != 0) return invocation;
  Invocation bound = invocation;
  bound.program = "/usr/bin/setpriv";
  bound.arguments.insert(bound.arguments.begin(),
                         {"--bounding-set=-dac_override,-dac_read_search",
                          invocation.program.empty() ? GATEHOUSE_BINARY : invocation.program});
  return bound;
}

Process::Process(const Invocation& invocation, const std::filesystem::path& log) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe");
  Descriptor output(ends[0]);
  const Descriptor child_output(ends[1]);
  const Descriptor input(readable(invocation.input));
  const Descriptor error(
      ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR));
  pid_ = spawn(invocation, input.number(), child_output.number(), error.number());
  // The header of glibc 2.36 declares pidfd_open() for C only.
  descriptor_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
  output_ = output.release();
}

Process::~Process() {
  if (!ended_) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(output_);
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool Process::receive() {
  if (!is_ready(output_)) throw std::runtime_error("the program says nothing");
  std::array<char, 4096> octets;
  const auto count = ::read(output_, octets.data(), octets.size());
  if (count < 0) fail("read");
  received_.append(octets.data(), static_cast<std::size_t>(count));
  return count > 0;
}

std::string Process::read_line() {
  while (received_.find('\n') == std::string::npos) {
    if (!receive()) return std::exchange(received_, {});
  }
  const std::size_t end = received_.find('\n');
  std::string line = received_.substr(0, end);
  received_.erase(0, end + 1);
  return line;
}

std::string Process::read_rest() {
  while (receive()) {
  }
  return std::exchange(received_, {});
}

void Process::signal(int number) const {
  if (!ended_) ::kill(pid_, number);
}

int Process::wait() {
  if (ended_) return status_;
  if (!is_ready(descriptor_)) throw std::runtime_error("the program does not end");
  int status = 0;
  if (::waitpid(pid_, &status, 0) != pid_) fail("waitpid");
  ended_ = true;
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return status_;
}

Outcome run_gatehouse(const Invocation& invocation) {
  const TemporaryFolder folder;
  const auto log = folder.path() / "stderr";
  Process process(invocation, log);
  std::string out = process.read_rest();
  const int status = process.wait();
  return {status, std::move(out), read_file(log)};
}

bool comes_to_hold(const std::filesystem::path& path, const std::string& text, std::size_t begin) {
  for (int i = 0; i < 2000; ++i) {
    if (read_file(path).find(text, begin) != std::string::npos) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot be read: " + path.string());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace gatehouse::testing
