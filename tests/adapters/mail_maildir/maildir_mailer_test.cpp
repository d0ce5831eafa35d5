#include <gatehouse/mail_maildir/maildir_mailer.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/testing/temporary_folder.hpp>

#include "read_maildir.hpp"
#include "sample_mail.hpp"

namespace fs = std::filesystem;
using gatehouse::Mail;
using gatehouse::MaildirMailer;
using gatehouse::MaildirOptions;
using gatehouse::PortError;
using gatehouse::testing::TemporaryFolder;

namespace {

MaildirOptions options(const fs::path& path) { return {path, sample_sender("Kapı"), "host"}; }

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

mode_t mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

/// Limits the size of files for its lifetime.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t size) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit lower{size, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &lower);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

/// Every folder is writable for root, so root acts as the unprivileged user 65534 for the lifetime
/// of this object.
class NotAsRoot {
 public:
  NotAsRoot() : root_(geteuid() == 0) {
    if (root_) REQUIRE(seteuid(65534) == 0);
  }
  NotAsRoot(const NotAsRoot&) = delete;
  NotAsRoot& operator=(const NotAsRoot&) = delete;
  ~NotAsRoot() {
    if (root_ && seteuid(0) != 0) std::terminate();
  }

 private:
  bool root_;
};

/// The message of the PortError that `call` throws.
template <class Call>
std::string refusal(Call call) {
  try {
    call();
  } catch (const PortError& error) {
    return error.what();
  }
  return "no refusal";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("maildir: missing folders are created, private to the owner") {
  const TemporaryFolder scratch;
  const fs::path path = scratch.path() / "var" / "mail";
  MaildirMailer mailer(options(path / ""));
  for (const fs::path& folder : {path, path / "tmp", path / "new", path / "cur"}) {
    CAPTURE(folder.string());
    CHECK(fs::is_directory(folder));
    CHECK(mode_of(folder) == 0700);
  }
  fs::remove_all(path);
  mailer.deliver(sample_mail());
  CHECK(files_in(path / "new") == 1);
}

TEST_CASE("maildir: a delivered mail is in new, private to the owner, and can be decoded") {
  const TemporaryFolder scratch;
  const fs::path path = scratch.path() / "mail";
  MaildirMailer mailer(options(path));
  Mail mail = sample_mail();
  mail.subject = "Hoş geldiniz, Çağrı 🎉";
  mail.text =
      "Merhaba Çağrı,\n\nhttps://gatehouse.example/approve?a=b&code=" + std::string(64, 'a') + "\n";
  mail.headers = {{"X-Approve-Code", std::string(64, 'a')}};
  mailer.deliver(mail);

  CHECK(files_in(path / "tmp") == 0);
  CHECK(files_in(path / "cur") == 0);
  REQUIRE(files_in(path / "new") == 1);
  CHECK(mode_of(fs::directory_iterator(path / "new")->path()) == 0600);

  const std::vector<DecodedMail> read = read_maildir(path);
  REQUIRE(read.size() == 1);
  CHECK(read[0].at("message-id") == mailer.message_id(mail.unique_name));
  CHECK(read[0].at("folder") == "new");
  CHECK(read[0].at("defects") == "[]");
  CHECK(read[0].at("from") == "Kapı <no-reply@gatehouse.example>");
  CHECK(read[0].at("to") == "ada@example.org");
  CHECK(read[0].at("subject") == mail.subject);
  CHECK(read[0].at("x-approve-code") == std::string(64, 'a'));
  CHECK(read[0].at("body") == mail.text);
}

TEST_CASE(
    "maildir: file names have the documented form, with slash and colon of the host escaped") {
  const TemporaryFolder scratch;
  MaildirOptions odd = options(scratch.path());
  odd.host = "a/b:c";
  MaildirMailer(odd).deliver(sample_mail());
  const std::string name = fs::directory_iterator(scratch.path() / "new")->path().filename();
  CHECK(name.ends_with("P" + std::to_string(getpid()) + "Q0.a\\057b\\072c"));
  const std::size_t point = name.find(".M");
  REQUIRE(point != std::string::npos);
  CHECK(name.substr(0, point).find_first_not_of("0123456789") == std::string::npos);
}

TEST_CASE("maildir: eight threads and two mailers lose no mail and leave nothing in tmp") {
  const TemporaryFolder scratch;
  MaildirMailer first(options(scratch.path()));
  MaildirMailer second(options(scratch.path()));
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        Mail mail = sample_mail();
        mail.unique_name = std::to_string(t) + "-" + std::to_string(i);
        (t % 2 == 0 ? first : second).deliver(mail);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(files_in(scratch.path() / "new") == 400);
  CHECK(files_in(scratch.path() / "tmp") == 0);
  std::set<std::string> ids;
  for (const DecodedMail& mail : read_maildir(scratch.path())) ids.insert(mail.at("message-id"));
  CHECK(ids.size() == 400);
}

TEST_CASE("maildir: an invalid path is rejected at once with the reason") {
  const TemporaryFolder scratch;
  const fs::path file = scratch.path() / "file";
  std::ofstream(file) << "x";
  for (const fs::path& path : {file, file / "mail"}) {
    const std::string what = refusal([&] { MaildirMailer mailer(options(path)); });
    CHECK(contains(what, path.string()));
    CHECK(contains(what, "Not a directory"));
  }
}

TEST_CASE("maildir: a read-only folder is rejected at once with the reason") {
  const TemporaryFolder scratch;
  const fs::path path = scratch.path() / "mail";
  { const MaildirMailer made(options(path)); }
  fs::permissions(scratch.path(), fs::perms(0755));
  fs::permissions(path, fs::perms(0755));
  for (const char* folder : {"tmp", "new", "cur"}) fs::permissions(path / folder, fs::perms(0555));
  std::string what;
  {
    const NotAsRoot not_as_root;
    what = refusal([&] { MaildirMailer mailer(options(path)); });
  }
  CHECK(contains(what, (path / "tmp").string()));
  CHECK(contains(what, "Permission denied"));
}

TEST_CASE("maildir: if the last step fails, no file is left in tmp") {
  const TemporaryFolder scratch;
  const fs::path path = scratch.path() / "mail";
  MaildirMailer mailer(options(path));
  fs::permissions(scratch.path(), fs::perms(0777));
  fs::permissions(path, fs::perms(0777));
  fs::permissions(path / "tmp", fs::perms(0777));
  fs::permissions(path / "new", fs::perms(0555));
  fs::permissions(path / "cur", fs::perms(0777));
  std::string what;
  {
    const NotAsRoot not_as_root;
    what = refusal([&] { mailer.deliver(sample_mail()); });
  }
  CHECK(contains(what, "Permission denied"));
  CHECK(files_in(path / "tmp") == 0);
  CHECK(files_in(path / "new") == 0);
}

TEST_CASE("maildir: an incomplete write leaves no file") {
  const TemporaryFolder scratch;
  MaildirMailer mailer(options(scratch.path()));
  Mail mail = sample_mail();
  mail.text = std::string(100'000, '=');
  std::string what;
  {
    const FileSizeLimit limit(8192);
    what = refusal([&] { mailer.deliver(mail); });
  }
  CHECK(contains(what, "cannot write"));
  CHECK(contains(what, "File too large"));
  CHECK(files_in(scratch.path() / "tmp") == 0);
  CHECK(files_in(scratch.path() / "new") == 0);
  mailer.deliver(mail);
  CHECK(files_in(scratch.path() / "new") == 1);
}

TEST_CASE("maildir: a mail that cannot be formatted leaves no file") {
  const TemporaryFolder scratch;
  MaildirMailer mailer(options(scratch.path()));
  Mail mail = sample_mail();
  mail.subject = "a\nBcc: x@example.org";
  CHECK_THROWS_AS(mailer.deliver(mail), PortError);
  CHECK(files_in(scratch.path() / "tmp") == 0);
  CHECK(files_in(scratch.path() / "new") == 0);
}

TEST_CASE("maildir: invalid options are rejected before anything is created") {
  const TemporaryFolder scratch;
  const fs::path path = scratch.path() / "mail";
  CHECK_THROWS_AS(MaildirMailer({"", sample_sender()}), std::invalid_argument);
  CHECK_THROWS_AS(MaildirMailer({path, {}}), std::invalid_argument);
  CHECK_THROWS_AS(MaildirMailer({path, sample_sender("a\nb")}), std::invalid_argument);
  CHECK_FALSE(fs::exists(path));
}
