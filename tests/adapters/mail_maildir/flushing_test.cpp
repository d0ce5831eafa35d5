// The order of flushes by the mailer, and the handling of failures.
#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/mail_maildir/maildir_mailer.hpp>
#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/testing/temporary_folder.hpp>

#include "sample_mail.hpp"
#include "support/flushes.hpp"

namespace fs = std::filesystem;
using gatehouse::MaildirMailer;
using gatehouse::PortError;
using gatehouse::TransientPortError;
using gatehouse::testing::Flushes;
using gatehouse::testing::TemporaryFolder;

namespace {

std::ptrdiff_t files_in(const fs::path& folder) {
  return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

/// An existing Maildir and its mailer.
class Site {
 public:
  void deliver() { mailer_.deliver(sample_mail()); }
  [[nodiscard]] fs::path folder(const char* name) const { return path_ / name; }

 private:
  const TemporaryFolder scratch_;
  const fs::path path_ = fs::canonical(scratch_.path()) / "mail";
  MaildirMailer mailer_{{path_, sample_sender("Sender"), "host"}};
};

}  // namespace

TEST_CASE("maildir: a mail is flushed before it becomes visible, and its folder afterwards") {
  Site site;
  std::vector<fs::path> flushed;
  const Flushes flushes([&](const fs::path& path) {
    flushed.push_back(path);
    const bool is_mail = path.parent_path() == site.folder("tmp");
    CHECK(files_in(site.folder("new")) == (is_mail ? 0 : 1));
    if (is_mail) CHECK(fs::file_size(path) > 0);
    return 0;
  });
  site.deliver();
  REQUIRE(flushed.size() == 2);
  CHECK(flushed[0].parent_path() == site.folder("tmp"));
  CHECK(flushed[1] == site.folder("new"));
}

TEST_CASE("maildir: a mail that cannot be flushed is not delivered and leaves no file") {
  Site site;
  {
    const Flushes flushes(
        [&](const fs::path& path) { return path.parent_path() == site.folder("tmp") ? EIO : 0; });
    CHECK_THROWS_AS(site.deliver(), PortError);
  }
  CHECK(files_in(site.folder("new")) == 0);
  CHECK(files_in(site.folder("tmp")) == 0);
  site.deliver();
  CHECK(files_in(site.folder("new")) == 1);
}

TEST_CASE("maildir: a delivery whose folder cannot be flushed is a transient error") {
  Site site;
  const Flushes flushes([&](const fs::path& path) { return path == site.folder("new") ? EIO : 0; });
  CHECK_THROWS_AS(site.deliver(), TransientPortError);
  CHECK(files_in(site.folder("tmp")) == 0);
}

TEST_CASE("maildir: a flush interrupted by a signal is repeated") {
  Site site;
  int attempts = 0;
  const Flushes flushes([&](const fs::path&) { return ++attempts % 2 == 1 ? EINTR : 0; });
  site.deliver();
  CHECK(attempts == 4);
  CHECK(files_in(site.folder("new")) == 1);
}

TEST_CASE("maildir: a new Maildir is flushed to its parent folder, or creation fails") {
  const TemporaryFolder scratch;
  const fs::path parent = fs::canonical(scratch.path());
  {
    std::vector<fs::path> flushed;
    const Flushes flushes([&](const fs::path& path) {
      flushed.push_back(path);
      return 0;
    });
    const MaildirMailer mailer({parent / "mail", sample_sender("Sender"), "host"});
    CHECK(std::ranges::count(flushed, parent) == 1);
    CHECK(std::ranges::count(flushed, parent / "mail") == 3);
  }
  const Flushes flushes([&](const fs::path& path) { return path == parent ? EIO : 0; });
  CHECK_THROWS_AS(MaildirMailer({parent / "other", sample_sender("Sender"), "host"}), PortError);
}
