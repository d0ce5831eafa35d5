#include <gatehouse/crypto_openssl/key_file.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/ports/port_error.hpp>

#include "wiped.hpp"

namespace gatehouse {
namespace {

/// The maximum size, which suffices for hundreds of keys.
constexpr std::size_t largest_file = std::size_t{64} * 1024;
constexpr std::size_t largest_line = 128;

std::string in_words(const std::string& path) { return "the encryption key file \"" + path + "\""; }

std::string reason() { return std::generic_category().message(errno); }

class Descriptor {
 public:
  explicit Descriptor(int number) noexcept : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }

  [[nodiscard]] int number() const noexcept { return number_; }
  [[nodiscard]] bool is_open() const noexcept { return number_ >= 0; }

 private:
  int number_;
};

void check_mode(const Descriptor& file, const std::string& path) {
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) throw PortError(in_words(path) + ": " + reason());
  if (!S_ISREG(status.st_mode)) throw PortError(in_words(path) + " is not a file");
  if ((status.st_mode & (S_IRWXO | S_IWGRP)) != 0) {
    throw PortError(in_words(path) + " is open to others than its owner: chmod 600 it");
  }
}

std::string_view content(const Descriptor& file, Wiped& room, const std::string& path) {
  std::size_t size = 0;
  while (size < room.text.size()) {
    const auto read = ::read(file.number(), room.text.data() + size, room.text.size() - size);
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) throw PortError(in_words(path) + " cannot be read: " + reason());
    if (read == 0) return std::string_view(room.text).substr(0, size);
    size += static_cast<std::size_t>(read);
  }
  throw PortError(in_words(path) + " is too large to be one");
}

/// Removes the first line of the text, and returns it without its line end.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool read_key(std::string_view line, EncryptionKey& key) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return false;
  Wiped octets(EncryptionKey::size);
  if (!from_hex(line.substr(space + 1),
                {reinterpret_cast<std::uint8_t*>(octets.text.data()), octets.text.size()})) {
    return false;
  }
  key.id = line.substr(0, space);
  key.octets = Secret(octets.text);
  return true;
}

/// Appends the line of a new key.
void make_key(Wiped& line, Entropy& entropy) {
  line.text.reserve(largest_line);
  std::array<std::uint8_t, 4> id{};
  std::array<std::uint8_t, EncryptionKey::size> octets{};
  entropy.fill(id);
  entropy.fill(octets);
  std::string digits = to_hex(octets);
  line.text.append("k").append(to_hex(id)).append(" ").append(digits).append("\n");
  wipe(digits);
  wipe(octets);
}

void write_all(const Descriptor& file, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(file.number(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw std::system_error(errno, std::generic_category());
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

/// Writes the file under a temporary name and flushes it to disk.
void write_durably(const std::string& path, std::string_view text) {
  const Descriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.is_open()) throw std::system_error(errno, std::generic_category());
  write_all(file, text);
  if (::fsync(file.number()) != 0) throw std::system_error(errno, std::generic_category());
}

/// Returns false when the name is taken.
bool publish(const std::string& written, const std::string& path) {
  if (::link(written.c_str(), path.c_str()) != 0) {
    if (errno == EEXIST) return false;
    throw std::system_error(errno, std::generic_category());
  }
  const std::string folder = std::filesystem::absolute(path).parent_path().string();
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.is_open() || ::fsync(opened.number()) != 0) {
    throw std::system_error(errno, std::generic_category());
  }
  return true;
}

}  // namespace

std::vector<EncryptionKey> read_key_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) throw PortError(in_words(path) + " cannot be opened: " + reason());
  check_mode(file, path);
  Wiped room(largest_file);
  std::string_view text = content(file, room, path);
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());

  std::vector<EncryptionKey> keys;
  for (int number = 1; !text.empty(); ++number) {
    const std::string_view line = take_line(text);
    if (line.empty() || line.front() == '#') continue;
    EncryptionKey key;
    if (!read_key(line, key)) {
      throw PortError(in_words(path) + ", line " + std::to_string(number) +
                      ": must be a key's id, a space, and 64 lower-case hex digits");
    }
    keys.push_back(std::move(key));
  }
  if (keys.empty()) throw PortError(in_words(path) + " holds no key");
  try {
    check_keys(keys);
  } catch (const std::invalid_argument& error) {
    throw PortError(in_words(path) + ": " + error.what());
  }
  return keys;
}

bool create_key_file(const std::string& path, Entropy& entropy) {
  Wiped line(0);
  make_key(line, entropy);
  std::array<std::uint8_t, 8> chance{};
  entropy.fill(chance);
  const std::string written = path + "." + to_hex(chance) + ".new";
  try {
    write_durably(written, line.text);
    const bool published = publish(written, path);
    ::unlink(written.c_str());
    return published;
  } catch (const std::system_error& error) {
    ::unlink(written.c_str());
    throw PortError(in_words(path) + " cannot be made: " + error.code().message());
  }
}

}  // namespace gatehouse
