#include <sys/stat.h>
#include <sys/timex.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include <gatehouse/base/time.hpp>
#include <gatehouse/http/server.hpp>
#include <gatehouse/mail_smtp/smtp_mailer.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>

#include "commands.hpp"
#include "listen_address.hpp"
#include "wiring.hpp"

namespace gatehouse::app {
namespace {

/// Says what is well and what is not, line by line.
class Findings {
 public:
  static void ok(const std::string& what) { say("ok", what); }
  static void warn(const std::string& what) { say("warning", what); }
  void error(const std::string& what) {
    failed_ = true;
    say("error", what);
  }
  /// What `check` throws is an error.
  template <class Check>
  void run(std::string_view subject, Check check) {
    try {
      check();
    } catch (const std::exception& failure) {
      error(std::string(subject) + ": " + failure.what());
    }
  }
  [[nodiscard]] bool failed() const noexcept { return failed_; }

 private:
  static void say(std::string_view level, const std::string& what) {
    constexpr std::size_t width = 9;
    std::cout << level << std::string(width - level.size(), ' ') << what << '\n';
  }

  bool failed_ = false;
};

void warn_if_open(const std::string& what, const std::string& path) {
  struct stat status {};
  if (path.empty() || stat(path.c_str(), &status) != 0) return;
  constexpr mode_t others = S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
  if ((status.st_mode & others) != 0) {
    Findings::warn(what + ": " + path + " is open to other users of this machine (chmod 600)");
  }
}

void check_configuration(Findings& findings, const Configuration& chosen) {
  findings.run("listen", [&] {
    (void)parse_listen_address(chosen.listen);
    Findings::ok("listen: " + chosen.listen);
  });
  findings.run("admin-listen", [&] {
    if (chosen.admin_listen.empty()) return;
    (void)parse_listen_address(chosen.admin_listen, "--admin-listen");
    Findings::ok("admin-listen: " + chosen.admin_listen);
  });
  findings.run("public-url", [&] {
    if (chosen.public_url.empty()) {
      return Findings::warn("public-url: not given; links in mail begin with " + chosen.listen);
    }
    const std::string url = checked_public_url(chosen.public_url);
    if (url.starts_with("http://")) {
      return Findings::warn("public-url: " + url + " is not https; codes in links can be read");
    }
    Findings::ok("public-url: " + url);
  });
  constexpr std::size_t sensible = 8;
  const std::string length = std::to_string(chosen.settings.password_min_length);
  if (chosen.settings.password_min_length < sensible) {
    Findings::warn("password-min-length: " + length + " lets in passwords that are guessed");
  } else {
    Findings::ok("password-min-length: " + length);
  }
}

void check_space(Findings& findings, const std::string& path) {
  constexpr std::uintmax_t mib = 1024 * 1024;
  const auto folder = std::filesystem::absolute(path).parent_path();
  const std::uintmax_t free = std::filesystem::space(folder).available / mib;
  const std::string what = "storage: " + std::to_string(free) + " MiB are free for it";
  if (free < 16) return findings.error(what);
  if (free < 512) return Findings::warn(what);
  Findings::ok(what);
}

void check_storage(Findings& findings, const Configuration& chosen) {
  const auto path = sqlite_path(chosen);
  if (path) {
    check_space(findings, *path);
    if (!std::filesystem::exists(*path)) {
      return Findings::warn("storage: there is no database " + *path + " yet; serve makes it");
    }
    warn_if_open("storage", *path);
  }
  Configuration as_it_is = chosen;
  as_it_is.migrate = false;
  const auto storage = open_storage(as_it_is);
  // Rolled back: that the storage can be written is all that is asked.
  (void)storage->transact([](Transaction& tx) -> Result<Done> {
    (void)tx.mail().count();
    return Unexpected(conflict("nothing is kept"));
  });
  std::string version;
  if (path) version = ", schema version " + std::to_string(SqliteStorage::schema_version());
  Findings::ok("storage: can be read and written" + version);
}

void check_mail(const Configuration& chosen) {
  const std::unique_ptr<Mailer> mailer = open_mailer(chosen);
  if (const auto* smtp = dynamic_cast<const SmtpMailer*>(mailer.get())) {
    warn_if_open("mail", chosen.smtp_password_file);
    smtp->check();
    return Findings::ok("mail: the mail server answers, and takes the login if there is one");
  }
  Findings::ok("mail: the Maildir can be written");
}

void check_tls(Findings& findings, const Configuration& chosen) {
  if (chosen.tls_certificate.empty() && chosen.tls_key.empty()) {
    return Findings::ok("tls: none; a proxy in front is to encrypt");
  }
  if (chosen.tls_certificate.empty() != chosen.tls_key.empty()) {
    return findings.error("tls: --tls-certificate and --tls-key belong together");
  }
  using std::chrono::system_clock;
  const auto end =
      http::certificate_end({.certificate = chosen.tls_certificate, .key = chosen.tls_key});
  const std::string date = format_utc(std::chrono::time_point_cast<Duration>(end)).substr(0, 10);
  if (end <= system_clock::now()) {
    findings.error("tls: the certificate ended on " + date);
  } else if (end <= system_clock::now() + std::chrono::hours(24 * 14)) {
    Findings::warn("tls: the certificate ends soon, on " + date);
  } else {
    Findings::ok("tls: the certificate fits the key and ends on " + date);
  }
  warn_if_open("tls", chosen.tls_key);
}

void check_clock(Findings& findings) {
  // Nothing of this program was there before.
  constexpr auto first_day = std::chrono::sys_days(std::chrono::year(2024) / 1 / 1);
  if (std::chrono::system_clock::now() < first_day) {
    return findings.error("clock: it stands before 2024, so all that expires is wrong");
  }
  timex state{};
  if (adjtimex(&state) == TIME_ERROR) {
    return Findings::warn("clock: the system does not know whether it is right (no NTP)");
  }
  Findings::ok("clock: synchronized");
}

}  // namespace

int doctor(const Configuration& chosen) {
  Findings findings;
  check_configuration(findings, chosen);
  findings.run("storage", [&] { check_storage(findings, chosen); });
  findings.run("mail", [&] { check_mail(chosen); });
  findings.run("tls", [&] { check_tls(findings, chosen); });
  check_clock(findings);
  return findings.failed() ? 1 : 0;
}

}  // namespace gatehouse::app
