#include <gatehouse/mail_maildir/maildir_mailer.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/base/wiped_text.hpp>
#include <gatehouse/ports/port_error.hpp>

#include "file_system.hpp"

namespace gatehouse {

using mail_maildir::fail;
using mail_maildir::File;
using mail_maildir::flush_folder;
using mail_maildir::make_folder;
using mail_maildir::move_to_free_name;
using mail_maildir::require_writable;

namespace {

/// The names of deliveries of one machine do not collide, so a few attempts suffice.
constexpr int max_attempts = 8;

std::string machine_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "localhost";
  return name.data();
}

/// As the Maildir specification requires: a file name must not contain a slash, nor a colon before
/// the flags that readers add.
std::string escaped_host(const std::string& host) {
  std::string escaped;
  for (const char c : host) {
    if (c == '/') {
      escaped += "\\057";
    } else if (c == ':') {
      escaped += "\\072";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

MaildirOptions checked(MaildirOptions options) {
  if (options.path.empty()) throw std::invalid_argument("Maildir: a path is needed");
  require_sender(options.from);
  if (options.host.find('\0') != std::string::npos) {
    throw std::invalid_argument("Maildir: the host must not hold NUL");
  }
  options.host = escaped_host(options.host.empty() ? machine_name() : options.host);
  // A slash at the end is removed, since it would hide the parent folder.
  if (!options.path.has_filename()) options.path = options.path.parent_path();
  return options;
}

void make_maildir(const std::filesystem::path& path) {
  make_folder(path);
  for (const char* folder : {"tmp", "new", "cur"}) make_folder(path / folder);
}

/// A mail being written. The destructor removes its file in tmp, unless the file was moved.
class Draft {
 public:
  explicit Draft(std::filesystem::path path) : path_(std::move(path)) {}
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    if (written_) ::unlink(path_.c_str());
  }

  /// False when there is a file of that name.
  [[nodiscard]] bool write(const std::string& message) {
    invariant(!written_);
    File file(path_, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    if (!file.is_open()) {
      if (file.error() == EEXIST) return false;
      fail("cannot make", path_, file.error());
    }
    written_ = true;
    if (const int error = file.write(message)) fail("cannot write", path_, error);
    if (const int error = file.flush()) fail("cannot flush", path_, error);
    return true;
  }

  /// False when there is a file of that name.
  [[nodiscard]] bool move_to(const std::filesystem::path& target) {
    invariant(written_);
    const int error = move_to_free_name(path_, target);
    if (error == EEXIST) return false;
    if (error != 0) fail("cannot move mail to", target, error);
    written_ = false;
    return true;
  }

 private:
  std::filesystem::path path_;
  bool written_ = false;
};

}  // namespace

MaildirMailer::MaildirMailer(MaildirOptions options) : options_(checked(std::move(options))) {
  make_maildir(options_.path);
  require_writable(options_.path / "tmp");
  require_writable(options_.path / "new");
}

std::string MaildirMailer::message_id(std::string_view unique_name) const {
  return gatehouse::message_id(unique_name, options_.from);
}

void MaildirMailer::deliver(const Mail& mail) {
  std::string message = format_message(mail, options_.from);
  const WipeAtEnd wiped(message);
  // The folders may have been removed meanwhile.
  make_maildir(options_.path);
  const std::filesystem::path folder = options_.path / "new";
  for (int attempt = 0; attempt < max_attempts; ++attempt) {
    const std::string name = unique_name();
    Draft draft(options_.path / "tmp" / name);
    if (!draft.write(message) || !draft.move_to(folder / name)) continue;
    if (const int error = flush_folder(folder)) {
      throw TransientPortError("mail may be lost, cannot flush " + folder.string() + ": " +
                               std::generic_category().message(error));
    }
    return;
  }
  throw TransientPortError("no free name for a mail in " + folder.string());
}

std::string MaildirMailer::unique_name() {
  using namespace std::chrono;
  const auto now = floor<microseconds>(system_clock::now().time_since_epoch());
  const auto whole = floor<seconds>(now);
  return std::to_string(whole.count())
      .append(".M")
      .append(std::to_string((now - whole).count()))
      .append("P")
      .append(std::to_string(::getpid()))
      .append("Q")
      .append(std::to_string(deliveries_.fetch_add(1, std::memory_order_relaxed)))
      .append(".")
      .append(options_.host);
}

}  // namespace gatehouse
