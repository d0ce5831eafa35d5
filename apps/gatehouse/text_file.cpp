#include "text_file.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <span>
#include <system_error>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/text.hpp>

namespace gatehouse::app {
namespace {

/// Returns advice for the operator about an error of open(2) or read(2).
std::string_view advice(int error) {
  switch (error) {
    case ENOENT: return "; check the path";
    case EACCES:
    case EPERM: return "; the user that runs gatehouse needs the right to read it";
    case EISDIR: return "; name a file in it";
    case ENAMETOOLONG: return "; a part of a path may have 255 octets";
    case EMFILE:
    case ENFILE: return "; raise the limit of open files (ulimit -n, LimitNOFILE=)";
    default: return "";
  }
}

[[noreturn]] void fail(const std::string& path, int error) {
  std::string text = path + ": " + std::generic_category().message(error);
  text.append(advice(error));
  throw UnusableFile(text);
}

class Descriptor {
 public:
  explicit Descriptor(const std::string& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    if (descriptor_ < 0) fail(path, errno);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { ::close(descriptor_); }

  [[nodiscard]] int get() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

/// Waits for input, since a pipe may have no writer or an idle one.
void await_octets(const Descriptor& file, const std::string& path) {
  constexpr int patience_ms = 5000;
  pollfd waiting{.fd = file.get(), .events = POLLIN, .revents = 0};
  const int ready = ::poll(&waiting, 1, patience_ms);
  if (ready < 0 && errno != EINTR) fail(path, errno);
  if (ready != 0) return;
  throw UnusableFile(path +
                     ": it is a pipe, and nothing was written to it within 5 s; name a file");
}

/// Reads at most `max_size` + 1 octets, so that the caller can detect excess. Fills `text` in
/// place, since it may become a secret that is wiped.
void read_up_to(const std::string& path, std::size_t max_size, std::string& text) {
  const Descriptor file(path);
  text.reserve(max_size + 1);
  std::array<char, 4096> part{};
  while (text.size() <= max_size) {
    await_octets(file, path);
    const ssize_t count = ::read(file.get(), part.data(), part.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count < 0) fail(path, errno);
    if (count == 0) break;
    const std::size_t room = max_size + 1 - text.size();
    text.append(part.data(), std::min(static_cast<std::size_t>(count), room));
  }
  wipe(std::span(part));
}

}  // namespace

std::string foreign_encoding(std::string_view beginning) {
  using namespace std::string_view_literals;
  if (beginning.starts_with("\x1F\x8B")) return "it is compressed (gzip); uncompress it first";
  if (beginning.starts_with("\x28\xB5\x2F\xFD"))
    return "it is compressed (zstd); uncompress it first";
  if (beginning.starts_with("\xFD"
                            "7zXZ")) {
    return "it is compressed (xz); uncompress it first";
  }
  if (beginning.starts_with("BZh") && beginning.find("1AY&SY") == 4) {
    return "it is compressed (bzip2); uncompress it first";
  }
  if (beginning.starts_with("SQLite format 3")) return "it is an SQLite database, not a text file";
  if (beginning.starts_with("PK\x03\x04"sv)) return "it is a ZIP archive; unpack it first";
  if (beginning.starts_with("\xFF\xFE") || beginning.starts_with("\xFE\xFF")) {
    return "it is UTF-16; save it as UTF-8";
  }
  return {};
}

bool file_exists(const std::string& path) noexcept {
  std::error_code failure;
  return std::filesystem::exists(path, failure);
}

void require_readable(const std::string& path) {
  const Descriptor file(path);
  await_octets(file, path);
  char octet = 0;
  if (::read(file.get(), &octet, 1) < 0) fail(path, errno);
}

std::string read_text_file(const std::string& path, std::size_t max_size) {
  std::string text;
  try {
    read_up_to(path, max_size, text);
    const std::string foreign = foreign_encoding(text);
    if (!foreign.empty()) throw UnusableFile(path + ": " + foreign);
    if (text.size() > max_size) {
      throw UnusableFile(path + ": it is larger than " + std::to_string(max_size) +
                         " octets; check the path");
    }
    if (!count_code_points(text)) {
      throw UnusableFile(path + ": it is not UTF-8; save it as UTF-8");
    }
  } catch (...) {
    wipe(text);
    throw;
  }
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  return text;
}

}  // namespace gatehouse::app
