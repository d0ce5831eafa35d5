// A log whose reader is slow, late or gone.
#include <operations/log_file.hpp>

#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <gatehouse/testing/temporary_folder.hpp>

using gatehouse::app::LogFile;
using gatehouse::testing::TemporaryFolder;
using namespace std::chrono_literals;

namespace {

/// The reports of a log, which other threads may wait for.
class Reports {
 public:
  [[nodiscard]] LogFile::Report receiver() {
    return [this](std::string_view text) {
      {
        const std::lock_guard lock(mutex_);
        texts_.emplace_back(text);
      }
      changed_.notify_all();
    };
  }
  [[nodiscard]] bool come_to_hold(const std::string& text) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 30s, [&] {
      for (const std::string& one : texts_) {
        if (one.find(text) != std::string::npos) return true;
      }
      return false;
    });
  }
  [[nodiscard]] std::size_t count() {
    const std::lock_guard lock(mutex_);
    return texts_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> texts_;
};

/// A FIFO, optionally with a reader.
class Fifo {
 public:
  explicit Fifo(const std::filesystem::path& path) : path_(path) {
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  }
  Fifo(const Fifo&) = delete;
  Fifo& operator=(const Fifo&) = delete;
  ~Fifo() {
    if (reader_ >= 0) ::close(reader_);
  }

  void open_reader() {
    reader_ = ::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    REQUIRE(reader_ >= 0);
  }
  /// Reads the available data.
  [[nodiscard]] std::string read() const {
    std::string text;
    std::array<char, 65536> part{};
    for (ssize_t count = 0; (count = ::read(reader_, part.data(), part.size())) > 0;) {
      text.append(part.data(), static_cast<std::size_t>(count));
    }
    return text;
  }
  /// Reads until the text has arrived.
  [[nodiscard]] bool brings(const std::string& wanted) const {
    std::string text;
    for (const auto end = std::chrono::steady_clock::now() + 30s;
         std::chrono::steady_clock::now() < end;) {
      text += read();
      if (text.find(wanted) != std::string::npos) return true;
      ::usleep(1000);
    }
    return false;
  }

 private:
  std::filesystem::path path_;
  int reader_ = -1;
};

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// More than a log buffers.
void overfill(LogFile& log) {
  const std::string line(1023, 'x');
  for (int i = 0; i < 6 * 1024; ++i) log.write(line + "\n");
}

}  // namespace

TEST_CASE("log file: lines are in the file when the log has been closed") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "log";
  Reports reports;
  {
    LogFile log(path.string(), reports.receiver());
    log.write("one\n");
    log.write("two\n");
  }
  CHECK(content(path) == "one\ntwo\n");
  CHECK(reports.count() == 0);
}

TEST_CASE("log file: lines of several threads are intact, and none is lost by a reopen") {
  constexpr int threads = 4;
  constexpr int lines = 500;
  const TemporaryFolder folder;
  const auto path = folder.path() / "log";
  const auto former = folder.path() / "log.1";
  Reports reports;
  {
    LogFile log(path.string(), reports.receiver());
    std::vector<std::jthread> writers;
    for (int i = 0; i < threads; ++i) {
      writers.emplace_back([&log, i] {
        const std::string line(40, static_cast<char>('a' + i));
        for (int n = 0; n < lines; ++n) {
          if (n % 50 == 0) {
            log.write_now(line + "\n");
          } else {
            log.write(line + "\n");
          }
        }
      });
    }
    std::filesystem::rename(path, former);
    log.reopen();
    writers.clear();
    log.drain(30s);
  }
  std::map<std::string, int> found;
  std::istringstream all(content(former) + content(path));
  for (std::string line; std::getline(all, line);) ++found[line];
  CHECK(found.size() == threads);
  for (const auto& [line, count] : found) CHECK(count == lines);
  CHECK(reports.count() == 0);
}

TEST_CASE("log file: drain() returns when all lines are in the file") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "log";
  Reports reports;
  LogFile log(path.string(), reports.receiver());
  log.write("one\n");
  log.drain(30s);
  CHECK(content(path) == "one\n");
}

TEST_CASE("log file: a FIFO without a reader delays neither its start, its writers nor its end") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "fifo";
  const Fifo fifo(path);
  Reports reports;
  LogFile log(path.string(), reports.receiver());
  overfill(log);
  CHECK(log.dropped() > 0);
}

TEST_CASE("log file: a reader that connects late gets the buffered lines") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "fifo";
  Fifo fifo(path);
  Reports reports;
  LogFile log(path.string(), reports.receiver());
  log.write("early\n");
  fifo.open_reader();
  CHECK(fifo.brings("early\n"));
}

TEST_CASE("log file: lines dropped because of a stalled reader are counted and reported later") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "fifo";
  Fifo fifo(path);
  fifo.open_reader();
  Reports reports;
  LogFile log(path.string(), reports.receiver());
  overfill(log);
  const auto dropped = log.dropped();
  CHECK(dropped > 0);
  CHECK(reports.count() == 0);
  // Important lines still fit.
  log.write_now("matters\n");
  CHECK(log.dropped() == dropped);
  CHECK(fifo.brings("matters\n"));
  CHECK(reports.come_to_hold(std::to_string(dropped) + " lines were dropped"));
  CHECK(reports.count() == 1);
}

TEST_CASE("log file: it can be reopened while its reader is stalled") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "log";
  Reports reports;
  const Fifo fifo(path);
  LogFile log(path.string(), reports.receiver());
  overfill(log);
  std::filesystem::rename(path, folder.path() / "former");
  log.reopen();
  log.write_now("after\n");
  log.drain(30s);
  CHECK(content(path).ends_with("after\n"));
}

TEST_CASE("log file: a full disk is reported once, and dropped lines are counted") {
  Reports reports;
  LogFile log("/dev/full", reports.receiver());
  log.write("one\n");
  CHECK(reports.come_to_hold("/dev/full cannot be written: No space left on device"));
  log.write("two\n");
  log.drain(30s);
  CHECK(log.dropped() == 2);
  CHECK(reports.count() == 1);
}

TEST_CASE("log file: a path that cannot be opened is rejected by name") {
  Reports reports;
  const auto refusal_of = [&](const std::string& path) {
    try {
      const LogFile log(path, reports.receiver());
    } catch (const std::system_error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(refusal_of("/nowhere/log").find("/nowhere/log: No such file") != std::string::npos);
  CHECK(refusal_of("/tmp").find("/tmp: Is a directory") != std::string::npos);
  CHECK(refusal_of("/tmp/" + std::string(300, 'x')).find("File name too long") !=
        std::string::npos);
}
