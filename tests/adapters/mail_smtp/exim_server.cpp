#include "exim_server.hpp"

#include <chrono>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "sample_mail.hpp"

namespace fs = std::filesystem;

EximServer::EximServer()
    : process_({.arguments = {EXIM_SERVER_SCRIPT, folder_.path().string()},
                .program = "/usr/bin/python3"},
               folder_.path() / "errors") {
  const std::string line = process_.read_line();
  constexpr std::string_view before = "listening on ";
  if (!line.starts_with(before)) {
    throw std::runtime_error("no Exim (is exim4-daemon-light installed?): " +
                             gatehouse::testing::read_file(folder_.path() / "errors"));
  }
  port_ = static_cast<std::uint16_t>(std::stoul(line.substr(before.size())));
}

std::string EximServer::address() const { return "localhost:" + std::to_string(port_); }

gatehouse::SmtpOptions EximServer::options() const {
  gatehouse::SmtpOptions options;
  options.host = "localhost";
  options.port = port_;
  options.security = gatehouse::SmtpSecurity::starttls;
  options.user = "ada@example.org";
  options.password = gatehouse::Secret("hush hush");
  options.ca_file = folder_.path() / "ca.pem";
  options.from = sample_sender("Kapı");
  return options;
}

std::vector<DecodedMail> EximServer::delivered(std::size_t count) const {
  const fs::path mailbox = folder_.path() / "mail";
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (std::chrono::steady_clock::now() < deadline) {
    if (fs::exists(mailbox / "new") && std::distance(fs::directory_iterator(mailbox / "new"), {}) ==
                                           static_cast<std::ptrdiff_t>(count)) {
      return read_maildir(mailbox);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("Exim has not delivered the mails: " + log());
}

std::string EximServer::log() const {
  return gatehouse::testing::read_file(folder_.path() / "log" / "mainlog");
}

bool EximServer::logs(const std::string& text) const {
  return gatehouse::testing::comes_to_hold(folder_.path() / "log" / "mainlog", text);
}
